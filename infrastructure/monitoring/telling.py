"""Who is told of an outage: each telling is a row first, and sent from there (`delivering`)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Max

from egov.verbs.outbox import publish
from infrastructure.models import AlertDelivery, AlertRoute, Outage
from infrastructure.monitoring.routing import due_at, route_of
from infrastructure.vocabulary import AGENCY_OPERATOR, INFRA_OPERATOR
from infrastructure.vocabulary_monitoring import Told

FOLLOWERS = "infrastructure.outage"  # the topic of those who follow a service


class Receiver(NamedTuple):
    """An office or a machine, and how many minutes after it is told."""

    after_min: int
    office: str
    channel: int | None


# where no route was made: those whose things they are
USUAL = (Receiver(0, INFRA_OPERATOR, None), Receiver(0, AGENCY_OPERATOR, None))


def tell_opened(outage: Outage, now: datetime, *, flapping: bool = False) -> None:
    """Plans all steps. Of announced work machines are told, and nobody is alarmed.

    What flaps is told once, by the first step, until it is calm (`calming`).
    """
    rows = AlertRoute.objects.filter(ended_at=None).select_related("area")
    route = route_of(outage, rows.prefetch_related("steps"), now)
    receivers, told = _receivers(route), Told.OPENED
    if outage.maintenance_id is not None:
        receivers, told = tuple(r for r in receivers if r.channel is not None), Told.EXPECTED
    elif flapping:
        known = AlertDelivery.objects.restless(now).filter(outage__root=outage.root_id)
        receivers, told = () if known.exists() else receivers[:1], Told.FLAPPING
    else:
        publish(FOLLOWERS, {"outage": outage.pk, "told": Told.OPENED})
    AlertDelivery.objects.bulk_create(
        [
            AlertDelivery(
                told=told,
                outage=outage,
                route=route,
                office=office,
                channel_id=channel,
                due_at=due_by(route, outage, now, after),
            )
            for after, office, channel in receivers
        ],
        ignore_conflicts=True,
    )


def due_by(route: AlertRoute | None, outage: Outage, now: datetime, after_min: int = 0) -> datetime:
    """When it is told: by its route with its quiet hours; at once where there is none."""
    return due_at(route, outage, after_min, now) if route is not None else now


def _receivers(route: AlertRoute | None) -> tuple[Receiver, ...]:
    if route is None:
        return USUAL
    return tuple(Receiver(s.after_min, s.office, s.channel_id) for s in route.steps.all())


def tell_resolved(outage: Outage, now: datetime) -> None:
    """Who was told that it began is told that it is over, once; what waits is not sent."""
    deliveries = outage.deliveries.all()
    of_outage = (Told.OPENED, Told.REMINDER, Told.EXPECTED)
    deliveries.waiting().filter(told__in=of_outage).update(dropped_at=now)
    if deliveries.filter(told=Told.OPENED).exists():
        publish(FOLLOWERS, {"outage": outage.pk, "told": Told.RESOLVED})
    told = deliveries.filter(told__in=of_outage, sent_at__isnull=False)
    receivers = set(told.order_by().values_list("route", "office", "channel"))
    routes = AlertRoute.objects.in_bulk({route for route, *_ in receivers if route is not None})
    AlertDelivery.objects.bulk_create(
        [
            AlertDelivery(
                told=Told.RESOLVED,
                outage=outage,
                route_id=route,
                office=office,
                channel_id=channel,
                due_at=due_by(routes.get(route), outage, now),
            )
            for route, office, channel in sorted(receivers, key=str)
        ],
        ignore_conflicts=True,
    )


def drop_waiting(outage: Outage, now: datetime) -> None:
    """Somebody has taken it on: nobody else is called."""
    waiting = outage.deliveries.waiting().filter(told__in=(Told.OPENED, Told.REMINDER))
    waiting.update(dropped_at=now)


def remind(now: datetime) -> int:
    """Those told so long ago, and that nobody has taken on, are told again. How many."""
    last = (
        AlertDelivery.objects.filter(
            told__in=(Told.OPENED, Told.REMINDER),
            outage__resolved_at=None,
            outage__acknowledged_at=None,
            route__reminder_min__isnull=False,
            route__ended_at=None,
        )
        .order_by()
        .values_list("outage", "route", "office", "channel", "route__reminder_min")
        .annotate(sent=Max("sent_at"), turn=Max("round"), due=Max("due_at"))
    )
    late = [
        (*receiver, turn)
        for *receiver, minutes, sent, turn, due in last
        if sent is not None and sent >= due and now - sent >= timedelta(minutes=minutes)
    ]
    outages = Outage.objects.defer("impact").in_bulk({outage for outage, *_ in late})
    routes = AlertRoute.objects.in_bulk({route for _, route, *_ in late})
    again = [
        AlertDelivery(
            told=Told.REMINDER,
            outage_id=outage,
            route_id=route,
            office=office,
            channel_id=channel,
            round=turn + 1,
            due_at=due_by(routes[route], outages[outage], now),
        )
        for outage, route, office, channel, turn in late
    ]
    AlertDelivery.objects.bulk_create(again, ignore_conflicts=True)
    return len(again)
