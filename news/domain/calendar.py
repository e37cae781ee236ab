"""The agenda as weeks: what stands in which day, and what lies over several."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

DAY = timedelta(days=1)
SHOWN = 3  # of one day in a month; the rest stands on the list of that day
BARS = 3  # of one week in a month
COLUMNS = (
    "event_id", "begins_at", "ends_at", "event__title", "cancelled_at", "event__all_day",
)  # fmt: skip


@dataclass(frozen=True)
class Mark:
    """One occurrence as a calendar shows it; `begins` in the region's time."""

    event: int
    begins: datetime
    ends: datetime
    title: str
    cancelled: bool
    all_day: bool

    @property
    def first(self) -> date:
        return self.begins.date()

    @property
    def last(self) -> date:
        """Its last day: an end at midnight belongs to the day before."""
        return (self.ends - timedelta(microseconds=1)).date()


@dataclass
class Cell:
    """A day of a calendar: the first few that happen, and how many more."""

    day: date
    inside: bool  # of the month that is shown
    marks: list[Mark] = field(default_factory=list)
    count: int = 0

    @property
    def more(self) -> int:
        return self.count - len(self.marks)


@dataclass(frozen=True)
class Bar:
    """What lies over several days of one week; `before` empty columns, then `span`."""

    mark: Mark
    before: int
    span: int

    @property
    def after(self) -> int:
        return 7 - self.before - self.span


@dataclass
class Week:
    cells: list[Cell]
    bars: list[Bar] = field(default_factory=list)
    more_bars: int = 0

    @property
    def first(self) -> date:
        return self.cells[0].day


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def marks_of(rows: Any) -> list[Mark]:
    """Occurrences as marks, in the order of the rows; one query, no objects."""
    zone = timezone.get_current_timezone()
    return [
        Mark(event, begins.astimezone(zone), ends.astimezone(zone), title, bool(gone), all_day)
        for event, begins, ends, title, gone, all_day in rows.values_list(*COLUMNS)
    ]


def month_days(day: date) -> tuple[date, date]:
    """The first Monday and the last Sunday of the weeks of a month."""
    first = day.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - DAY
    return first - first.weekday() * DAY, last + (6 - last.weekday()) * DAY


def week_days(day: date) -> tuple[date, date]:
    monday = day - day.weekday() * DAY
    return monday, monday + 6 * DAY


def weeks_between(
    first: date, last: date, marks: Iterable[Mark], *, month: int | None, shown: int = SHOWN
) -> list[Week]:
    """The weeks of a span with what stands in them; `month` None: every day is inside."""
    days = [first + n * DAY for n in range((last - first).days + 1)]
    cells = {day: Cell(day, month is None or day.month == month) for day in days}
    long: dict[date, list[Mark]] = defaultdict(list)
    for mark in marks:
        if mark.first == mark.last:
            _put(cells.get(mark.first), mark, shown)
            continue
        monday = max(mark.first, first)
        monday -= monday.weekday() * DAY
        while monday <= min(mark.last, last):
            long[monday].append(mark)
            monday += 7 * DAY
    return [_week([cells[d] for d in days[n : n + 7]], long) for n in range(0, len(days), 7)]


def _put(cell: Cell | None, mark: Mark, shown: int) -> None:
    if cell is None:
        return
    cell.count += 1
    if len(cell.marks) < shown:
        cell.marks.append(mark)


def _week(cells: Sequence[Cell], long: dict[date, list[Mark]]) -> Week:
    monday, sunday = cells[0].day, cells[-1].day
    over = long.get(monday, [])
    bars = []
    for mark in over[:BARS]:
        start, end = max(mark.first, monday), min(mark.last, sunday)
        bars.append(Bar(mark, (start - monday).days, (end - start).days + 1))
    return Week(list(cells), bars, max(0, len(over) - BARS))
