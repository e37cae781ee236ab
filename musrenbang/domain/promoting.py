"""Room was made: the next of a reserve moves up, also after the stage has ended."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from egov.accounts.models import User
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid, NotAllowed, Refusal
from egov.verbs.verb import verb
from musrenbang.domain.decision_plan import Case, check_seen, check_way_on
from musrenbang.domain.deliberation import NOT_YOURS, write_decision
from musrenbang.domain.eligibility import Turn, office_for
from musrenbang.domain.reserve import before_in_reserve
from musrenbang.models import Decision, Proposal
from musrenbang.vocabulary import Outcome, State


@verb
def promote(
    *,
    actor: User,
    proposal: Proposal,
    reason: str,
    seen: int | None,
    now: datetime | None = None,
) -> Decision:
    """The office that keeps the reserve moves its next one on, as if it had been forwarded.

    `seen` as in `decide`. Refuses another office (`not_your_office`), what is in no reserve
    (`not_reserve`) and whoever is not the next (`not_next`).
    """
    require(actor, "musrenbang.promote_proposal", proposal)
    now, row = now or timezone.now(), Proposal.objects.locked(proposal.pk)
    stage, office = row.stage, office_for(actor, row, row.stage)
    if office is None:
        raise NotAllowed("not_your_office", NOT_YOURS)
    check_seen(row, seen)
    sentence = _checked(row, reason)
    stages = list(row.channel.stages.select_related("channel__cycle"))
    check_way_on(stage, stages, now)
    case = Case(row, Turn(stage, office, None), stages, list(row.decisions.all()), now)
    decision = _row(case, sentence)
    write_decision(case, decision)
    proposal.refresh_from_db()
    return decision


def _checked(row: Proposal, reason: str) -> str:
    """The office's sentence, where this one is the next."""
    if row.state != State.RESERVE:
        raise Refusal("not_reserve", f"Usulan ini sekarang: {row.status}, bukan cadangan.")
    first = before_in_reserve(row, row.stage)
    if first is not None:
        sentence = f"Cadangan berikutnya {first.number} “{first.title}”. Naikkan itu dulu."
        raise Refusal("not_next", sentence)
    sentence = " ".join(reason.split())
    if not sentence:
        wanted = "Tulis dari mana tempatnya, dalam satu kalimat yang dibaca pengusul dan umum."
        raise Invalid("no_reason", wanted, field="reason")
    return sentence


def _row(case: Case, sentence: str) -> Decision:
    row, stage, office = case.proposal, case.stage, case.turn.office
    return Decision(
        proposal=row,
        sequence=len(case.decisions) + 1,
        stage=stage,
        tier=stage.tier,
        decided_by=office.user,
        role=office.role,
        office=office.title,
        decided_at=case.now,
        outcome=Outcome.PROMOTE,
        reason_code="other",
        reason=sentence,
        volume=row.volume,
        cost=row.cost,
        rank=case.batch.ranks.rank_for(row, stage, None, None) if stage.ranks else None,
    )
