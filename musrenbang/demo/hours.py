"""When people of the demo act: offices on weekdays 08-16, citizens every day 06-22."""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.utils import timezone

OFFICE, CITIZEN = (8, 16), (6, 22)  # from, until (not included); the region's time
# offices are closed on these days of every year, whatever the weekday: (month, day)
HOLIDAYS = {(1, 1), (5, 1), (6, 1), (8, 17), (12, 25)}
LEAST = 60.0  # seconds: a shorter remainder of a day is no time to act


def midnight(day: date) -> datetime:
    """The begin of a day in the region."""
    return timezone.make_aware(datetime.combine(day, time.min))


def is_working_day(day: date) -> bool:
    """Monday to Friday, but for the holidays that fall on the same day every year."""
    return day.weekday() < 5 and (day.month, day.day) not in HOLIDAYS


class Clock:
    """A clock that runs only while somebody is about: between two hours, on some days.

    It is read once from the first day to the last; asking it afterwards costs a bisection.
    """

    def __init__(
        self,
        first: date,
        last: date,
        hours: tuple[int, int],
        runs_on: Callable[[date], bool] = lambda _day: True,
    ) -> None:
        self.begins: list[float] = []  # of each span, seconds since the epoch
        self.length = (hours[1] - hours[0]) * 3600.0
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            if runs_on(day):
                opens = midnight(day) + timedelta(hours=hours[0])
                self.begins.append(opens.timestamp())

    def run(self, moment: datetime) -> float:
        """For how many seconds it has run until a moment."""
        at = moment.timestamp()
        spans = bisect_right(self.begins, at)
        if not spans:
            return 0.0
        return (spans - 1) * self.length + min(at - self.begins[spans - 1], self.length)

    def moment(self, seconds: float) -> datetime:
        """The moment at which it has run for so many seconds."""
        span = min(int(seconds // self.length), len(self.begins) - 1)
        at = self.begins[span] + seconds - span * self.length
        return datetime.fromtimestamp(int(at), tz=timezone.get_default_timezone())

    def pick(self, rng: random.Random, begin: datetime, end: datetime) -> datetime | None:
        """Some moment of its running between two; None where it hardly runs."""
        first, last = self.run(begin), self.run(end)
        if last - first < LEAST:
            return None
        return self.moment(first + rng.uniform(0.02, 0.95) * (last - first - 1) + 1)

    def next(self, after: datetime) -> datetime:
        """An hour into the first span that begins after a moment."""
        spans = bisect_right(self.begins, after.timestamp())
        return self.moment(spans * self.length + 3600)


def office_hours(first: date, last: date) -> Clock:
    return Clock(first, last, OFFICE, is_working_day)


def waking_hours(first: date, last: date) -> Clock:
    return Clock(first, last, CITIZEN)
