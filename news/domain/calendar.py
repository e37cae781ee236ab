"""The agenda as weeks: what stands in which day, and what lies over several."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from django.db.models import Case, Count, F, Q, When, Window
from django.db.models.functions import RowNumber, TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from egov.verbs.refusal import Invalid
from egov.web.params import DAY_SENTENCE

DAY = timedelta(days=1)
SHOWN = 3  # of one day in a month; the rest stands on the list of that day
BARS = 3  # of one week in a month
COLUMNS = (
    "event_id", "begins_at", "ends_at", "event__title", "cancelled_at", "event__all_day",
)  # fmt: skip


@cache
def _agenda() -> str:
    """The address under which events stand: asked once, for a month shows a hundred of them."""
    return reverse("news:agenda")


@cache
def _month_name(month: int) -> str:
    return date_format(date(2000, month, 1), "F")


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
    def at(self) -> str:
        """Its hour as people write it; empty where it takes the whole day."""
        return "" if self.all_day else f"{self.begins:%H.%M}"

    @property
    def text(self) -> str:
        return f"{self.at} {self.title}".strip()

    @property
    def address(self) -> str:
        return f"{_agenda()}{self.event}/"

    @property
    def last(self) -> date:
        """Its last day: an end at midnight belongs to the day before."""
        return (self.ends - timedelta(microseconds=1)).date()


@dataclass
class Cell:
    """A day of a calendar: the first few that happen, and how many more."""

    day: date
    inside: bool  # of the month that is shown
    today: bool = False
    marks: list[Mark] = field(default_factory=list)
    count: int = 0

    @property
    def name(self) -> str:
        """ "5 Januari, 3 acara"."""
        return f"{self.day.day} {_month_name(self.day.month)}, {self.many or '0 acara'}"

    @property
    def classes(self) -> str:
        return " ".join(["outside"] * (not self.inside) + ["now"] * self.today)

    @property
    def number(self) -> str:
        """As text: numbers are written by the rules of the language, one by one."""
        return str(self.day.day)

    @property
    def many(self) -> str:
        return f"{self.count} acara" if self.count else ""

    @property
    def iso(self) -> str:
        return self.day.isoformat()

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


def asked_day(text: str) -> date:
    """The day that an address asks for; today where it asks for none."""
    if not text:
        return timezone.localdate()
    try:
        asked = date.fromisoformat(text) if len(text) == len("2027-01-31") else None
    except ValueError:
        asked = None
    if asked is None or not 2000 <= asked.year <= 2100:
        raise Invalid("bad_day", DAY_SENTENCE, field="pada")
    return asked


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


@dataclass(frozen=True)
class Found:
    """What stands in some days: the first few of each with how many, and what is longer."""

    single: list[tuple[Mark, int]]
    long: list[Mark]


def find_marks(rows: Any, *, shown: int) -> Found:
    """One query whatever their number: of a full day the database gives only the first few."""
    zone = timezone.get_current_timezone()
    last_moment = F("ends_at") - timedelta(microseconds=1)
    days = rows.annotate(first=TruncDate("begins_at"), last=TruncDate(last_moment))
    marked = days.annotate(long=Q(last__gt=F("first")))
    of_a_day: dict[str, Any] = {"partition_by": ["first", "long"]}
    numbered = Window(RowNumber(), order_by=("begins_at", "id"), **of_a_day)
    few = marked.annotate(
        place_in_day=Case(When(long=True, then=0), default=numbered),
        in_day=Window(Count("*"), **of_a_day),
    ).filter(place_in_day__lte=shown)
    found = Found([], [])
    for row in few.order_by("begins_at", "id").values_list(*COLUMNS, "long", "in_day"):
        *_, long, count = row
        if long:
            found.long.append(_mark(row, zone))
        else:
            found.single.append((_mark(row, zone), count))
    return found


def _mark(row: tuple[Any, ...], zone: Any) -> Mark:
    event, begins, ends, title, gone, all_day = row[: len(COLUMNS)]
    return Mark(event, begins.astimezone(zone), ends.astimezone(zone), title, bool(gone), all_day)


def month_days(day: date) -> tuple[date, date]:
    """The first Monday and the last Sunday of the weeks of a month."""
    first = day.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - DAY
    return first - first.weekday() * DAY, last + (6 - last.weekday()) * DAY


def week_days(day: date) -> tuple[date, date]:
    monday = day - day.weekday() * DAY
    return monday, monday + 6 * DAY


def weeks_between(first: date, last: date, found: Found, *, month: int | None) -> list[Week]:
    """The weeks of a span with what stands in them; `month` None: every day is inside."""
    days = [first + n * DAY for n in range((last - first).days + 1)]
    today = timezone.localdate()
    cells = {d: Cell(d, month is None or d.month == month, d == today) for d in days}
    long: dict[date, list[Mark]] = defaultdict(list)
    for mark, count in found.single:
        cell = cells.get(mark.first)
        if cell is not None:
            cell.marks.append(mark)
            cell.count = count
    for mark in found.long:
        monday = max(mark.first, first)
        monday -= monday.weekday() * DAY
        while monday <= min(mark.last, last):
            long[monday].append(mark)
            monday += 7 * DAY
    return [_week([cells[d] for d in days[n : n + 7]], long) for n in range(0, len(days), 7)]


def _week(cells: Sequence[Cell], long: dict[date, list[Mark]]) -> Week:
    monday, sunday = cells[0].day, cells[-1].day
    # what is soon over says more of a week than what lasts for months
    over = sorted(long.get(monday, []), key=lambda mark: mark.ends - mark.begins)
    bars = []
    for mark in over[:BARS]:
        start, end = max(mark.first, monday), min(mark.last, sunday)
        bars.append(Bar(mark, (start - monday).days, (end - start).days + 1))
    return Week(list(cells), bars, max(0, len(over) - BARS))
