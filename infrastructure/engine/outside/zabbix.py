"""Zabbix, through a webhook media type that posts the macros named in docs/pemantauan.md."""

from __future__ import annotations

from datetime import datetime
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

SOURCE = "zabbix"
SEVERITIES = ("", "info", "warning", "warning", "critical", "critical")  # {EVENT.NSEVERITY}


def is_one(body: dict[str, Any]) -> bool:
    return "event_id" in body and "event_value" in body


def read(body: dict[str, Any]) -> list[Told]:
    """`event_value` 1 is a problem, 0 its end; both carry the problem's `event_id` and time."""
    event, value = text_of(body["event_id"], 40), text_of(body["event_value"], 4)
    if not event.isdecimal() or value not in ("0", "1"):
        raise NotUnderstood("event_id berupa angka, dan event_value 0 atau 1.")
    firing = value == "1"
    starts_at = _moment(body, "event_date", "event_time")
    ends_at = None if firing else _moment(body, "recovery_date", "recovery_time")
    host = body.get("host")
    return [
        Told(
            source=SOURCE,
            fingerprint=event,
            firing=firing,
            starts_at=starts_at,
            ends_at=max(ends_at, starts_at) if ends_at else None,
            severity=_severity(body.get("severity")),
            summary=text_of(body.get("event_name")),
            targets=names_of(host, body.get("host_name"), body.get("host_ip")),
            labels=labels_of({k: v for k, v in body.items() if k != "event_name"}),
        )
    ]


def _moment(body: dict[str, Any], date: str, time: str) -> datetime:
    """`2026.11.27` and `13:48:05`, in the server's zone, which is the region's."""
    text = f"{text_of(body.get(date), 20).replace('.', '-')}T{text_of(body.get(time), 20)}"
    moment = moment_of(text, date)
    return timezone.make_aware(moment.replace(tzinfo=None))


def _severity(value: Any) -> str:
    text = text_of(value, 4)
    return SEVERITIES[int(text)] if text in {"0", "1", "2", "3", "4", "5"} else ""
