"""Days on which offices work, and on which no guests are received."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.conf import settings

from news.models import BlackoutDay

DAY = timedelta(days=1)
SATURDAY = 5


def closed_days(agency: int | None) -> list[BlackoutDay]:
    """The days on which an agency receives nobody, those of the whole region too."""
    return list(BlackoutDay.objects.for_agency(agency))


def closing(day: date, closed: Sequence[BlackoutDay]) -> BlackoutDay | None:
    return next((row for row in closed if row.closes(day)), None)


def answer_due(asked_on: date) -> date:
    """The last day to answer: so many working days on; holidays are those of the whole region."""
    closed = list(BlackoutDay.objects.standing().filter(agency=None))
    day, left = asked_on, int(settings.VISIT_ANSWER_DAYS)
    for _ in range(400):
        if left <= 0:
            break
        day += DAY
        if day.weekday() < SATURDAY and closing(day, closed) is None:
            left -= 1
    return day
