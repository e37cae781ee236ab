"""How long something was what: counted by spans, and once more second by second."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from infrastructure.domain.status.spans import (
    DAYS,
    Group,
    Span,
    Told,
    day_edges,
    history,
    month_edges,
    runs,
    state_told,
    tally,
    told_of,
    with_maintenance,
)

ZONE = ZoneInfo("Asia/Jakarta")
BEGIN = datetime(2027, 3, 1, tzinfo=UTC)
LONG = 200  # seconds
STATES = ["new", "up", "degraded", "down", "unreachable", "paused"]


def at(seconds: int) -> datetime:
    return BEGIN + timedelta(seconds=seconds)


def test_an_asset_is_partly_there_and_a_group_of_servers_stands_in_for_each_other() -> None:
    own = Group((1, 2), 2, partly=True)
    servers = Group((3, 4, 5), 2)
    up, down, away = Told.UP, Told.DOWN, Told.UNREACHABLE
    assert own.told({}) == Told.UNKNOWN
    assert own.told({1: up, 2: up}) == up
    assert own.told({1: up}) == up  # what was never asked says nothing
    assert own.told({1: up, 2: down}) == Told.DEGRADED
    assert own.told({1: down, 2: away}) == down
    assert own.told({1: away, 2: away}) == away
    assert servers.told({3: up, 4: up, 5: down}) == up
    assert servers.told({3: up, 4: down, 5: away}) == down
    assert told_of([own, servers], {1: up, 2: up, 3: down, 4: down}) == down
    assert told_of([], {}) == Told.UNKNOWN


changes = st.lists(st.tuples(st.integers(-20, LONG + 20), st.sampled_from(STATES)), max_size=8).map(
    sorted
)


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(st.integers(1, 3), changes),
    st.dictionaries(st.integers(1, 3), st.sampled_from(STATES)),
    st.lists(st.tuples(st.integers(-10, LONG), st.integers(1, 60)), max_size=3),
)
def test_the_same_as_asked_second_by_second(
    changed: dict[int, Any], first: dict[int, str], planned: Any
) -> None:
    groups = [Group((1, 2), 2, partly=True), Group((3,), 1)]
    rows = {check: [(at(s), state) for s, state in each] for check, each in changed.items()}
    spans = history(groups, first, rows, at(0), at(LONG))
    windows = [(at(begin), at(begin + long)) for begin, long in planned]
    spans = with_maintenance(spans, windows)
    assert (spans[0].begin, spans[-1].end) == (at(0), at(LONG))
    assert all(a.end == b.begin and a.told != b.told for a, b in pairwise(spans))
    expected: dict[Told, int] = {}
    for second in range(LONG):
        told = _asked(groups, first, changed, second)
        if any(begin <= second < begin + long for begin, long in planned):
            told = Told.MAINTENANCE
        expected[told] = expected.get(told, 0) + 1
    edges = [at(0), at(70), at(71), at(LONG)]
    counted: dict[Told, float] = {}
    for part in tally(spans, edges):
        for told, seconds in part.seconds.items():
            counted[told] = counted.get(told, 0) + seconds
    assert counted == expected


def _asked(groups: Any, first: Any, changed: Any, second: int) -> Told:
    states = {}
    for check in (1, 2, 3):
        state = first.get(check, "new")
        for moment, became in changed.get(check, ()):
            if moment <= second:
                state = became
        states[check] = state_told(state)
    return told_of(groups, states)


def test_days_and_months_are_the_regions() -> None:
    last = date(2027, 3, 1)
    edges = day_edges(last, ZONE)
    assert len(edges) == DAYS + 1
    assert edges[-2].isoformat() == "2027-03-01T00:00:00+07:00"
    months = [edge.date().isoformat() for edge in month_edges(last, ZONE)]
    assert months == ["2026-12-01", "2027-01-01", "2027-02-01", "2027-03-01", "2027-04-01"]
    assert month_edges(last, ZONE)[0] <= edges[0]


def test_the_share_leaves_out_what_was_planned_or_out_of_reach() -> None:
    parts = [(0, 90, Told.UP), (90, 100, Told.DOWN), (100, 150, Told.MAINTENANCE)]
    parts += [(150, 190, Told.UNREACHABLE), (190, 200, Told.UNKNOWN)]
    (day,) = tally([Span(at(a), at(b), told) for a, b, told in parts], [at(0), at(LONG)])
    assert day.share == 90.0
    assert day.worst == Told.DOWN
    assert [day.of(told) for told in Told] == [10, 90, 50, 40, 0, 10]
    (nothing,) = tally([], [at(0), at(1)])
    assert (nothing.share, nothing.worst) == (None, Told.UNKNOWN)
    days = [Told.UP, Told.UP, Told.DOWN, Told.UP]
    assert runs(days) == [(Told.UP, 0, 2), (Told.DOWN, 2, 1), (Told.UP, 3, 1)]
