"""The row by which a decision is taken back: where the proposal stands without it."""

from __future__ import annotations

from collections.abc import Sequence

from egov.verbs.outbox import publish
from musrenbang.domain.following import recount_merges
from musrenbang.domain.projection import project, write_projection
from musrenbang.models import Decision, Stage


def write_reopening(
    decision: Decision, decisions: Sequence[Decision], stages: Sequence[Stage]
) -> Decision:
    """Keeps the planned row with the money of before, moves the proposal, tells its people."""
    row = decision.proposal
    standing = project(row, [*decisions, decision], stages)
    decision.volume, decision.cost = standing.volume, standing.cost
    decision.save()
    merged_into = row.merged_into_id
    write_projection([(row, standing)])
    recount_merges([(row, merged_into)])
    publish("proposal.decided", {"decision": decision.pk})
    return decision
