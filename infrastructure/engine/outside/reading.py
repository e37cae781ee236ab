"""Whose words these are, and what they tell."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from infrastructure.engine.outside import alertmanager, librenms, uptime_kuma, zabbix
from infrastructure.engine.outside.told import NotUnderstood, Told

LARGEST = 5_000_000  # bytes
Body = dict[str, Any]
_READERS: tuple[tuple[Callable[[Body], bool], Callable[[Body], list[Told]]], ...] = (
    (alertmanager.is_one, alertmanager.read),
    (uptime_kuma.is_one, uptime_kuma.read),
    (zabbix.is_one, zabbix.read),
    (librenms.is_one, librenms.read),
)
_KNOWN = (
    "Kiriman ini tidak dikenal. Kirim JSON Alertmanager versi 4, Uptime Kuma, Zabbix, atau "
    "LibreNMS seperti dalam docs/pemantauan.md."
)


def read_told(content: bytes) -> list[Told]:
    """What a system posted. Raises NotUnderstood for everything else."""
    if len(content) > LARGEST:
        raise NotUnderstood(f"Kiriman ini terlalu besar: paling banyak {LARGEST // 10**6} MB.")
    try:
        body: Any = json.loads(content)
    except (ValueError, RecursionError):
        raise NotUnderstood(_KNOWN) from None
    if isinstance(body, dict):
        for is_one, read in _READERS:
            if is_one(body):
                return read(body)
    raise NotUnderstood(_KNOWN)
