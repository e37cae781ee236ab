"""When work that repeats is done: plain values, in the region's own hours."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import MONTHLY, WEEKLY, rrule

from infrastructure.vocabulary_monitoring import Recurrence

MOST = 60  # times of one announcement
LONGEST = timedelta(days=7)  # of one time
FURTHEST = timedelta(days=370)
_FREQUENCY: dict[str, Any] = {Recurrence.WEEKLY: WEEKLY, Recurrence.MONTHLY: MONTHLY}


def times(
    begins_at: datetime,
    ends_at: datetime,
    recurrence: str,
    until_on: date | None,
    zone: ZoneInfo,
) -> list[tuple[datetime, datetime]]:
    """Each time from beginning to end, at most MOST; the same hour of the wall each time.

    On the 31st a month without one has none.
    """
    if recurrence == Recurrence.NONE:
        return [(begins_at, ends_at)]
    local, long = begins_at.astimezone(zone).replace(tzinfo=None), ends_at - begins_at
    last = until_on or (local + FURTHEST).date()
    until = datetime.combine(last, datetime.max.time())
    rule = rrule(_FREQUENCY[recurrence], dtstart=local, until=until, count=None)
    each = []
    for moment in rule:
        begin = moment.replace(tzinfo=zone)
        each.append((begin, begin + long))
        if len(each) == MOST:
            break
    return each
