"""Whose turn a proposal is, as its page at the desk says it, and the evidence beside the form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from egov.accounts.models import User
from egov.areas.maps import spot_map
from musrenbang.domain.eligibility import Turn, office_for, why_not
from musrenbang.domain.projection import stations
from musrenbang.models import Decision, Preparation, Proposal, Stage
from musrenbang.vocabulary import State


@dataclass(frozen=True)
class DeskTurn:
    """What an officer may do with a proposal now: decide it, prepare it, or read why neither.

    `decisions` are all that were made, in order; `advice` is what was prepared for this turn.
    """

    turn: Turn | None
    preparing: bool
    stage: Stage
    hint: str
    decisions: tuple[Decision, ...] = ()
    advice: Preparation | None = None


def desk_turn(user: User, proposal: Proposal) -> DeskTurn:
    turn, hint = why_not(actor=user, proposal=proposal)
    preparing = False
    if turn is None and proposal.state == State.WAITING:
        preparing = office_for(user, proposal, proposal.stage, prepare=True) is not None
    stage = turn.stage if turn is not None else proposal.stage
    history = proposal.decisions.select_related("merged_into", "corrected_by", "sheet")
    decisions = tuple(history.prefetch_related("photos").order_by("sequence"))
    advice = proposal.preparations.filter(stage=stage).first()
    return DeskTurn(turn, preparing, stage, hint, decisions, advice)


def page_context(proposal: Proposal, turn: DeskTurn, stages: Sequence[Stage]) -> dict[str, Any]:
    """The evidence: what was decided so far, the photos, where it is."""
    around = proposal.kelurahan or proposal.kecamatan
    return {
        "title": f"{proposal.number} {proposal.title}",
        "proposal": proposal,
        "stations": stations(proposal, turn.decisions, stages),
        "photos": proposal.photos.all(),
        "map": spot_map(around, proposal.latitude, proposal.longitude) if around else None,
        "hint": turn.hint,
        "advice": turn.advice,
        "due": turn.turn.stage.closes if turn.turn is not None else None,
    }
