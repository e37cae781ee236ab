"""The line of stations as a page draws it."""

from __future__ import annotations

import pytest

from musrenbang.domain.projection import Station, stations
from musrenbang.models import Proposal
from tests.town import Town, decide


def line_of(town: Town, proposal: Proposal) -> list[Station]:
    decisions = list(proposal.decisions.order_by("sequence"))
    return stations(proposal, decisions, list(town.channel.stages.all()))


def marks(town: Town, proposal: Proposal) -> dict[str, str]:
    return {station.tier: station.mark for station in line_of(town, proposal)}


def test_the_line_runs_from_rw_to_city_and_the_opinion_is_no_station(town: Town) -> None:
    assert marks(town, town.proposal("kelurahan")) == {
        "rw": "done",
        "kelurahan": "here",
        "kecamatan": "ahead",
        "kota": "ahead",
    }


@pytest.mark.parametrize(
    ("state", "mark"),
    [
        ("waiting", "here"),
        ("returned", "here"),
        ("reserve", "here"),
        ("rejected", "stop"),
        ("merged", "done"),  # it goes on in another: no stop sign
        ("not_discussed", "stop"),
        ("accepted", "done"),
    ],
)
def test_the_mark_of_the_station_where_it_stands(town: Town, state: str, mark: str) -> None:
    other = town.proposal("kelurahan") if state == "merged" else None
    proposal = town.proposal("kecamatan", state=state, merged_into=other)
    assert marks(town, proposal) == {
        "rw": "done",
        "kelurahan": "done",
        "kecamatan": mark,
        "kota": "ahead",
    }


def test_each_decision_stands_at_its_own_station_and_opinions_at_the_last(town: Town) -> None:
    proposal = town.proposal("rw")
    steps = [
        ("ketua_rw", "endorse", ""),
        ("lurah", "forward", ""),
        ("camat", "forward", ""),
        ("verifier", "feasible", ""),
        ("planner", "reject", "Anggaran tidak cukup."),
    ]
    for role, outcome, reason in steps:
        decide(actor=town.staff[role], proposal=proposal, outcome=outcome, reason=reason)
    line = line_of(town, proposal)
    assert {s.tier: [d.outcome for d in s.decisions] for s in line} == {
        "rw": ["endorse"],
        "kelurahan": ["forward"],
        "kecamatan": ["forward"],
        "kota": ["feasible", "reject"],
    }
    assert [s.mark for s in line] == ["done", "done", "done", "stop"]


def test_a_station_carries_its_word_and_its_window(town: Town) -> None:
    first = line_of(town, town.proposal("rw"))[0]
    stage = town.stages["rw"]
    assert (first.word, first.opens, first.closes) == ("RW", stage.opens, stage.closes)
