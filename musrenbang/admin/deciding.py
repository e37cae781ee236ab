"""Decisions at the desk: of one proposal, prepared for the office that decides, or of many."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

from django import forms
from django.http import HttpRequest

from egov.accounts.models import User
from egov.desk.actions import DeskAction, NamedBy
from egov.files.pictures import store_picture
from egov.web.requests import actor_of
from egov.web.templatetags.portal import number
from musrenbang.admin.desk_turn import DeskTurn
from musrenbang.domain.deliberation import decide, prepare, price_of
from musrenbang.domain.eligibility import money_before, money_default, next_word
from musrenbang.domain.money import Money
from musrenbang.forms import BulkForm, DecisionForm
from musrenbang.models import Preparation, Proposal, Stage
from musrenbang.procedure import TABLE
from musrenbang.vocabulary import Outcome


class OfTurn(DeskAction):
    """What an officer does with the one proposal of this page, whose turn it is known to be."""

    named_by = NamedBy.PAGE
    after = "admin:index"

    def __init__(self, turn: DeskTurn, stages: Sequence[Stage]) -> None:
        self.turn, self.stages = turn, stages
        self.too_late = turn.hint

    def make_form(self, request: HttpRequest, obj: Proposal, *, pressed: bool) -> DecisionForm:
        """The form of the officer's tier; it begins with what was prepared, else as proposed."""
        turn = self.turn
        advice = obj.preparations.filter(stage__tier=turn.tier).first()
        asked = request.GET.get("keputusan", "")
        data, files = (request.POST, request.FILES) if pressed else (None, None)
        return DecisionForm(
            data,
            files,
            initial=_initial(obj, advice, asked) | self._money(obj, advice),
            tier=turn.tier,
            moves_to=next_word(turn.tier, self.stages),
            preparing=turn.preparing,
            price=price_of(obj),
        )

    def _money(self, proposal: Proposal, advice: Preparation | None) -> dict[str, str]:
        """What was advised, else what the proposal carries to this office."""
        turn = self.turn.turn
        if advice is not None:
            money = Money(advice.volume, advice.cost)
        elif turn is None:
            money = Money(proposal.volume, proposal.cost)
        else:
            decisions = list(proposal.decisions.order_by("sequence"))
            money = money_default(turn, money_before(proposal, turn, decisions, self.stages))
        volume = f"{money.volume.normalize():f}".replace(".", ",")
        return {"volume": volume, "cost": number(money.cost)}


class Decide(OfTurn):
    slug = "putuskan"
    button = "Simpan keputusan"
    permission = "musrenbang.decide_proposal"

    def __init__(
        self, turn: DeskTurn, stages: Sequence[Stage], preparation: Preparation | None
    ) -> None:
        super().__init__(turn, stages)
        self.notes = _notes(turn, preparation)

    def available(self, obj: Proposal) -> bool:
        return self.turn.turn is not None

    def perform(self, actor: User, obj: Proposal, data: dict[str, Any]) -> str:
        uploads = data.get("photo") or []
        photos = [store_picture(upload=each, actor_id=actor.pk) for each in uploads]
        decide(
            actor=actor,
            proposal=obj,
            **_decided(data),
            rank=data.get("rank"),
            deadline=data.get("deadline"),
            merged_into=data.get("merged_into"),
            photos=photos,
            seen=data.get("seen"),
        )
        outcome = Outcome(data["outcome"]).label.lower()
        return f"{obj.number}: {outcome}. Pengusul diberi tahu."


class Prepare(OfTurn):
    slug = "siapkan"
    button = "Simpan saran"
    permission = "musrenbang.prepare_proposal"

    def available(self, obj: Proposal) -> bool:
        return self.turn.preparing

    def perform(self, actor: User, obj: Proposal, data: dict[str, Any]) -> str:
        prepare(actor=actor, proposal=obj, **_decided(data))
        return "Saran tersimpan."


class DecideMany(DeskAction):
    """One outcome and reason for all that are ticked, who came first ranked first."""

    slug = "decide_many"
    title = "Putuskan beberapa usulan"
    in_list = "Putuskan yang dipilih"
    button = "Putuskan"
    permission = "musrenbang.decide_proposal"
    on_object = False
    bulk = True
    some_refused = "Yang tidak dapat diputuskan dilaporkan satu per satu."
    done_word = "Diputuskan"
    left_word = "Belum diputuskan"

    def rows(self, queryset: Any) -> Any:
        rows = queryset.select_related(None).select_related("rw__parent", "stage")
        return rows.order_by("submitted_at", "id")

    def name_of(self, obj: Proposal) -> str:
        return f"{obj.number} {obj.title}, {obj.rw.place}"

    def seen(self, obj: Proposal) -> int:
        return obj.decided

    def make_bulk_form(self, request: HttpRequest, *, pressed: bool) -> forms.Form:
        outcomes = _outcomes_of(actor_of(request))
        return BulkForm(request.POST if pressed else None, outcomes=outcomes)

    def perform(self, actor: User, obj: Proposal, data: dict[str, Any]) -> str:
        decide(actor=actor, proposal=obj, **(data | {"seen": data["seen"][obj.pk]}))
        return str(Outcome(data["outcome"]).label)


def _initial(proposal: Proposal, advice: Preparation | None, asked: str) -> dict[str, Any]:
    if advice is None or asked:
        return {"seen": proposal.decided, "outcome": asked}
    return {
        "seen": proposal.decided,
        "outcome": advice.outcome,
        "reason_code": advice.reason_code,
        "reason": advice.reason,
    }


def _notes(turn: DeskTurn, preparation: Preparation | None) -> tuple[str, ...]:
    """What the officer should know before deciding."""
    notes = []
    if turn.turn is not None and turn.turn.corrects is not None:
        before = turn.turn.corrects.get_outcome_display()
        notes.append(
            f"Anda membetulkan keputusan Anda sendiri: {before}. Keputusan lama tetap terbaca."
        )
    if turn.hint:
        notes.append(turn.hint)
    if preparation is not None:
        outcome = preparation.get_outcome_display()
        notes.append(f"Saran {preparation.office}: {outcome}. {preparation.reason}")
    return tuple(notes)


def _decided(data: dict[str, Any]) -> dict[str, Any]:
    """What deciding and preparing have in common."""
    names = ("outcome", "reason_code", "reason", "volume", "cost")
    return {name: data.get(name) for name in names}


def _outcomes_of(user: User) -> list[str]:
    """What the offices of this person decide.

    Without a merge: it names another proposal, each its own.
    """
    rules = [rule for rule in TABLE.values() if user.holds(*rule.decides)]
    outcomes = dict.fromkeys(chain.from_iterable(rule.outcomes for rule in rules))
    outcomes.pop(Outcome.MERGE, None)
    return list(outcomes)
