"""Which way an outage goes, and when each step of it is due: pure functions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.utils import timezone

from infrastructure.models import AlertRoute, Outage
from infrastructure.vocabulary_monitoring import Severity


def within(moment: time, begin: time | None, end: time | None) -> bool:
    """Whether a time of day lies in these hours, which may go over midnight; none: always."""
    if begin is None or end is None:
        return True
    if begin < end:
        return begin <= moment < end
    return moment >= begin or moment < end


def route_of(outage: Outage, routes: Iterable[AlertRoute], now: datetime) -> AlertRoute | None:
    """The first route that this outage fits."""
    return next((route for route in routes if fits(route, outage, now)), None)


def fits(route: AlertRoute, outage: Outage, now: datetime) -> bool:
    root = outage.root
    if outage.severity < route.severity:
        return False
    if route.kinds and (root is None or root.kind not in route.kinds):
        return False
    if route.agency_id is not None and outage.agency_id != route.agency_id:
        return False
    area = root.area if root is not None else None
    if route.area is not None and (area is None or not route.area.covers(area.code)):
        return False
    return within(timezone.localtime(now).time(), route.hours_from, route.hours_to)


def due_at(route: AlertRoute, outage: Outage, after_min: int, now: datetime) -> datetime:
    """When a step is told: after its minutes; in quiet hours only what is critical, else later."""
    due = now + timedelta(minutes=after_min)
    if outage.severity >= Severity.CRITICAL or route.quiet_from is None:
        return due
    local = timezone.localtime(due)
    if not within(local.time(), route.quiet_from, route.quiet_to):
        return due
    assert route.quiet_to is not None
    end = datetime.combine(local.date(), route.quiet_to, tzinfo=local.tzinfo)
    return end if end > local else end + timedelta(days=1)
