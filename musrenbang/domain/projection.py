"""What follows from a proposal's decisions, and nothing else.

The one place where its standing is derived.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.conf import settings

from musrenbang.procedure import MOVES_ON, OPINIONS, STATE_AFTER
from musrenbang.vocabulary import Outcome, State, Tier

if TYPE_CHECKING:
    from musrenbang.models import Decision, Proposal, Stage


@dataclass(frozen=True)
class Projection:
    """Where a proposal stands after its decisions. Cost in rupiah."""

    stage: Stage
    state: str
    volume: Decimal
    cost: Decimal
    rank: int | None
    rw_declined: bool
    has_opinion: bool
    return_until: date | None
    merged_into_id: int | None


def path_of(stages: Sequence[Stage]) -> list[Stage]:
    """The stations in order; the OPD's opinion is no station."""
    return sorted((s for s in stages if s.tier != Tier.OPD), key=lambda s: s.position)


def project(
    proposal: Proposal, decisions: Sequence[Decision], stages: Sequence[Stage]
) -> Projection:
    """Replays the decisions that no correction replaced, in order."""
    path = path_of(stages)
    replaced = {d.supersedes_id for d in decisions if d.supersedes_id}
    station, state = 0, str(State.WAITING)
    volume, cost = proposal.proposed_volume, proposal.proposed_cost
    rank, declined, opinion = None, False, False
    until, merged = None, None
    for decision in sorted(decisions, key=lambda d: d.sequence):
        if decision.pk in replaced:
            continue
        outcome = Outcome(decision.outcome)
        if outcome == Outcome.REOPENED:  # it only takes back what it supersedes
            continue
        until, merged = None, None
        if outcome in OPINIONS:
            opinion = True
            continue
        volume, cost = decision.volume, decision.cost
        station = next(i for i, s in enumerate(path) if s.pk == decision.stage_id)
        if outcome in MOVES_ON:
            if station + 1 < len(path):
                station, state = station + 1, State.WAITING
            else:  # a channel that ends here: what is agreed at its last station is accepted
                state = State.REJECTED if outcome == Outcome.DECLINE else State.ACCEPTED
            if outcome == Outcome.ENDORSE:
                rank = decision.rank
            declined = declined or outcome == Outcome.DECLINE
        else:
            state = STATE_AFTER[outcome]
            until, merged = decision.deadline, decision.merged_into_id
    return Projection(path[station], state, volume, cost, rank, declined, opinion, until, merged)


@dataclass(frozen=True)
class Station:
    """One stop on the line, as a page draws it. `mark`: done, here, stop (refused there), ahead."""

    tier: str
    word: str
    mark: str
    decisions: tuple[Decision, ...]
    opens: datetime
    closes: datetime


def stations(
    proposal: Proposal, decisions: Sequence[Decision], stages: Sequence[Stage]
) -> list[Station]:
    """The line RW - kelurahan - kecamatan - kota of one proposal.

    Opinions stand at the station after them.
    """
    path = path_of(stages)
    here = next((i for i, s in enumerate(path) if s.pk == proposal.stage_id), 0)
    ended = proposal.state in (State.REJECTED, State.MERGED, State.NOT_DISCUSSED)
    line = []
    for index, stage in enumerate(path):
        tiers = {stage.tier} | ({Tier.OPD} if index == len(path) - 1 else set())
        mine = tuple(d for d in decisions if d.tier in tiers)
        if index < here or (index == here and proposal.state == State.ACCEPTED):
            mark = "done"
        elif index == here:
            mark = "stop" if ended else "here"
        else:
            mark = "ahead"
        word = settings.REGION_PROFILE.tiers[stage.tier]
        line.append(Station(stage.tier, word, mark, mine, stage.opens, stage.closes))
    return line
