"""Which decisions owe a sentence, and what is said where none is given."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from egov.verbs.refusal import Invalid
from musrenbang.domain.deliberation import prepare
from musrenbang.domain.validation import check_volume
from musrenbang.models import Proposal
from tests.town import HOUR, Town, decide

OFFICES = {"rw": "ketua_rw", "kelurahan": "lurah", "kecamatan": "camat", "kota": "planner"}
OWES = [
    ("rw", "decline"),
    ("rw", "return"),
    ("kelurahan", "return"),
    ("kelurahan", "reject"),
    ("kelurahan", "merge"),
    ("kelurahan", "reserve"),
    ("kecamatan", "reject"),
    ("kota", "reserve"),
    ("kota", "reject"),
    ("kota", "return"),
]
OWES_NOT = [("rw", "endorse"), ("kelurahan", "forward"), ("kecamatan", "forward")]


REASON_OF = {
    "return": "incomplete",
    "merge": "duplicate",
    "reserve": "budget",
    "reject": "budget",
    "decline": "not_agreed",
    "not_feasible": "technical",
    "feasible_changed": "changed",
}


def given(town: Town, outcome: str) -> dict[str, Any]:
    return {"merged_into": town.proposal("kelurahan")} if outcome == "merge" else {}


@pytest.mark.parametrize(("tier", "outcome"), OWES)
def test_what_ends_or_stops_a_wish_says_why(town: Town, tier: str, outcome: str) -> None:
    proposal, more = town.proposal(tier, has_opinion=True), given(town, outcome)
    for code, reason in product(("", "other", REASON_OF[outcome]), ("", " \n", "\0")):
        with pytest.raises(Invalid) as refusal:
            decide(
                actor=town.staff[OFFICES[tier]],
                proposal=proposal,
                outcome=outcome,
                reason_code=code,
                reason=reason,
                **more,
            )
        assert (refusal.value.code, refusal.value.field) == ("no_reason", "reason"), code
    assert proposal.decisions.count() == 0


@pytest.mark.parametrize(("tier", "outcome"), OWES)
def test_with_a_sentence_it_stands_with_it(town: Town, tier: str, outcome: str) -> None:
    proposal = town.proposal(tier, has_opinion=True)
    decision = decide(
        actor=town.staff[OFFICES[tier]],
        proposal=proposal,
        outcome=outcome,
        reason=" Sebab\n uji. ",
        **given(town, outcome),
    )
    assert (decision.reason, decision.reason_code) == ("Sebab uji.", "other")


@pytest.mark.parametrize(("tier", "outcome"), OWES_NOT)
def test_what_moves_on_owes_no_sentence(town: Town, tier: str, outcome: str) -> None:
    proposal = town.proposal(tier)
    assert decide(actor=town.staff[OFFICES[tier]], proposal=proposal, outcome=outcome).reason == ""


@pytest.mark.parametrize("outcome", ["return", "reject", "merge", "reserve"])
def test_advice_owes_the_same_sentence(town: Town, outcome: str) -> None:
    clerk, proposal = town.staff["operator_kelurahan"], town.proposal("kelurahan")
    with pytest.raises(Invalid) as refusal:
        prepare(actor=clerk, proposal=proposal, outcome=outcome, reason="  ")
    assert (refusal.value.code, refusal.value.field) == ("no_reason", "reason")
    assert prepare(actor=clerk, proposal=proposal, outcome=outcome, reason=" Sebab. ").reason


def test_who_sends_back_gives_seven_days_and_never_more_than_the_stage(town: Town) -> None:
    today = timezone.localdate()
    returned = town.proposal("kelurahan")
    decide(actor=town.staff["lurah"], proposal=returned, outcome="return", reason="Ukuran?")
    assert returned.return_until == today + timedelta(days=7)
    stage = town.stages["kelurahan"]
    closes = timezone.now() + timedelta(days=3)
    stage.window = DateTimeTZRange(timezone.now() - HOUR, closes)
    stage.save()
    returned = Proposal.objects.get(pk=town.proposal("kelurahan").pk)
    decide(actor=town.staff["lurah"], proposal=returned, outcome="return", reason="Ukuran?")
    assert returned.return_until == timezone.localdate(closes - timedelta(seconds=1))


@pytest.mark.parametrize(
    ("volume", "limit", "code"),
    [
        ("0", None, "volume_positive"),
        ("-1", None, "volume_positive"),
        ("0.01", None, ""),
        ("0.001", None, "volume_decimals"),
        ("2000", "2000", ""),
        ("2000.01", "2000", "volume_too_large"),
        ("9999999", None, ""),
        ("9999999.01", None, "volume_too_large"),
    ],
)
def test_the_edges_of_a_volume(volume: str, limit: str | None, code: str) -> None:
    most = Decimal(limit) if limit else None
    if not code:
        check_volume(Decimal(volume), most, "m2")
        return
    with pytest.raises(Invalid) as refusal:
        check_volume(Decimal(volume), most, "m2")
    assert (refusal.value.code, refusal.value.field) == (code, "volume")


def test_a_limit_is_told_as_people_here_write_numbers() -> None:
    with pytest.raises(Invalid) as refusal:
        check_volume(Decimal(3000), Decimal("2000.50"), "m2")
    assert refusal.value.sentence == "Paling banyak 2.000,5 m2 per usulan."
