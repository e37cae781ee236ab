"""The page of one proposal at the desk: whose turn it is, the form, and what a post does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from egov.files.pictures import store_picture
from egov.verbs.refusal import Refusal
from egov.web.templatetags.portal import number
from musrenbang.domain.deliberation import decide, prepare, price_of
from musrenbang.domain.eligibility import (
    Turn,
    money_before,
    money_default,
    next_word,
    office_for,
    why_not,
)
from musrenbang.domain.money import Money
from musrenbang.domain.projection import stations
from musrenbang.forms import DecisionForm
from musrenbang.models import Proposal, Stage
from musrenbang.vocabulary import Outcome, State


@dataclass(frozen=True)
class DeskTurn:
    """What an officer may do with a proposal now: decide it, prepare it, or read why neither."""

    turn: Turn | None
    preparing: bool
    tier: str
    hint: str

    @property
    def acts(self) -> bool:
        return self.turn is not None or self.preparing


def desk_turn(user: Any, proposal: Proposal) -> DeskTurn:
    turn, hint = why_not(actor=user, proposal=proposal)
    preparing = False
    if turn is None and proposal.state == State.WAITING:
        preparing = office_for(user, proposal, proposal.tier, prepare=True) is not None
    return DeskTurn(turn, preparing, turn.stage.tier if turn else proposal.tier, hint)


def decision_form(
    request: HttpRequest, proposal: Proposal, desk: DeskTurn, stages: Sequence[Stage]
) -> DecisionForm:
    """The form of the officer's tier; it begins with what was prepared, else as it was proposed."""
    advice = proposal.preparations.filter(stage__tier=desk.tier).first()
    initial: dict[str, Any] = {
        "seen": proposal.decided,
        "outcome": request.GET.get("keputusan", ""),
    }
    if advice is not None and not initial["outcome"]:
        initial |= {
            "outcome": advice.outcome,
            "reason_code": advice.reason_code,
            "reason": advice.reason,
        }
    money = Money(advice.volume, advice.cost) if advice else _money(proposal, desk, stages)
    volume = f"{money.volume.normalize():f}".replace(".", ",")
    initial |= {"volume": volume, "cost": number(money.cost)}
    return DecisionForm(
        request.POST or None,
        request.FILES or None,
        initial=initial,
        tier=desk.tier,
        moves_to=next_word(desk.tier, stages),
        preparing=desk.preparing,
        price=price_of(proposal),
    )


def _money(proposal: Proposal, desk: DeskTurn, stages: Sequence[Stage]) -> Money:
    """What the proposal carries to this office."""
    if desk.turn is None:
        return Money(proposal.volume, proposal.cost)
    decisions = list(proposal.decisions.order_by("sequence"))
    return money_default(desk.turn, money_before(proposal, desk.turn, decisions, stages))


def carry_out(request: HttpRequest, proposal: Proposal, form: DecisionForm, desk: DeskTurn) -> str:
    """Decides or prepares as the form says. Returns the sentence to tell.

    Empty when it was refused; the refusal then stands in the form.
    """
    try:
        _act(request, proposal, form, desk)
    except Refusal as refusal:
        form.refuse(refusal)
        return ""
    if desk.preparing:
        return "Saran tersimpan."
    outcome = Outcome(form.cleaned_data["outcome"]).label.lower()
    return f"{proposal.number}: {outcome}. Pengusul diberi tahu."


def _act(request: HttpRequest, proposal: Proposal, form: DecisionForm, desk: DeskTurn) -> None:
    data = form.cleaned_data
    names = ("outcome", "reason_code", "reason", "volume", "cost")
    common: dict[str, Any] = {name: data.get(name) for name in names}
    if "volume" in form.changed_data and "cost" not in form.changed_data:
        common["cost"] = None  # a cost that was not touched follows the volume
    if desk.preparing:
        prepare(actor=request.user, proposal=proposal, **common)
        return
    uploads = data.get("photo") or []
    photos = [store_picture(upload=each, actor_id=request.user.pk) for each in uploads]
    decide(
        actor=request.user,
        proposal=proposal,
        **common,
        rank=data.get("rank"),
        deadline=data.get("deadline"),
        merged_into=data.get("merged_into"),
        photos=photos,
        seen=data.get("seen"),
    )


def page_context(proposal: Proposal, desk: DeskTurn, stages: Sequence[Stage]) -> dict[str, Any]:
    """The evidence: what was decided so far, what was prepared, the photos."""
    history = proposal.decisions.select_related("merged_into", "corrected_by")
    decisions = list(history.prefetch_related("photos").order_by("sequence"))
    return {
        "proposal": proposal,
        "turn": desk.turn,
        "hint": "" if desk.preparing else desk.hint,
        "preparing": desk.preparing,
        "preparation": proposal.preparations.filter(stage=proposal.stage_id).first(),
        "stations": stations(proposal, decisions, stages),
        "photos": proposal.photos.all(),
    }
