"""From changes to how long something was what: plain values, no database, no clock of its own."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

DAYS = 90  # that a bar shows


class Told(StrEnum):
    """What the public is told that a service was, worst last where a day had several."""

    UNKNOWN = "unknown"
    UP = "up"
    MAINTENANCE = "maintenance"
    UNREACHABLE = "unreachable"
    DEGRADED = "degraded"
    DOWN = "down"


ORDER = list(Told)
ALIVE = (Told.UP, Told.DEGRADED)
# a check's state as the public is told it; all else is not known
_TOLD = {
    "up": Told.UP,
    "degraded": Told.DEGRADED,
    "down": Told.DOWN,
    "unreachable": Told.UNREACHABLE,
}
Change = tuple[datetime, str]  # when, and what it became


@dataclass(frozen=True)
class Span:
    """From one moment (inclusive) until another."""

    begin: datetime
    end: datetime
    told: Told


@dataclass(frozen=True)
class Group:
    """Checks of which `least` must answer; `partly`: fewer, and not none, is a lesser service."""

    checks: tuple[int, ...]
    least: int
    partly: bool = False

    def told(self, states: Mapping[int, Told]) -> Told:
        known = [s for c in self.checks if (s := states.get(c, Told.UNKNOWN)) != Told.UNKNOWN]
        if not known:
            return Told.UNKNOWN
        alive = sum(state in ALIVE for state in known)
        if alive >= min(self.least, len(known)):
            return Told.DEGRADED if Told.DEGRADED in known else Told.UP
        if alive and self.partly:
            return Told.DEGRADED
        return Told.DOWN if Told.DOWN in known else Told.UNREACHABLE


def told_of(groups: Iterable[Group], states: Mapping[int, Told]) -> Told:
    """A service is what its worst group is."""
    return max((g.told(states) for g in groups), key=ORDER.index, default=Told.UNKNOWN)


def state_told(state: str) -> Told:
    return _TOLD.get(state, Told.UNKNOWN)


def history(
    groups: Sequence[Group],
    first: Mapping[int, str],
    changes: Mapping[int, Sequence[Change]],
    begin: datetime,
    end: datetime,
) -> list[Span]:
    """What a service was, span by span without gaps, from what its checks became.

    `first`: the state of each check at `begin`. `changes` of each check in their order.
    """
    states = {c: state_told(first.get(c, "new")) for group in groups for c in group.checks}
    moments = [
        (max(at, begin), check, state_told(became))
        for check in states
        for at, became in changes.get(check, ())
        if at < end
    ]
    moments.sort(key=lambda moment: moment[0])  # of one moment, the order of each check stays
    spans: list[Span] = []
    since, told = begin, told_of(groups, states)
    for at, check, became in moments:
        states[check] = became
        now = told_of(groups, states)
        if now != told:
            if at > since:
                spans.append(Span(since, at, told))
            since, told = at, now
    if end > since:
        spans.append(Span(since, end, told))
    return _joined(spans)


def _joined(spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in spans:
        last = joined[-1] if joined else None
        if last is not None and last.told == span.told and last.end == span.begin:
            joined[-1] = Span(last.begin, span.end, span.told)
        else:
            joined.append(span)
    return joined


def with_maintenance(
    spans: Iterable[Span], windows: Iterable[tuple[datetime, datetime]]
) -> list[Span]:
    """The same spans; what lies in a window of planned work is maintenance, whatever it was."""
    for begin, end in sorted(windows):
        spans = [part for span in spans for part in _cut(span, begin, end)]
    return _joined(spans)


def _cut(span: Span, begin: datetime, end: datetime) -> list[Span]:
    begin, end = max(begin, span.begin), min(end, span.end)
    if begin >= end:
        return [span]
    parts = (
        Span(span.begin, begin, span.told),
        Span(begin, end, Told.MAINTENANCE),
        Span(end, span.end, span.told),
    )
    return [part for part in parts if part.begin < part.end]


# -- counted ---------------------------------------------------------------------------------------


@dataclass
class Tally:
    """Seconds of each; the share counts what was known and neither planned nor out of reach."""

    seconds: dict[Told, float] = field(default_factory=dict)

    def add(self, told: Told, seconds: float) -> None:
        self.seconds[told] = self.seconds.get(told, 0) + seconds

    def of(self, told: Told) -> int:
        return round(self.seconds.get(told, 0))

    @property
    def share(self) -> float | None:
        """Of 100; None where nothing was counted."""
        alive = sum(self.seconds.get(told, 0) for told in ALIVE)
        counted = alive + self.seconds.get(Told.DOWN, 0)
        return 100 * alive / counted if counted else None

    @property
    def worst(self) -> Told:
        """What a bar shows of it; what lasted less than a second is nothing."""
        lasting = [told for told, seconds in self.seconds.items() if seconds >= 1]
        return max(lasting, key=ORDER.index, default=Told.UNKNOWN)


def tally(spans: Iterable[Span], edges: Sequence[datetime]) -> list[Tally]:
    """One for each stretch between two edges, which stand in their order."""
    tallies = [Tally() for _ in range(len(edges) - 1)]
    for span in spans:
        place = max(bisect_right(edges, span.begin) - 1, 0)
        while place < len(tallies) and edges[place] < span.end:
            begin, end = max(span.begin, edges[place]), min(span.end, edges[place + 1])
            if end > begin:
                tallies[place].add(span.told, (end - begin).total_seconds())
            place += 1
    return tallies


def midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone)


def day_edges(last: date, zone: ZoneInfo) -> list[datetime]:
    """The midnights around each of the 90 days that end with `last`."""
    first = last - timedelta(days=DAYS - 1)
    return [midnight(first + timedelta(days=n), zone) for n in range(DAYS + 1)]


def month_edges(last: date, zone: ZoneInfo) -> list[datetime]:
    """The beginnings of this month, of those before that the 90 days touch, and of the next."""
    day = (last - timedelta(days=DAYS - 1)).replace(day=1)
    edges = []
    while day <= last:
        edges.append(midnight(day, zone))
        day = (day + timedelta(days=32)).replace(day=1)
    return [*edges, midnight(day, zone)]


def runs(days: Sequence[Told]) -> list[tuple[Told, int, int]]:
    """What a bar is drawn of: (what, first day, how many days) of those that are alike."""
    drawn: list[tuple[Told, int, int]] = []
    for place, told in enumerate(days):
        if drawn and drawn[-1][0] == told:
            drawn[-1] = (told, drawn[-1][1], drawn[-1][2] + 1)
        else:
            drawn.append((told, place, 1))
    return drawn
