"""An office takes back what it decided last: a row that corrects, like every correction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from egov.verbs.permission import require
from egov.verbs.refusal import Refusal
from egov.verbs.verb import verb
from musrenbang.domain.decision_plan import check_seen
from musrenbang.domain.eligibility import Turn, check_stage, current_turn, last_of
from musrenbang.domain.reopening import write_reopening
from musrenbang.models import Decision, Proposal, Stage
from musrenbang.vocabulary import Outcome


@dataclass(frozen=True)
class _Past:
    """What was decided of a proposal so far, and on which path."""

    proposal: Proposal
    stages: list[Stage]
    decisions: list[Decision]


@verb
def take_back(
    *, actor: Any, proposal: Proposal, seen: int | None, now: datetime | None = None
) -> Decision:
    """The proposal waits at the actor's office again, as if the last decision had not been made.

    Inside the window of its stage, while the next office has not acted. What was decided stays to
    be read. `seen` as in `decide`.
    Raises NotAllowed or Refusal.
    """
    now = now or timezone.now()
    row = Proposal.objects.locked(proposal.pk)
    stages = list(row.channel.stages.select_related("channel__cycle"))
    past = _Past(row, stages, list(row.decisions.order_by("sequence")))
    require(actor, "musrenbang.decide_proposal", row)
    check_seen(row, seen)
    turn, last = _turn(actor, past)
    awaited = "hasil verifikasi" if turn.stage.is_opinion else "keputusan"
    check_stage(turn.stage, now)
    decision = Decision(
        proposal=row,
        sequence=len(past.decisions) + 1,
        stage=turn.stage,
        tier=turn.stage.tier,
        decided_by=actor,
        role=turn.office.role,
        office=turn.office.title,
        decided_at=now,
        outcome=Outcome.REOPENED,
        reason_code="other",
        reason=f"{turn.office.title} membatalkan keputusannya sendiri: "
        f"{last.get_outcome_display().lower()}. Usulan menunggu {awaited} lagi.",
        supersedes=last,
    )
    write_reopening(decision, past.decisions, stages)
    proposal.refresh_from_db()
    return decision


def _turn(actor: Any, past: _Past) -> tuple[Turn, Decision]:
    """The turn in which the actor corrects, and what they correct."""
    last = last_of(past.decisions)
    stage = last.stage_id if last else past.proposal.stage_id
    turn = current_turn(
        actor=actor,
        proposal=past.proposal,
        stages=past.stages,
        decisions=past.decisions,
        among=[s for s in past.stages if s.pk == stage],
    )
    if turn.corrects is None:
        sentence = f"Usulan ini sekarang: {past.proposal.status}. Tidak ada yang perlu dibatalkan."
        raise Refusal("nothing_to_take_back", sentence)
    return turn, turn.corrects
