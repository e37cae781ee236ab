"""The straight-line diagram of a cable, as a page shows it."""

from __future__ import annotations

from itertools import zip_longest
from typing import Any

from infrastructure.domain.otdr import Found
from infrastructure.domain.straight import Straight
from infrastructure.drawings.straight import Stop, Way, straight_line


def drawn(straight: Straight, found: Found | None = None) -> dict[str, Any]:
    """The drawing, and its rows for the table beside it."""
    stops = [
        Stop(
            station.asset.code,
            station.asset.get_absolute_url(),
            station.at,
            station.slack,
            [box.code for box in station.boxes],
        )
        for station in straight.stations
    ]
    ways = [
        Way(span.asset.code, span.asset.get_absolute_url(), span.metres, span.kind)
        for span in straight.spans
    ]
    line = straight_line(stops, ways, _cut(found) if found else None)
    return {"straight": line, "straight_rows": list(zip_longest(line.stops, line.ways))}


def _cut(found: Found) -> tuple[int, float]:
    number = found.straight.stations.index(found.station)
    share = found.after / found.span.metres if found.span and found.span.metres else 0.0
    return number, min(1.0, share)
