"""LibreNMS, through its API transport with the body named in docs/pemantauan.md."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from infrastructure.engine.outside.told import (
    NotUnderstood,
    Told,
    labels_of,
    moment_of,
    names_of,
    text_of,
)

SOURCE = "librenms"
RECOVERED = "0"
STATES = {RECOVERED, "1", "2", "3", "4"}  # alert, acknowledged, worse, better: still there


def is_one(body: dict[str, Any]) -> bool:
    return "alert_id" in body and "state" in body


def read(body: dict[str, Any]) -> list[Told]:
    alert, state = text_of(body["alert_id"], 40), text_of(body["state"], 4)
    if not alert or state not in STATES:
        raise NotUnderstood("alert_id diisi, dan state 0 sampai 4.")
    moment = moment_of(text_of(body.get("timestamp"), 40), "timestamp")
    local = timezone.make_aware(moment.replace(tzinfo=None))  # its clock is the region's
    firing = state != RECOVERED
    return [
        Told(
            source=SOURCE,
            fingerprint=alert,
            firing=firing,
            starts_at=local,
            ends_at=None if firing else local,
            severity=text_of(body.get("severity"), 16),
            summary=text_of(body.get("title") or body.get("name")),
            targets=names_of(body.get("sysname"), body.get("hostname"), body.get("ip")),
            labels=labels_of({k: v for k, v in body.items() if k not in ("title", "name")}),
            knows_start=False,
        )
    ]
