"""What a visit leaves: minutes, materials, questions with their answers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.files.base import File

from egov.accounts.models import User
from egov.files.documents import store_document
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.verb import verb
from news.domain.visits.acting import add_act, locked, locked_for_host, note_of
from news.domain.wording import one_line
from news.models import Visit, VisitMaterial, VisitQuestion
from news.procedure import SHOWN
from news.procedure import VisitActKind as Kind

MOST_MATERIALS = 20


@verb
def write_minutes(*, actor: User, visit: Visit, note: str, now: datetime) -> Visit:
    """What was said and agreed; the newest counts, and everybody reads it. Names no guest."""
    row = locked_for_host(actor, visit, Kind.MINUTES)
    note = note_of(note, needed="Tulis notulanya, tanpa nama tamu.")
    add_act(row, Kind.MINUTES, actor=actor, now=now, note=note)
    return row


@verb
def add_material(
    *, actor: User, visit: Visit, upload: File[Any], title: str, now: datetime
) -> VisitMaterial:
    """A PDF that was shown, for everybody."""
    row = locked(visit)
    require(actor, "news.host_visit", row)
    if row.state not in SHOWN:
        raise Refusal("wrong_state", "Materi ditambahkan setelah kunjungan dipastikan.")
    title = one_line(title)
    if not title:
        raise Invalid("no_title", "Tulis judul materinya.", field="title")
    if row.materials.count() >= MOST_MATERIALS:
        raise Invalid("too_many", f"Paling banyak {MOST_MATERIALS} materi.", field="document")
    stored = store_document(upload=upload, actor_id=actor.pk, field="document")
    return VisitMaterial.objects.create(
        visit=row, document=stored, title=title[:120], added_by=actor, added_at=now
    )


@verb
def answer_question(
    *, actor: User, question: VisitQuestion, answer: str, public: bool, now: datetime
) -> VisitQuestion:
    """Answers; `public`: question and answer are approved for everybody."""
    row = _locked_question(actor, question)
    row.answer = note_of(answer, field="answer", needed="Tulis jawabannya.")
    row.answered_at, row.answered_by = now, actor
    row.approved_at = now if public else None
    row.save(update_fields=["answer", "answered_at", "answered_by", "approved_at"])
    return row


@verb
def withhold_question(*, actor: User, question: VisitQuestion) -> VisitQuestion:
    """The way back of approving: it leaves the public pages, the answer stays."""
    row = _locked_question(actor, question)
    if row.approved_at is None:
        raise Refusal("not_public", "Pertanyaan ini tidak sedang diterbitkan.")
    row.approved_at = None
    row.save(update_fields=["approved_at"])
    return row


def _locked_question(actor: User, question: VisitQuestion) -> VisitQuestion:
    rows = VisitQuestion.objects.select_for_update(of=("self",)).select_related("visit__host")
    row = rows.get(pk=question.pk)
    require(actor, "news.host_visit", row.visit)
    return row
