"""Money moves with a word, within the kamus, and only where an outcome carries it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from egov.verbs.refusal import Refusal
from musrenbang.domain.deliberation import prepare
from musrenbang.domain.submission import submit
from musrenbang.models import Decision, Proposal
from tests.town import Town, client_of, decide

CHANGED = {"reason_code": "changed", "reason": "Lebih pendek di lapangan."}


HALF = {"volume": Decimal(50)}


def refusal(
    town: Town, role: str, proposal: Proposal, outcome: str, **given: Any
) -> tuple[str, str]:
    with pytest.raises(Refusal) as told:
        decide(actor=town.staff[role], proposal=proposal, outcome=outcome, **given)
    assert Decision.objects.filter(proposal=proposal, decided_by=town.staff[role]).count() == 0
    return told.value.code, told.value.field


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        (HALF, "change_unexplained", "reason_code"),
        ({"cost": Decimal(1000)}, "change_unexplained", "reason_code"),
        (
            {**HALF, "reason_code": "needed", "reason": "Sebab."},
            "change_unexplained",
            "reason_code",
        ),
        ({**HALF, "reason_code": "changed"}, "change_unexplained", "reason"),
        ({"volume": Decimal(2001), **CHANGED}, "volume_too_large", "volume"),
        ({"cost": Decimal(0), **CHANGED}, "cost_range", "cost"),
    ],
)
def test_a_forward_that_changes_money_says_so(
    town: Town, given: dict[str, Any], code: str, field: str
) -> None:
    assert refusal(town, "lurah", town.proposal("kelurahan"), "forward", **given) == (code, field)


def test_a_change_with_its_word_is_carried_on(town: Town) -> None:
    p = town.proposal("kelurahan")
    row = decide(actor=town.staff["lurah"], proposal=p, outcome="forward", **HALF, **CHANGED)
    assert (row.volume, row.cost, p.volume) == (Decimal(50), Decimal(10500000), Decimal(50))


def test_a_correction_that_keeps_a_changed_sum_still_says_why(town: Town) -> None:
    p = town.proposal("kelurahan")
    decide(actor=town.staff["lurah"], proposal=p, outcome="forward", **HALF, **CHANGED)
    with pytest.raises(Refusal) as told:
        decide(actor=town.staff["lurah"], proposal=p, outcome="forward", reason_code="needed")
    assert told.value.code == "change_unexplained"
    row = decide(actor=town.staff["lurah"], proposal=p, outcome="forward", volume=Decimal(100))
    assert (row.volume, row.cost) == (Decimal(100), Decimal(21000000))


@pytest.mark.parametrize("outcome", ["return", "reject", "reserve"])
def test_an_outcome_that_carries_nothing_on_leaves_the_money(town: Town, outcome: str) -> None:
    p = town.proposal("kelurahan")
    given = {"volume": Decimal(1), "cost": Decimal(1), "reason": "Sebab."}
    row = decide(actor=town.staff["lurah"], proposal=p, outcome=outcome, **given)
    assert (row.volume, row.cost) == (Decimal(100), Decimal(21000000))


def test_an_opinion_is_what_it_says(town: Town) -> None:
    p = town.proposal()
    for role, outcome in (("ketua_rw", "endorse"), ("lurah", "forward"), ("camat", "forward")):
        decide(actor=town.staff[role], proposal=p, outcome=outcome)
    same = {"reason": "Sebab."}
    assert refusal(town, "verifier", p, "feasible_changed", **same) == (
        "nothing_changed",
        "volume",
    )
    assert refusal(town, "verifier", p, "feasible_changed", cost=Decimal(0), **same) == (
        "cost_range",
        "cost",
    )
    assert refusal(town, "verifier", p, "feasible", **HALF) == ("feasible_as_it_is", "outcome")
    decide(actor=town.staff["verifier"], proposal=p, outcome="feasible_changed", **HALF, **same)
    # said again with another sentence it is still a change; and back to feasible it is none
    decide(
        actor=town.staff["verifier"], proposal=p, outcome="feasible_changed", reason="Sebab lain."
    )
    row = decide(actor=town.staff["verifier"], proposal=p, outcome="feasible", volume=Decimal(100))
    assert row.cost == Decimal(21000000)


def test_advice_owes_the_same_word(town: Town) -> None:
    with pytest.raises(Refusal) as told:
        prepare(
            actor=town.staff["operator_kelurahan"],
            proposal=town.proposal("kelurahan"),
            outcome="forward",
            **HALF,
        )
    assert told.value.code == "change_unexplained"


def test_what_was_read_is_said_single_and_in_bulk(town: Town) -> None:
    p = town.proposal("kelurahan")
    desk = client_of(town.staff["lurah"])
    page = desk.post(f"/admin/musrenbang/proposal/{p.pk}/change/", {"outcome": "forward"})
    assert "Muat ulang" in page.content.decode()
    given = {
        "action": "decide_many",
        "apply": "1",
        "_selected_action": [p.pk],
        "outcome": "forward",
    }
    for seen in ("", "9" * 5000):
        text = desk.post(
            "/admin/musrenbang/proposal/", {**given, f"seen_{p.pk}": seen}
        ).content.decode()
        assert "Muat ulang" in text
    assert p.decisions.count() == 0


def test_the_form_tells_what_the_volume_comes_to(town: Town) -> None:
    p = town.proposal("kelurahan", proposed_cost=Decimal(20000000))
    desk = client_of(town.staff["lurah"])
    page = desk.get(f"/admin/musrenbang/proposal/{p.pk}/change/").content.decode()
    assert "100 m2 = Rp 21.000.000" in page.replace("\xa0", " ")
    assert "berbeda dari hitungan itu" in page


def test_bulk_ranks_in_the_order_in_which_they_were_sent(town: Town) -> None:
    first, second, third = (town.proposal() for _ in range(3))
    rows = [third, first, second]
    desk = client_of(town.staff["ketua_rw"])
    given = {f"seen_{p.pk}": "0" for p in rows}
    given |= {"action": "decide_many", "apply": "1", "outcome": "endorse"}
    desk.post("/admin/musrenbang/proposal/", {**given, "_selected_action": [p.pk for p in rows]})
    ranks = [Proposal.objects.get(pk=p.pk).rw_rank for p in (first, second, third)]
    assert ranks == [1, 2, 3]


def test_a_full_list_is_a_sentence(town: Town) -> None:
    town.proposal("kelurahan", rw_rank=9999)
    p = town.proposal()
    assert refusal(town, "ketua_rw", p, "endorse") == ("ranks_full", "rank")
    assert refusal(town, "ketua_rw", p, "endorse", rank=10000) == ("rank_range", "rank")
    assert decide(actor=town.staff["ketua_rw"], proposal=p, outcome="endorse", rank=998).rank == 998


def test_what_the_form_shows_is_what_is_recorded(town: Town) -> None:
    p = town.proposal("kelurahan")
    prepare(
        actor=town.staff["operator_kelurahan"],
        proposal=p,
        outcome="forward",
        volume=Decimal(90),
        **CHANGED,
    )
    address = f"/admin/musrenbang/proposal/{p.pk}/change/"
    page = client_of(town.staff["lurah"]).get(f"{address}?keputusan=forward")
    shown = next(offer.form for offer in page.context["offers"] if "cost" in offer.form.fields)
    assert (shown.initial["reason"], shown.chosen) == (CHANGED["reason"], "forward")
    shown = shown.initial
    assert (shown["volume"], shown["cost"]) == ("90", "18.900.000")
    given = {"outcome": "forward", "volume": "90", "cost": "18.900.000", "seen": "0", **CHANGED}
    client_of(town.staff["lurah"]).post(address, given)
    assert list(p.decisions.values_list("volume", "cost")) == [(Decimal(90), Decimal(18900000))]


def test_the_opinions_money_reaches_the_city(town: Town) -> None:
    p = submit(actor=town.citizen, channel=town.channel, content=town.content(), key="k")
    for role, outcome in (("ketua_rw", "endorse"), ("lurah", "forward"), ("camat", "forward")):
        decide(actor=town.staff[role], proposal=p, outcome=outcome)
    decide(
        actor=town.staff["verifier"],
        proposal=p,
        outcome="feasible_changed",
        reason="Lebih pendek.",
        volume=Decimal(50),
    )
    assert decide(actor=town.staff["planner"], proposal=p, outcome="accept").volume == Decimal(50)
