"""Alertmanager's webhook, version 4: many alerts in one post, each with its fingerprint."""

from __future__ import annotations

from typing import Any

from infrastructure.engine.outside.told import (
    NotUnderstood,
    Told,
    check_of,
    labels_of,
    moment_of,
    names_of,
    text_of,
)

SOURCE = "alertmanager"
MOST = 5000  # alerts of one post
_NEVER = "0001-01-01"  # Go's zero time: when it ended is not told


def is_one(body: dict[str, Any]) -> bool:
    return "alerts" in body


def read(body: dict[str, Any]) -> list[Told]:
    """Raises NotUnderstood; one broken alert refuses the whole post, which is sent again."""
    alerts = body["alerts"]
    if body.get("version") != "4" or not isinstance(alerts, list):
        raise NotUnderstood("Kirim webhook Alertmanager versi 4.")
    if len(alerts) > MOST:
        raise NotUnderstood(f"Paling banyak {MOST} peringatan sekali kirim.")
    return [_alert(alert) for alert in alerts]


def _alert(alert: Any) -> Told:
    if not isinstance(alert, dict) or alert.get("status") not in ("firing", "resolved"):
        raise NotUnderstood("Setiap peringatan perlu status firing atau resolved.")
    fingerprint = text_of(alert.get("fingerprint"), 64)
    if not fingerprint:
        raise NotUnderstood("Setiap peringatan perlu fingerprint.")
    labels, notes = labels_of(alert.get("labels")), labels_of(alert.get("annotations"))
    firing = alert["status"] == "firing"
    starts_at = moment_of(alert.get("startsAt"), "startsAt")
    ends_at = None
    if not firing:
        end = alert.get("endsAt")
        told = not str(end).startswith(_NEVER)
        ends_at = max(moment_of(end, "endsAt"), starts_at) if told else starts_at
    return Told(
        source=SOURCE,
        fingerprint=fingerprint,
        firing=firing,
        starts_at=starts_at,
        ends_at=ends_at,
        severity=labels.get("severity", "")[:16],
        summary=notes.get("summary") or notes.get("description") or labels.get("alertname", ""),
        check=check_of(labels.get("check")),
        targets=names_of(labels.get("code"), labels.get("instance"), labels.get("host")),
        labels=labels,
    )
