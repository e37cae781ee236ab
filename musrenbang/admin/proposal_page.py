"""The page of one proposal at the desk: what is to decide first, the evidence beside it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from egov.desk.action_pages import ActionPage, ActionsAdmin
from egov.web.requests import actor_of
from musrenbang.admin.deciding import Decide, Prepare, TakeAdvice, TakeBack
from musrenbang.admin.desk_turn import DeskTurn, desk_turn, page_context
from musrenbang.admin.queue_walk import walk_of
from musrenbang.domain.similar import candidates
from musrenbang.models import Proposal
from musrenbang.vocabulary import Outcome


def proposal_page(desk: ActionsAdmin, request: HttpRequest, proposal: Proposal) -> HttpResponse:
    """Shows it, or does what was pressed and opens the next of the same queue."""
    user = actor_of(request)
    turn = desk_turn(user, proposal)
    stages = list(proposal.channel.stages.all())
    walk = walk_of(desk, request, proposal)

    def describe() -> dict[str, Any]:
        return {
            "acts": desk.may_act(request),
            "walk": walk,
            "candidates": candidates(actor=user, proposal=proposal) if _merges(turn) else [],
            **page_context(proposal, turn, stages),
        }

    actions = [kind(turn, stages, walk) for kind in (TakeBack, TakeAdvice, Decide, Prepare)]
    page = ActionPage(walk.page_of(proposal.pk), actions, "admin/proposal.html", describe)
    return desk.run_actions(request, proposal, page)


def _merges(turn: DeskTurn) -> bool:
    """Whether another proposal may be named now."""
    decides = turn.turn is not None and not turn.hint
    return decides and Outcome.MERGE in turn.stage.outcomes
