"""What guests do by their mailed link: take a date, complete, ask for others, give up, ask."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.files.base import File
from django.utils import timezone

from egov.files.documents import delete_document, store_document
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.verb import verb
from news.domain.visits.acting import (
    add_act,
    locked,
    locked_for_guest,
    note_of,
    tell_hosts,
    write_letter,
)
from news.domain.visits.agenda import put_in_agenda
from news.domain.visits.answering import AGAIN, give_back
from news.domain.visits.asking import check_dates
from news.domain.visits.slots import book, slot_at
from news.domain.visits.working_days import answer_due
from news.models import Visit, VisitQuestion
from news.procedure import DATES_ASKED, SHOWN
from news.procedure import VisitActKind as Kind

MOST_QUESTIONS = 50
LONGEST_QUESTION = 1000


def offered_slots(visit: Visit) -> list[str]:
    """The keys that were offered last."""
    act = visit.acts.filter(kind=Kind.OFFERED).order_by("-id").first()
    return list(act.details.get("slots", ())) if act is not None else []


@verb
def take_date(*, visit: Visit, slot: str, now: datetime) -> Visit:
    row = locked_for_guest(visit, Kind.TAKEN)
    if slot not in offered_slots(row):
        raise Invalid("unknown_slot", "Pilih salah satu waktu yang ditawarkan.", field="slot")
    booking = book(row, slot_at(slot, row.host_id), now)
    put_in_agenda(row, booking, now)
    act = add_act(row, Kind.TAKEN, actor=None, now=now, slot=slot)
    write_letter(row, act, "Kunjungan dipastikan", now)
    tell_hosts(act)
    return row


@verb
def complete_request(
    *, visit: Visit, note: str, now: datetime, upload: File[Any] | None = None
) -> Visit:
    """Answers what the host asked for; with another letter where that was wrong."""
    row = locked_for_guest(visit, Kind.COMPLETED)
    note = note_of(note, needed="Tulis apa yang Anda lengkapi.")
    before = row.letter if upload is not None else None
    if upload is not None:
        row.letter = store_document(upload=upload, actor_id=None, field="letter")
    row.answer_due_on = answer_due(timezone.localdate(now))
    row.save(update_fields=["letter", "answer_due_on"])
    delete_document(before)
    tell_hosts(add_act(row, Kind.COMPLETED, actor=None, now=now, note=note))
    return row


@verb
def move_visit(*, visit: Visit, days: Sequence[date], note: str, now: datetime) -> Visit:
    """Other dates than those offered or confirmed: the host answers anew."""
    row = locked_for_guest(visit, Kind.MOVED)
    if not 0 < len(days) <= DATES_ASKED:
        raise Invalid("no_date", "Pilih paling sedikit satu tanggal.", field="date1")
    check_dates(days, row.guests, row.host_id, now)
    note = note_of(note, needed="Tulis sebabnya; dibaca tuan rumah.")
    give_back(row, AGAIN, now)
    row.wished_on, row.answer_due_on = list(days), answer_due(timezone.localdate(now))
    row.save(update_fields=["wished_on", "answer_due_on"])
    dates = {"dates": [day.isoformat() for day in days]}
    tell_hosts(add_act(row, Kind.MOVED, actor=None, now=now, note=note, **dates))
    return row


@verb
def give_up_visit(*, visit: Visit, note: str, now: datetime) -> Visit:
    row = locked_for_guest(visit, Kind.CANCELLED)
    give_back(row, "Dibatalkan tamu.", now)
    tell_hosts(add_act(row, Kind.CANCELLED, actor=None, now=now, note=note_of(note)))
    return row


@verb
def ask_question(*, visit: Visit, text: str, now: datetime) -> VisitQuestion:
    """For the host; read by nobody else until the host approves it with an answer."""
    row = locked(visit)
    if row.state not in SHOWN or row.erased_at is not None:
        raise Refusal("wrong_state", "Pertanyaan diterima setelah kunjungan dipastikan.")
    text = note_of(text, field="text", needed="Tulis pertanyaan Anda.")
    if len(text) > LONGEST_QUESTION:
        sentence = f"Tulis paling banyak {LONGEST_QUESTION} huruf."
        raise Invalid("too_long", sentence, field="text")
    if row.questions.count() >= MOST_QUESTIONS:
        raise Refusal("too_many_questions", f"Paling banyak {MOST_QUESTIONS} pertanyaan.")
    return VisitQuestion.objects.create(visit=row, text=text, asked_at=now)
