"""Points on the map of an area."""

from __future__ import annotations

from collections.abc import Iterable

from egov.areas.frame import on_frame
from egov.areas.maps import WIDTH, AreaMap


def dots(drawn: AreaMap, places: Iterable[tuple[float, float]]) -> list[tuple[int, int]]:
    """Where places (latitude, longitude) stand on a map; those outside of it are left out."""
    window = drawn.window
    found = []
    for place in places:
        x, y = window.at(*on_frame(*place))
        if 0 <= x <= WIDTH and 0 <= y <= window.height:
            found.append((x, y))
    return found
