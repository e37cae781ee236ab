"""Decisions at the desk: of one proposal, prepared for the office that decides, or of many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from egov.accounts.models import User
from egov.desk.actions import TOO_LATE, DeskAction, NamedBy
from egov.files.pictures import store_picture
from egov.verbs.refusal import Refusal
from egov.web.templatetags.portal import number
from musrenbang.admin.desk_turn import DeskTurn
from musrenbang.admin.queue_walk import Walk
from musrenbang.domain.advice import follow_advice
from musrenbang.domain.decision_plan import price_of
from musrenbang.domain.deliberation import decide, prepare
from musrenbang.domain.eligibility import (
    lacks_opinion,
    money_before,
    money_default,
    next_word,
    opinion_of,
)
from musrenbang.domain.money import Money
from musrenbang.domain.taking_back import take_back
from musrenbang.forms import AdviceForm, DecisionForm, Matter, SeenForm
from musrenbang.models import Proposal, Stage
from musrenbang.procedure import NEEDS_SENTENCE
from musrenbang.vocabulary import Outcome


class OfTurn(DeskAction):
    """What an officer does with the one proposal of this page, whose turn it is known to be."""

    def __init__(self, turn: DeskTurn, stages: Sequence[Stage], walk: Walk) -> None:
        self.turn, self.stages, self.walk = turn, stages, walk
        self.too_late = turn.hint or TOO_LATE
        self.notes = (turn.hint,) if turn.hint and turn.turn is not None else ()


class ByForm(OfTurn):
    """By the fields of the outcome that is chosen."""

    named_by = NamedBy.PAGE
    template = "admin/proposal_decide.html"

    def is_asked(self, request: HttpRequest) -> bool:
        """What is sent to the page, unless it bears the button of another action."""
        return not any(action.slug in request.POST for action in (TakeAdvice, TakeBack))

    def make_form(self, request: HttpRequest, obj: Proposal, *, pressed: bool) -> DecisionForm:
        """The form of the officer's tier; it begins with what was advised, where that is asked."""
        asked = request.GET.get("keputusan", "")
        advice = self.turn.advice
        taken = advice if advice is not None and asked == advice.outcome else None
        matter = matter_of(self.turn, obj, self.stages)
        start = Money(taken.volume, taken.cost) if taken else matter.default
        word = {"reason_code": taken.reason_code, "reason": taken.reason} if taken else {}
        data, files = (request.POST, request.FILES) if pressed else (None, None)
        return DecisionForm(
            data,
            files,
            initial={
                "seen": obj.decided,
                "outcome": asked,
                "volume": f"{start.volume.normalize():f}".replace(".", ","),
                "cost": number(start.cost),
                **word,
            },
            matter=matter,
        )


class Decide(ByForm):
    slug = "putuskan"
    button = "Simpan keputusan"
    permission = "musrenbang.decide_proposal"

    def available(self, obj: Proposal) -> bool:
        return self.turn.turn is not None

    def perform(self, actor: User, obj: Proposal, data: dict[str, Any]) -> str:
        try:
            _decide(actor, obj, data)
        except Refusal:
            if not _was_just_decided(actor, obj, data):
                raise
        return str(Outcome(data["outcome"]).label)

    def tell(self, request: HttpRequest, obj: Proposal, sentence: str) -> str:
        return tell_decided(request, obj, sentence, self)

    def address_after(self, here: str) -> str:
        return self.walk.follows


class TakeAdvice(OfTurn):
    """Outcome, reason, volume and cost as the operator advised, in one press."""

    slug = "ikuti_saran"
    button = "Ikuti saran"
    permission = "musrenbang.decide_proposal"
    named_by = NamedBy.BUTTON
    template = "admin/proposal_advice.html"

    def available(self, obj: Proposal) -> bool:
        """A merge names another proposal first."""
        advice = self.turn.advice
        open_now = self.turn.turn is not None and not self.turn.hint
        return open_now and advice is not None and advice.outcome != Outcome.MERGE

    def make_form(self, request: HttpRequest, obj: Proposal, *, pressed: bool) -> AdviceForm:
        advice = self.turn.advice
        initial = {"seen": obj.decided, "stamp": advice.stamp if advice else 0}
        return AdviceForm(request.POST if pressed else None, initial=initial)

    def perform(self, actor: User, obj: Proposal, data: dict[str, Any]) -> str:
        decision = follow_advice(actor=actor, proposal=obj, **data)
        return str(Outcome(decision.outcome).label)

    def tell(self, request: HttpRequest, obj: Proposal, sentence: str) -> str:
        return tell_decided(request, obj, sentence, self)

    def address_after(self, here: str) -> str:
        return self.walk.follows


