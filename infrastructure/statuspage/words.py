"""Shares, bars and their words."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format

from infrastructure.domain.status.spans import DAYS, Tally, Told, runs

# each state has its own height and place in the bar, so that no colour speaks alone
_SHAPES = {
    Told.UP: (0, 12),
    Told.MAINTENANCE: (4, 8),
    Told.UNREACHABLE: (6, 4),
    Told.DEGRADED: (3, 9),
    Told.DOWN: (9, 3),
    Told.UNKNOWN: (11, 1),
}
_COUNTED = {
    Told.DOWN: "hari dengan gangguan",
    Told.DEGRADED: "hari terganggu sebagian",
    Told.UNREACHABLE: "hari tidak terjangkau",
    Told.MAINTENANCE: "hari dengan pemeliharaan",
    Told.UNKNOWN: "hari tanpa catatan",
}


def percent(share: float | None) -> str:
    """ "99,82 %"; never rounded up to 100, nothing where nothing was counted."""
    if share is None:
        return ""
    if share >= 100:
        return "100 %"
    return f"{math.floor(share * 100) / 100:.2f} %".replace(".", ",")


@dataclass(frozen=True)
class Bar:
    """Ninety days as a drawing, a path a state, and in words."""

    paths: tuple[tuple[str, str], ...]
    words: str


def bar(days: list[Tally]) -> Bar:
    worst = [day.worst for day in days]
    paths: dict[Told, list[str]] = {}
    for told, place, many in runs(worst):
        top, high = _SHAPES[told]
        paths.setdefault(told, []).append(f"M{place} {top}h{many}v{high}h-{many}z")
    drawn = tuple((told.value, "".join(parts)) for told, parts in paths.items())
    counted = [f"{n} {word}" for told, word in _COUNTED.items() if (n := worst.count(told))]
    words = ", ".join(counted) if counted else "berjalan setiap hari"
    return Bar(drawn, f"{DAYS} hari: {words}")


def since(moment: datetime | None, now: datetime) -> str:
    """ "sejak 13.48", of another day with its date."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    today = local.date() == timezone.localdate(now)
    return f"sejak {date_format(local, 'H.i' if today else 'j F Y, H.i')}"


def lasting(seconds: int) -> str:
    """ "3 jam 20 menit"; "0" for nothing."""
    if not seconds:
        return "0"
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    words = [(hours, "jam"), (minutes, "menit"), (0 if hours or minutes else rest, "detik")]
    return " ".join(f"{many} {word}" for many, word in words if many)
