"""What machines hear of planned work: before it begins, as it changes, begins and ends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Max, Q
from django.urls import reverse

from infrastructure.domain.status.told import public_codes
from infrastructure.models import (
    AlertChannel,
    AlertDelivery,
    AlertRoute,
    Asset,
    Check,
    Maintenance,
    MaintenanceTarget,
    MaintenanceWindow,
    Outage,
)
from infrastructure.monitoring.routing import route_of
from infrastructure.monitoring.webhooks import moment_told
from infrastructure.vocabulary_monitoring import Severity, Told


def tell_machines(row: Maintenance, what: Told, now: datetime) -> None:
    """Those that its outage would be told, at once, and all that heard of this work before.

    Each word says all of it, so of what still waits only the newest is sent.
    """
    told = row.deliveries.all()
    told.waiting().update(dropped_at=now)
    route = _route(row)
    heard = Q(deliveries__maintenance=row)
    taken = Q(steps__in=route.steps.all()) if route is not None else Q()
    channels = AlertChannel.objects.filter(heard | taken, ended_at=None).distinct()
    AlertDelivery.objects.bulk_create(
        AlertDelivery(told=what, maintenance=row, route=route, channel=channel, due_at=now)
        for channel in channels.order_by("pk")
    )


def _route(row: Maintenance) -> AlertRoute | None:
    """The route that an outage of what is worked on would take at the time of the work."""
    targets = MaintenanceTarget.objects.filter(maintenance=row, asset__isnull=False)
    first = targets.order_by("-is_cut", "asset__code").values("asset")[:1]
    root = Asset.objects.filter(pk__in=first).select_related("area").first()
    checks = Check.objects.active().filter(target__in=targets.values("asset"))
    worst = checks.aggregate(worst=Max("severity"))["worst"]
    outage = Outage(
        root=root,
        agency_id=root.owner_id if root is not None else row.agency_id,
        severity=worst or Severity.WARNING,
    )
    routes = AlertRoute.objects.filter(ended_at=None).select_related("area")
    return route_of(outage, routes.prefetch_related("steps"), row.begins_at)


def read_works(keys: Iterable[int]) -> Mapping[int, dict[str, Any]]:
    """Each announcement as plain values, with public words and codes alone; four queries."""
    works = list(keys)
    if not works:
        return {}
    codes = public_codes(works)
    times: dict[int, list[dict[str, Any]]] = defaultdict(list)
    windows = MaintenanceWindow.objects.filter(maintenance__in=works, cancelled_at=None)
    for window in windows.order_by("begins_at"):
        times[window.maintenance_id].append(_time(window))
    rows = Maintenance.objects.filter(pk__in=works)
    return {row.pk: _work(row, times[row.pk], codes[row.pk]) for row in rows}


def _time(window: MaintenanceWindow) -> dict[str, Any]:
    names = ("begins_at", "ends_at", "begun_at", "ended_at")
    return {name: moment_told(getattr(window, name)) for name in names}


def _work(row: Maintenance, times: list[dict[str, Any]], codes: list[str]) -> dict[str, Any]:
    return {
        "id": row.pk,
        "title": row.title,
        "reason": row.reason,
        "sequence": row.sequence,
        "recurrence": row.recurrence,
        "times": times,
        "services": codes,
        "cancelled_at": moment_told(row.cancelled_at),
        "cancelling_reason": row.cancelling_reason,
        "url": f"{settings.SITE_URL}{reverse('infrastructure:status')}",
    }
