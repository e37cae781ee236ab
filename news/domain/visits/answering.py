"""What a host answers. Of two at once the second is told that the first was quicker."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from egov.accounts.models import User
from egov.agencies.models import Agency
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.verb import verb
from news.domain.visits.acting import (
    add_act,
    locked,
    locked_for_host,
    note_of,
    tell_hosts,
    write_letter,
)
from news.domain.visits.agenda import put_in_agenda, take_from_agenda
from news.domain.visits.asking import mail_confirmation
from news.domain.visits.slots import book, check_slot, release, slot_at
from news.domain.visits.working_days import answer_due
from news.models import Visit
from news.procedure import VisitActKind as Kind
from news.procedure import VisitState

MOST_OFFERED = 6
AGAIN = "Menunggu tanggal baru."


@verb
def accept_visit(
    *, actor: User, visit: Visit, slot: str, seen: int, now: datetime, note: str = ""
) -> Visit:
    """Confirms one of the hours of the host. The guest gets it by mail, with a calendar entry."""
    row = locked_for_host(actor, visit, Kind.ACCEPTED, seen=seen)
    booking = book(row, slot_at(slot, row.host_id), now)
    put_in_agenda(row, booking, now)
    note = note_of(note)
    act = add_act(row, Kind.ACCEPTED, actor=actor, now=now, note=note, slot=slot)
    write_letter(row, act, "Kunjungan dipastikan", now)
    return row


@verb
def offer_dates(
    *,
    actor: User,
    visit: Visit,
    slots: Sequence[str],
    seen: int,
    now: datetime,
    note: str = "",
) -> Visit:
    """Other hours, of which the guest takes one by their link. What was confirmed is given back."""
    row = locked_for_host(actor, visit, Kind.OFFERED, seen=seen)
    chosen = list(dict.fromkeys(slots))
    if not 0 < len(chosen) <= MOST_OFFERED:
        sentence = f"Pilih 1 sampai {MOST_OFFERED} waktu."
        raise Invalid("no_slot", sentence, field="slots")
    for key in chosen:
        try:
            check_slot(slot_at(key, row.host_id), row.guests, now)
        except Invalid as refusal:
            refusal.field = "slots"
            raise
    give_back(row, AGAIN, now)
    act = add_act(row, Kind.OFFERED, actor=actor, now=now, note=note_of(note), slots=chosen)
    write_letter(row, act, "Tanggal lain ditawarkan", now)
    return row


@verb
def ask_completion(*, actor: User, visit: Visit, note: str, seen: int, now: datetime) -> Visit:
    """Says what is missing; the guest sends it by their link."""
    row = locked_for_host(actor, visit, Kind.COMPLETION_ASKED, seen=seen)
    note = note_of(note, needed="Tulis apa yang perlu dilengkapi tamu.")
    act = add_act(row, Kind.COMPLETION_ASKED, actor=actor, now=now, note=note)
    write_letter(row, act, "Permintaan kunjungan perlu dilengkapi", now)
    return row


@verb
def forward_visit(
    *, actor: User, visit: Visit, agency: Agency, note: str, seen: int, now: datetime
) -> Visit:
    """Hands it to another OPD, which answers from then on."""
    row = locked_for_host(actor, visit, Kind.FORWARDED, seen=seen)
    note = note_of(note, needed="Tulis mengapa diteruskan; dibaca penerimanya.")
    if agency.pk == row.host_id:
        sentence = "Kunjungan ini sudah pada perangkat daerah itu. Pilih yang lain."
        raise Invalid("same_host", sentence, field="agency")
    row.host = agency
    row.answer_due_on = answer_due(timezone.localdate(now))
    row.save(update_fields=["host", "answer_due_on"])
    details = {"agency": agency.short_name}
    act = add_act(row, Kind.FORWARDED, actor=actor, now=now, note=note, **details)
    tell_hosts(act)
    return row


@verb
def decline_visit(*, actor: User, visit: Visit, note: str, seen: int, now: datetime) -> Visit:
    row = locked_for_host(actor, visit, Kind.DECLINED, seen=seen)
    note = note_of(note, needed="Tulis alasannya; dikirim kepada tamu.")
    act = add_act(row, Kind.DECLINED, actor=actor, now=now, note=note)
    write_letter(row, act, "Kunjungan tidak dapat diterima", now)
    return row


@verb
def cancel_visit(*, actor: User, visit: Visit, note: str, seen: int, now: datetime) -> Visit:
    """The host cannot receive what was confirmed. The agenda says so."""
    row = locked_for_host(actor, visit, Kind.CANCELLED, seen=seen)
    note = note_of(note, needed="Tulis sebabnya; dikirim kepada tamu.")
    give_back(row, "Dibatalkan tuan rumah.", now)
    act = add_act(row, Kind.CANCELLED, actor=actor, now=now, note=note)
    write_letter(row, act, "Kunjungan dibatalkan", now)
    return row


@verb
def write_programme(*, actor: User, visit: Visit, note: str, now: datetime) -> Visit:
    """The order of the day, a line each; the newest counts, and everybody reads it."""
    row = locked_for_host(actor, visit, Kind.PROGRAMME)
    note = note_of(note, needed="Tulis susunan acara, satu baris satu.")
    add_act(row, Kind.PROGRAMME, actor=actor, now=now, note=note)
    return row


@verb
def resend_letter(*, actor: User, visit: Visit, now: datetime) -> Visit:
    """Mails once more what the guest was told last, with a new link."""
    row = locked(visit)
    require(actor, "news.host_visit", row)
    if row.state == VisitState.UNPROVED:
        mail_confirmation(row, now)
        return row
    kinds = [Kind.ACCEPTED, Kind.OFFERED, Kind.COMPLETION_ASKED, Kind.DECLINED, Kind.CANCELLED]
    act = row.acts.filter(kind__in=[*kinds, Kind.TAKEN]).order_by("-id").first()
    if act is None or row.erased_at is not None:
        raise Refusal("no_letter", "Belum ada surat yang dapat dikirim ulang.")
    write_letter(row, act, "Surat dikirim ulang", now)
    return row


def give_back(visit: Visit, reason: str, now: datetime) -> None:
    """The hours, the room and the place in the agenda."""
    release(visit, now)
    take_from_agenda(visit, reason, now)
