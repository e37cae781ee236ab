"""Uptime Kuma's webhook as it sends it by itself (`application/json`)."""

from __future__ import annotations

from typing import Any

from infrastructure.engine.outside.told import NotUnderstood, Told, moment_of, names_of, text_of

SOURCE = "uptime_kuma"
DOWN, UP, PENDING, MAINTENANCE = 0, 1, 2, 3


def is_one(body: dict[str, Any]) -> bool:
    return "heartbeat" in body and "monitor" in body


def read(body: dict[str, Any]) -> list[Told]:
    """A test message has no heartbeat and tells nothing; nor does what waits or is maintained."""
    beat, monitor = body["heartbeat"], body["monitor"]
    if beat is None:
        return []
    if not isinstance(beat, dict) or not isinstance(monitor, dict):
        raise NotUnderstood("heartbeat dan monitor berupa objek.")
    status = beat.get("status")
    if status not in (DOWN, UP, PENDING, MAINTENANCE) or isinstance(status, bool):
        raise NotUnderstood("heartbeat.status berupa 0, 1, 2, atau 3.")
    if status in (PENDING, MAINTENANCE):
        return []
    number = text_of(monitor.get("id") or beat.get("monitorID"), 40)
    if not number:
        raise NotUnderstood("monitor.id tidak ada.")
    moment = moment_of(text_of(beat.get("time"), 40), "heartbeat.time")  # UTC, without saying so
    firing = status == DOWN
    name = text_of(monitor.get("name"), 80)
    return [
        Told(
            source=SOURCE,
            fingerprint=number,
            firing=firing,
            starts_at=moment,
            ends_at=None if firing else moment,
            severity="critical" if firing else "",
            summary=text_of(beat.get("msg") or body.get("msg")),
            targets=names_of(name, name.split(" ")[0], monitor.get("hostname")),
            labels={"monitor": name, "jenis": text_of(monitor.get("type"), 40)},
            knows_start=False,
        )
    ]