class TakeBack(OfTurn):
    """The decision just made, or made before, while the next office has not acted."""

    slug = "batalkan"
    button = "Batalkan keputusan itu"
    permission = "musrenbang.decide_proposal"
    named_by = NamedBy.BUTTON
    template = "admin/proposal_take_back.html"

    def available(self, obj: Proposal) -> bool:
        return self.turn.turn is not None and self.turn.turn.corrects is not None

    def make_form(self, request: HttpRequest, obj: Proposal, *, pressed: bool) -> SeenForm:
        """The button itself bears how many decisions the officer had read."""
        return SeenForm({"seen": request.POST[self.slug]} if pressed else None)

    def perform(self, actor: User, obj: Proposal, data: dict[str, Any]) -> str:
        take_back(actor=actor, proposal=obj, seen=data["seen"])
        return f"Keputusan untuk {obj.number} dibatalkan. Usulan ini menunggu Anda lagi."


class Prepare(ByForm):
    slug = "siapkan"
    button = "Simpan saran"
    permission = "musrenbang.prepare_proposal"

    def available(self, obj: Proposal) -> bool:
        return self.turn.preparing

    def perform(self, actor: User, obj: Proposal, data: dict[str, Any]) -> str:
        prepare(actor=actor, proposal=obj, **_decided(data))
        end = " Ini yang terakhir di antrean Anda." if self.walk.ended else ""
        return f"Saran untuk {obj.number} tersimpan.{end}"

    def address_after(self, here: str) -> str:
        return self.walk.follows


def tell_decided(request: HttpRequest, proposal: Proposal, outcome: str, action: OfTurn) -> str:
    """ "Diteruskan 2027-... · lihat · batalkan", for the page that comes next."""
    context = {
        "outcome": outcome,
        "proposal": proposal,
        "page": action.walk.page_of(proposal.pk),
        "end": action.walk.ended,
    }
    return render_to_string("admin/proposal_decided.html", context, request)


def matter_of(turn: DeskTurn, proposal: Proposal, stages: Sequence[Stage]) -> Matter:
    """What there is to decide: the outcomes of the tier, and what the proposal carries to it."""
    before = default = Money(proposal.volume, proposal.cost)
    outcomes = tuple(Outcome(outcome) for outcome in turn.stage.outcomes)
    if turn.turn is not None:
        before = money_before(proposal, turn.turn, turn.decisions, stages)
        default = money_default(turn.turn, before)
        if turn.hint:  # all that may be done until what is missing has come
            outcomes = tuple(outcome for outcome in outcomes if outcome == Outcome.RETURN)
    return Matter(
        outcomes=outcomes,
        price=price_of(proposal),
        before=before,
        default=default,
        moves_to=next_word(turn.stage, stages),
        preparing=turn.preparing,
        at_once=_at_once(turn, proposal, outcomes, stages),
    )


def _at_once(
    turn: DeskTurn, proposal: Proposal, outcomes: Sequence[Outcome], stages: Sequence[Stage]
) -> str:
    """What one press may give: it passes the proposal on and owes no sentence."""
    if lacks_opinion(turn.stage, proposal):  # why it is decided without has to be said
        return ""
    first = next((outcome for outcome in outcomes if outcome not in NEEDS_SENTENCE), "")
    standing = turn.turn.corrects if turn.turn is not None else None
    if standing is not None and standing.outcome == first:
        return ""
    opinion = opinion_of(turn.decisions, stages)
    unfit = opinion is not None and opinion.outcome == Outcome.NOT_FEASIBLE
    return "" if first == Outcome.ACCEPT and unfit else first


def _decide(actor: User, proposal: Proposal, data: dict[str, Any]) -> None:
    uploads = data.get("photo") or []
    decide(
        actor=actor,
        proposal=proposal,
        **_decided(data),
        rank=data.get("rank"),
        deadline=data.get("deadline"),
        merged_into=data.get("merged_into"),
        photos=[store_picture(upload=each, actor_id=actor.pk) for each in uploads],
        seen=data.get("seen"),
    )


def _was_just_decided(actor: User, proposal: Proposal, data: dict[str, Any]) -> bool:
    """Whether this is the second tap of a quick hand: the same person decided the same already."""
    last = proposal.decisions.order_by("-sequence").first()
    if last is None or data.get("seen") is None:
        return False
    same = (last.decided_by_id, last.outcome) == (actor.pk, data["outcome"])
    return same and last.sequence == data["seen"] + 1


def _decided(data: dict[str, Any]) -> dict[str, Any]:
    """What deciding and preparing have in common."""
    names = ("outcome", "reason_code", "reason", "volume", "cost")
    return {name: data.get(name) for name in names}
