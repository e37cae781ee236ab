"""Whose turn a proposal is, as its page at the desk says it, and the evidence beside the form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from egov.accounts.models import User
from egov.areas.maps import spot_map
from musrenbang.domain.eligibility import Turn, office_for, why_not
from musrenbang.domain.projection import stations
from musrenbang.models import Preparation, Proposal, Stage
from musrenbang.vocabulary import State


@dataclass(frozen=True)
class DeskTurn:
    """What an officer may do with a proposal now: decide it, prepare it, or read why neither."""

    turn: Turn | None
    preparing: bool
    tier: str
    hint: str


def desk_turn(user: User, proposal: Proposal) -> DeskTurn:
    turn, hint = why_not(actor=user, proposal=proposal)
    preparing = False
    if turn is None and proposal.state == State.WAITING:
        preparing = office_for(user, proposal, proposal.tier, prepare=True) is not None
    return DeskTurn(turn, preparing, turn.stage.tier if turn else proposal.tier, hint)


def preparation_of(proposal: Proposal) -> Preparation | None:
    """What was prepared for the office at which the proposal waits."""
    return proposal.preparations.filter(stage=proposal.stage_id).first()


def page_context(proposal: Proposal, stages: Sequence[Stage]) -> dict[str, Any]:
    """The evidence: what was decided so far, the photos."""
    history = proposal.decisions.select_related("merged_into", "corrected_by")
    decisions = list(history.prefetch_related("photos").order_by("sequence"))
    return {
        "title": f"{proposal.number} {proposal.title}",
        "proposal": proposal,
        "stations": stations(proposal, decisions, stages),
        "photos": proposal.photos.all(),
        "map": spot_map(proposal.kelurahan, proposal.latitude, proposal.longitude),
    }
