"""An RW orders its whole list in one act."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from egov.verbs.refusal import Refusal
from musrenbang.domain.projection import project
from musrenbang.domain.ranking import rank_list, ranked
from musrenbang.models import Decision, Proposal
from tests.town import HOUR, Town, decide


def agreed(town: Town, count: int) -> list[Proposal]:
    rows = [town.proposal("rw") for _ in range(count)]
    for row in rows:
        decide(actor=town.staff["ketua_rw"], proposal=row, outcome="endorse")
    return rows


def order(town: Town, keys: list[int], **more: Any) -> int:
    rows = ranked(town.channel, town.rw)
    given = {"actor": town.staff["ketua_rw"], "seen": {r.pk: r.decided for r in rows}, **more}
    return rank_list(channel=town.channel, rw=town.rw, order=keys, **given)


def standing(rows: list[Proposal]) -> list[int | None]:
    """Their ranks; each row is what its decisions make of it."""
    ranks = []
    for proposal in rows:
        row = Proposal.objects.get(pk=proposal.pk)
        after = project(row, list(row.decisions.all()), list(row.channel.stages.all()))
        assert (after.rank, after.stage.pk, after.state) == (row.rw_rank, row.stage_id, row.state)
        assert row.decided == row.decisions.count()
        ranks.append(row.rw_rank)
    return ranks


def test_two_change_places_and_the_history_keeps_both(town: Town) -> None:
    first, second, third = rows = agreed(town, 3)
    assert order(town, [second.pk, first.pk, third.pk]) == 2
    assert standing(rows) == [2, 1, 3]
    assert [d.rank for d in first.decisions.order_by("sequence")] == [1, 2]
    assert third.decisions.count() == 1
    assert order(town, [third.pk, second.pk, first.pk]) == 3
    assert standing(rows) == [3, 2, 1]


def test_the_same_order_writes_nothing(town: Town) -> None:
    rows = agreed(town, 3)
    assert order(town, [row.pk for row in rows]) == 0
    assert Decision.objects.count() == 3


def test_who_was_decided_above_keeps_the_place(town: Town) -> None:
    first, second, third = rows = agreed(town, 3)
    decide(actor=town.staff["lurah"], proposal=first, outcome="forward")
    with pytest.raises(Refusal) as refused:
        order(town, [second.pk, first.pk, third.pk])
    assert refused.value.code == "rank_fixed"
    assert order(town, [first.pk, third.pk, second.pk]) == 2
    assert standing(rows) == [1, 3, 2]


def test_what_is_refused(town: Town) -> None:
    first, second = rows = agreed(town, 2)
    keys, late = [second.pk, first.pk], town.stages["rw"].closes + HOUR
    refusals = {
        "not_your_office": {"actor": town.staff["lurah"]},
        "changed_meanwhile": {"seen": {first.pk: 0, second.pk: 1}},
        "stage_over": {"now": late},
    }
    for code, given in refusals.items():
        with pytest.raises(Refusal) as refused:
            order(town, keys, **given)
        assert refused.value.code == code
    for wrong in ([first.pk], [first.pk, first.pk], [first.pk, second.pk, 0], []):
        with pytest.raises(Refusal) as refused:
            order(town, wrong)
        assert refused.value.code == "not_the_list"
    with pytest.raises(Refusal) as refused:
        order(town, keys, actor=town.far["ketua_rw"])
    assert refused.value.code == "not_your_office"
    assert standing(rows) == [1, 2]


@pytest.mark.parametrize("count", [3, 20])
def test_a_list_of_any_length_asks_the_same(town: Town, count: int) -> None:
    rows = agreed(town, count)
    keys = [row.pk for row in reversed(rows)]
    with CaptureQueriesContext(connection) as asked:
        order(town, keys)
    assert len(asked) <= 20
    assert standing(rows) == list(range(count, 0, -1))
