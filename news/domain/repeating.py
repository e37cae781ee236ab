"""Series: from a rule to the moments at which something happens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Literal

from dateutil import rrule
from django.utils import timezone

from egov.verbs.refusal import Invalid
from news.vocabulary import LONGEST_SERIES, MOST_OCCURRENCES, Frequency, Weekday

COUNTED = 10_000  # no further: the sentence of the refusal needs a number, not all of them
_FREQUENCY: dict[Frequency, Literal[1, 2, 3]] = {
    Frequency.DAILY: rrule.DAILY,
    Frequency.WEEKLY: rrule.WEEKLY,
    Frequency.MONTHLY: rrule.MONTHLY,
}
_DAYS = {day: rrule.weekday(number) for number, day in enumerate(Weekday)}


@dataclass(frozen=True)
class Repeat:
    """How something is repeated: so many times, or until a day (that day too).

    `weekdays` are codes of RFC 5545; of a month, `week` says which of them (1-5, -1 the last).
    """

    frequency: str
    weekdays: tuple[str, ...] = ()
    week: int | None = None
    count: int | None = None
    until: date | None = None


@dataclass(frozen=True)
class Series:
    """When something begins, each time; `rule` as RFC 5545 writes it, without its end."""

    begins: tuple[datetime, ...]
    rule: str = ""


def series_of(begins: datetime, repeat: Repeat | None) -> Series:
    """All beginnings of a repeat whose first is `begins`, in the region's time.

    Raises Invalid: without an end, with two ends, longer than two years, more than 200.
    """
    if repeat is None:
        return Series((begins,))
    _check(repeat)
    first = timezone.localtime(begins)
    naive = first.replace(tzinfo=None)
    moments = rrule.rrule(
        _FREQUENCY[Frequency(repeat.frequency)],
        dtstart=naive,
        count=repeat.count,
        until=datetime.combine(repeat.until, time.max) if repeat.until else None,
        byweekday=_weekdays(repeat) or None,
    )
    found = list(islice(moments, COUNTED))
    if not found or found[0] != naive:
        sentence = "Hari pertama tidak termasuk hari pengulangannya. Samakan keduanya."
        raise Invalid("first_not_repeated", sentence, field="begins_at")
    if len(found) > MOST_OCCURRENCES:
        sentence = (
            f"Pengulangan ini menjadi {len(found)} acara, paling banyak {MOST_OCCURRENCES}. "
            "Kurangi banyaknya, atau dekatkan tanggal akhirnya."
        )
        raise Invalid("too_many_occurrences", sentence, field="count")
    if found[-1] - naive > LONGEST_SERIES:
        sentence = (
            f"Pengulangan ini berakhir {found[-1]:%d-%m-%Y}, lebih dari dua tahun. "
            "Dekatkan tanggal akhirnya."
        )
        raise Invalid("series_too_long", sentence, field="until")
    return Series(tuple(m.replace(tzinfo=first.tzinfo) for m in found), _rule(repeat))


def _check(repeat: Repeat) -> None:
    if repeat.frequency not in Frequency.values:
        sentence = "Pilih pengulangan setiap hari, minggu, atau bulan."
        raise Invalid("unknown_frequency", sentence, field="frequency")
    if any(day not in Weekday.values for day in repeat.weekdays):
        raise Invalid("unknown_weekday", "Pilih hari dari daftar.", field="weekdays")
    if repeat.count is None and repeat.until is None:
        sentence = "Pengulangan ini tidak berakhir. Isi berapa kali, atau sampai tanggal berapa."
        raise Invalid("endless_series", sentence, field="count")
    if repeat.count is not None and repeat.until is not None:
        sentence = "Isi salah satu: berapa kali, atau sampai tanggal berapa."
        raise Invalid("two_ends", sentence, field="until")
    if repeat.count is not None and repeat.count < 1:
        raise Invalid("no_occurrence", "Tulis berapa kali, paling sedikit 1.", field="count")
    if repeat.week is not None and repeat.week not in (-1, 1, 2, 3, 4, 5):
        raise Invalid("unknown_week", "Minggu ke-1 sampai ke-5, atau terakhir.", field="week")


def _weekdays(repeat: Repeat) -> list[rrule.weekday]:
    monthly = repeat.frequency == Frequency.MONTHLY
    days = [_DAYS[Weekday(day)] for day in repeat.weekdays]
    return [day(repeat.week) for day in days] if monthly and repeat.week else days


def _rule(repeat: Repeat) -> str:
    rule = f"FREQ={repeat.frequency}"
    week = str(repeat.week) if repeat.frequency == Frequency.MONTHLY and repeat.week else ""
    if repeat.weekdays:
        rule += ";BYDAY=" + ",".join(f"{week}{day}" for day in repeat.weekdays)
    return rule


def told(repeat_rule: str) -> str:
    """A rule in words: "setiap minggu, Selasa dan Kamis"."""
    if not repeat_rule:
        return ""
    parts = dict(part.split("=", 1) for part in repeat_rule.split(";"))
    word = Frequency(parts["FREQ"]).label.lower()
    days = [_told_day(day) for day in parts.get("BYDAY", "").split(",") if day]
    return f"{word}, {' dan '.join(days)}" if days else word


def _told_day(code: str) -> str:
    week, day = code[:-2], Weekday(code[-2:]).label
    if not week:
        return day
    return f"{day} terakhir" if week == "-1" else f"{day} ke-{week}"


def day_after(moment: datetime) -> datetime:
    """The midnight that ends the day of a moment."""
    local = timezone.localtime(moment)
    return local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
