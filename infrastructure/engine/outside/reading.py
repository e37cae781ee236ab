"""Whose words these are, and what they tell."""

from __future__ import annotations

import json
from typing import Any

from infrastructure.engine.outside import alertmanager, librenms, uptime_kuma, zabbix
from infrastructure.engine.outside.told import NotUnderstood, Told

LARGEST = 5_000_000  # bytes
_READERS = (alertmanager, uptime_kuma, zabbix, librenms)
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
        for reader in _READERS:
            if reader.is_one(body):
                return reader.read(body)
    raise NotUnderstood(_KNOWN)
