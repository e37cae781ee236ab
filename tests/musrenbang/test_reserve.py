"""A reserve has an order, and its next one moves up when there is room."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from egov.verbs.refusal import Refusal
from musrenbang.domain.projection import project
from musrenbang.domain.promoting import promote
from musrenbang.domain.reserve import place_in_reserve
from musrenbang.models import Proposal, Stage
from tests.town import HOUR, Town, client_of, decide, with_opinion


def reserved(town: Town, **where: Any) -> Proposal:
    proposal = town.proposal("rw", **where)
    decide(actor=town.staff["ketua_rw"], proposal=proposal, outcome="endorse")
    decide(actor=town.staff["lurah"], proposal=proposal, outcome="reserve", reason="Menunggu.")
    return proposal


def lift(town: Town, proposal: Proposal, who: str = "lurah", **more: Any) -> Any:
    seen = Proposal.objects.get(pk=proposal.pk).decided
    given = {"reason": "Ada usulan yang batal.", "seen": seen, **more}
    return promote(actor=town.staff[who], proposal=proposal, **given)


def follows(proposal: Proposal) -> tuple[str, str, int | None]:
    row = Proposal.objects.get(pk=proposal.pk)
    after = project(row, list(row.decisions.all()), list(row.channel.stages.all()))
    standing = (after.stage.tier, after.state, after.reserve_rank)
    assert standing == (row.tier, row.state, row.reserve_rank)
    return standing


def code_of(act: Any) -> str:
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value.code


def test_a_reserve_stands_in_the_order_in_which_it_was_made(town: Town) -> None:
    rows = [reserved(town) for _ in range(3)]
    assert [follows(row) for row in rows] == [("kelurahan", "reserve", n) for n in (1, 2, 3)]
    stage = town.stages["kelurahan"]
    assert [place_in_reserve(row, stage) for row in rows] == [(1, 3), (2, 3), (3, 3)]
    page = client_of(town.citizen).get(rows[1].get_absolute_url()).content.decode()
    assert "Urutan 2 dari 3 cadangan." in page
    told = client_of(town.citizen).get(f"/api/v1/usulan/{rows[1].number}/").json()
    ranks = [(d["urutan_rw"], d["urutan_cadangan"]) for d in told["keputusan"]]
    assert ranks == [(2, None), (None, 2)]


def test_the_next_moves_up_and_the_others_follow(town: Town) -> None:
    first, second = reserved(town), reserved(town)
    assert code_of(lambda: lift(town, second)) == "not_next"
    decision = lift(town, first)
    assert (decision.outcome, decision.tier) == ("promote", "kelurahan")
    assert follows(first) == ("kecamatan", "waiting", None)
    second.refresh_from_db()
    assert place_in_reserve(second, town.stages["kelurahan"]) == (1, 1)
    lift(town, second)
    third = reserved(town)
    assert third.reserve_rank == 1


def test_it_moves_up_though_its_stage_has_ended(town: Town) -> None:
    proposal = reserved(town)
    late = town.stages["kelurahan"].closes + HOUR
    assert code_of(lambda: lift(town, proposal, now=late)) == "next_stage_over"
    above = town.stages["kecamatan"]
    longer = DateTimeTZRange(above.opens, above.closes + timedelta(days=30))
    Stage.objects.filter(pk=above.pk).update(window=longer)
    lift(town, proposal, now=late)
    assert follows(proposal) == ("kecamatan", "waiting", None)


def test_at_the_last_station_it_is_accepted(town: Town) -> None:
    proposal = with_opinion(town)
    planner = town.staff["planner"]
    decide(actor=planner, proposal=proposal, outcome="reserve", reason="Anggaran.")
    lift(town, proposal, "planner")
    assert follows(proposal) == ("kota", "accepted", None)


def test_what_is_refused(town: Town) -> None:
    proposal, waiting = reserved(town), town.proposal("kelurahan")
    refusals = {
        "not_your_office": lambda: lift(town, proposal, "camat"),
        "not_reserve": lambda: lift(town, waiting),
        "no_reason": lambda: lift(town, proposal, reason=" "),
        "changed_meanwhile": lambda: lift(town, proposal, seen=1),
    }
    assert {code: code_of(act) for code, act in refusals.items()} == {c: c for c in refusals}
    assert follows(proposal)[1] == "reserve"


def test_other_places_have_a_reserve_of_their_own(town: Town) -> None:
    mine = reserved(town)
    other = town.proposal("kelurahan", rw=town.areas["35.78.02.1001/01"])
    decide(actor=town.far["lurah"], proposal=other, outcome="reserve", reason="Menunggu.")
    assert (mine.reserve_rank, other.reserve_rank) == (1, 1)
