"""How safe is the city tonight? Read from the store, in sentences for the administrator."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django.utils.formats import date_format

from egov.backup.store import Store, StoreError, open_store
from egov.backup.wal import lsn, read_marks
from egov.verbs.refusal import Refusal

CACHE_SECONDS = 300
DRILL_DAYS = 100  # once in a quarter


@dataclass
class Status:
    """`alarms` say what is wrong and what to do; the times are None where there is nothing yet."""

    backup_at: datetime | None = None
    safe_until: datetime | None = None
    drill_at: datetime | None = None
    alarms: list[str] = field(default_factory=list)


def read_status(now: datetime | None = None) -> Status:
    """What the store says; a store that is away or not set is an alarm of its own."""
    now = now or timezone.now()
    status = Status()
    if not settings.BACKUP_URL:
        status.alarms.append(
            "Cadangan belum diatur: bila server rusak, semua hilang. Isi BACKUP_URL."
        )
        return status
    try:
        _read(open_store(patient=False), status, now)
    except (Refusal, *StoreError):
        status.alarms.append(
            "Tempat cadangan tidak dapat dibaca. Periksa BACKUP_URL dan jaringannya."
        )
    return status


def cached_status() -> Status:
    """The same, asked at most every five minutes."""
    known: Status | None = cache.get("backup-status")
    if known is None:
        known = read_status()
        cache.set("backup-status", known, CACHE_SECONDS)
    return known


def _read(store: Store, status: Status, now: datetime) -> None:
    newest = _newest(store, "backups", "/manifest.json")
    if newest is None:
        status.alarms.append("Belum ada satu pun cadangan. Jalankan `manage.py backup`.")
        return
    status.backup_at = datetime.fromisoformat(newest["ended_at"])
    if now - status.backup_at > timedelta(hours=settings.BACKUP_ALARM_HOURS):
        status.alarms.append(
            f"Cadangan terakhir {_day(status.backup_at)}, terlalu lama. Periksa layanan beat dan "
            "worker, lalu jalankan `manage.py backup`."
        )
    if newest["method"] == "base":
        _read_log(store, newest, status, now)
    else:
        status.safe_until = datetime.fromisoformat(newest["safe_until"])
    drill = _newest(store, "drills", ".json")
    if drill is not None:
        status.drill_at = datetime.fromisoformat(drill["at"])
        if drill["problems"]:
            status.alarms.append("Uji pemulihan terakhir menemukan kesalahan. Ulangi ujinya.")
    if status.drill_at is None or now - status.drill_at > timedelta(days=DRILL_DAYS):
        status.alarms.append(
            "Pemulihan belum diuji tiga bulan ini. Jalankan `manage.py restore --drill`."
        )


def _read_log(store: Store, newest: dict[str, Any], status: Status, now: datetime) -> None:
    state = read_marks(store, newest["server"]["system"])
    if state["marks"]:
        status.safe_until = datetime.fromisoformat(state["marks"][-1]["moment"])
    late = timedelta(minutes=settings.BACKUP_WAL_ALARM_MINUTES)
    if status.safe_until is None or now - status.safe_until > late:
        status.alarms.append(
            "Catatan perubahan (WAL) tidak lagi sampai ke tempat cadangan. Periksa layanan "
            "portal-cadangan."
        )
    if lsn(state["since"]) > lsn(newest["begins"]):
        status.alarms.append(
            "Catatan perubahan (WAL) terputus sejak cadangan terakhir. Jalankan `manage.py backup`."
        )


def _newest(store: Store, prefix: str, ending: str) -> Any:
    names = [name for name in store.sizes(prefix) if name.endswith(ending)]
    return store.read_json(names[-1]) if names else None


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "l, j F Y H.i")
