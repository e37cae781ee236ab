"""A merge is undone: what was merged waits again where it was decided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from egov.accounts.models import User
from egov.verbs.permission import require
from egov.verbs.refusal import Refusal
from egov.verbs.verb import verb
from musrenbang.domain.decision_plan import check_seen
from musrenbang.domain.eligibility import check_stage, last_at_station, office_for
from musrenbang.domain.reopening import write_reopening
from musrenbang.domain.sentences import sentence_of
from musrenbang.domain.silence import is_held
from musrenbang.models import Decision, Proposal, Stage
from musrenbang.vocabulary import PLANNER, Outcome, State


@verb
def separate(
    *,
    actor: User,
    proposal: Proposal,
    reason: str,
    seen: int | None,
    now: datetime | None = None,
) -> Decision:
    """The office of the stage where it was merged, or the planner, takes the merge back.

    `seen` as in `decide`. Refuses others (`not_your_office`), what is not merged (`not_merged`)
    and a stage that has ended and holds nothing (`stage_over`): the planner opens it again first.
    """
    require(actor, "musrenbang.separate_proposal", proposal)
    now, row = now or timezone.now(), Proposal.objects.locked(proposal.pk)
    check_seen(row, seen)
    stages = list(row.channel.stages.select_related("channel__cycle"))
    decisions = list(row.decisions.order_by("sequence"))
    merge = _merge_of(row, decisions, stages, now)
    office = office_for(actor, row, row.stage) or next(
        office for office in actor.appointments_now if office.role == PLANNER
    )
    decision = Decision(
        proposal=row,
        sequence=len(decisions) + 1,
        stage=row.stage,
        tier=row.tier,
        decided_by=actor,
        role=office.role,
        office=office.title,
        decided_at=now,
        outcome=Outcome.REOPENED,
        reason_code="other",
        reason=sentence_of(reason, "Tulis mengapa usulan ini dipisahkan lagi."),
        supersedes=merge,
    )
    write_reopening(decision, decisions, stages)
    proposal.refresh_from_db()
    return decision


def _merge_of(
    row: Proposal, decisions: Sequence[Decision], stages: Sequence[Stage], now: datetime
) -> Decision:
    """The decision that merged it, where it can still be taken back."""
    merge = last_at_station(decisions, stages)
    if row.state != State.MERGED or merge is None:
        raise Refusal("not_merged", f"Usulan ini sekarang: {row.status}, tidak digabung.")
    if not is_held(row.stage, stages, now):
        check_stage(row.stage, now)
    return merge
