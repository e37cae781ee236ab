"""Verbs of appeals: the proposer asks the planner to show again what an office withheld."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format

from egov.accounts.models import User
from egov.verbs.outbox import publish
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid, NotAllowed, Refusal
from egov.verbs.verb import verb
from musrenbang.domain.eligibility import completing_office
from musrenbang.domain.moderation import give_back
from musrenbang.domain.sentences import sentence_of
from musrenbang.models import Appeal, Withholding
from musrenbang.vocabulary import PLANNER

DAYS = timedelta(days=14)
LONGEST = 500


def appeal_until(withholding: Withholding) -> datetime:
    return withholding.withheld_at + DAYS


def _line(text: str, wanted: str) -> str:
    line = sentence_of(text, wanted, "sentence")
    if len(line) > LONGEST:
        sentence = f"Terlalu panjang. Paling banyak {LONGEST} huruf."
        raise Invalid("too_long", sentence, field="sentence")
    return line


@verb
def appeal(
    *, actor: User, withholding: Withholding, sentence: str, now: datetime | None = None
) -> Appeal:
    """Once, within fourteen days, by the proposer or the office that entered the proposal.

    Refuses others (`not_your_proposal`), what is shown again (`already_given_back`), what comes
    too late (`appeal_over`) and a second one (`already_appealed`).
    """
    now = now or timezone.now()
    row = Withholding.objects.select_for_update(no_key=True).get(pk=withholding.pk)
    if not completing_office(actor, row.proposal):
        raise NotAllowed("not_your_proposal", "Hanya pengusul yang mengajukan keberatan.")
    if row.ended_at is not None:
        raise Refusal("already_given_back", "Tulisan ini sudah ditampilkan lagi.")
    if now > appeal_until(row):
        until = date_format(timezone.localtime(appeal_until(row)), "j F Y")
        sentence = f"Masa keberatan sampai {until}, sudah lewat. Datang ke kelurahan Anda."
        raise Refusal("appeal_over", sentence)
    if Appeal.objects.filter(withholding=row).exists():
        raise Refusal("already_appealed", "Keberatan Anda sudah diajukan dan dibaca perencana.")
    made = Appeal.objects.create(
        withholding=row,
        sentence=_line(sentence, "Tulis mengapa tulisan ini boleh dibaca umum."),
        appealed_by=actor,
        appealed_at=now,
    )
    publish("proposal.appealed", {"appeal": made.pk})
    return made


@verb
def answer_appeal(*, actor: User, appeal: Appeal, granted: bool, sentence: str) -> Appeal:
    """The planner shows it again, or says why not; the proposer reads the answer.

    Refuses an appeal that was answered (`already_answered`).
    """
    require(actor, "musrenbang.answer_appeal", appeal.withholding.proposal)
    row = Appeal.objects.select_for_update(no_key=True).get(pk=appeal.pk)
    if row.answered_at is not None:
        raise Refusal("already_answered", "Keberatan ini sudah dijawab.")
    row.answer = _line(sentence, "Tulis jawabannya dalam satu kalimat yang dibaca pengusul.")
    row.granted, row.answered_by, row.answered_at = granted, actor, timezone.now()
    office = next(office for office in actor.appointments_now if office.role == PLANNER)
    row.answered_office = office.title
    row.save()
    if granted and row.withholding.ended_at is None:
        give_back(actor=actor, withholding=row.withholding, sentence=row.answer)
    publish("proposal.appealed", {"appeal": row.pk})
    return row
