"""Sending what is due: to machines by webhook, to people by a notice. Each row once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from egov.verbs.outbox import publish_many
from infrastructure.models import AlertDelivery
from infrastructure.monitoring.telling import remind
from infrastructure.monitoring.webhooks import moment_told, post_of, send_all
from infrastructure.monitoring.works import read_works
from infrastructure.vocabulary_monitoring import Told

BATCH = 100
TRIES = 8  # what fails so often is dead: the desk shows it
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=1)
TOPIC = "monitoring.told"


def deliver(now: datetime) -> int:
    """Sends all that is due; how many were sent. Rows are locked while they are sent."""
    remind(now)
    with transaction.atomic():
        rows = AlertDelivery.objects.waiting().filter(due_at__lte=now)
        locked = rows.select_for_update(skip_locked=True, of=("self",))
        due = list(
            locked.select_related("outage__root", "outage__maintenance", "channel").order_by(
                "due_at", "id"
            )[:BATCH]
        )
        if not due:
            return 0
        people = [row for row in due if row.channel_id is None]
        machines = [row for row in due if row.channel_id is not None]
        publish_many(TOPIC, [{"delivery": row.pk} for row in people])
        works = read_works({row.maintenance_id for row in machines if row.maintenance_id})
        codes = send_all([post_of(row, told_of(row, works), now) for row in machines])
        for row in due:
            _note(row, codes.get(row.pk, ""), now)
        fields = ["sent_at", "tries", "due_at", "dead_at", "last_code"]
        AlertDelivery.objects.bulk_update(due, fields)
    return sum(row.sent_at is not None for row in due)


def _note(row: AlertDelivery, code: str, now: datetime) -> None:
    row.tries += 1
    row.last_code = code[:30]
    if not code:
        row.sent_at = now
    elif row.tries >= TRIES or row.told == Told.TEST:
        row.dead_at = now
    else:
        row.due_at = now + wait_after(row.tries)


def wait_after(tries: int) -> timedelta:
    """How long after so many failures it is tried again."""
    return min(FIRST_WAIT * int(2 ** (tries - 1)), LONGEST_WAIT)


def told_of(row: AlertDelivery, works: Mapping[int, dict[str, Any]]) -> dict[str, Any]:
    """What a machine is told, as plain values; `works` as they are told by their keys."""
    told: dict[str, Any] = {"event": row.told, "region": settings.REGION, "round": row.round}
    if row.outage is not None:
        outage = row.outage
        page = reverse("admin:infrastructure_outage_change", args=[outage.pk])
        told["outage"] = {
            "id": outage.pk,
            "root": outage.root.code if outage.root else None,
            "name": outage.root.name if outage.root else None,
            "cause": outage.cause,
            "severity": outage.severity,
            "began_at": moment_told(outage.began_at),
            "acknowledged_at": moment_told(outage.acknowledged_at),
            "resolved_at": moment_told(outage.resolved_at),
            "maintenance": outage.maintenance.title if outage.maintenance else None,
            "figures": outage.impact.get("figures", {}),
            "url": f"{settings.SITE_URL}{page}",
        }
    if row.maintenance_id is not None:
        told["maintenance"] = works[row.maintenance_id]
    return told


def retry(rows: Iterable[AlertDelivery], now: datetime) -> int:
    """Dead ones are tried anew."""
    keys = [row.pk for row in rows]
    dead = AlertDelivery.objects.dead().filter(pk__in=keys)
    return dead.update(dead_at=None, tries=0, due_at=now)
