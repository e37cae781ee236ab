"""Is a point inside an area; outlines as GeoJSON; a point somewhere in an area, for examples."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial
from typing import Any

from shapely.geometry import Point, shape

from egov.areas.models import Area, AreaBoundary, Level, MapShape

NEAR_METRES = 75  # a phone's fix and a simplified outline are both off by this much


def check_point(area: Area, latitude: float, longitude: float) -> str:
    """ "inside", "outside", or "not_made" where no boundary of the area is loaded.

    A point within 75 m counts as inside. A sketch is never asked.
    """
    boundary = AreaBoundary.objects.filter(area=area).first()
    if boundary is None:
        return "not_made"
    outline = shape(boundary.geometry)
    degrees = NEAR_METRES / 111_320
    return "inside" if outline.distance(Point(longitude, latitude)) <= degrees else "outside"


def outline_of(area: Area) -> dict[str, Any]:
    """GeoJSON Feature of an area; of an RW its village's.

    `official` tells whether it is a loaded boundary or a sketch. Without either the geometry is
    None, as GeoJSON writes a place that is not located.
    """
    while area.level in (Level.RW, Level.RT) and area.parent is not None:
        area = area.parent
    boundary = AreaBoundary.objects.filter(area=area).first()
    if boundary is not None:
        return _feature(area, boundary.geometry, official=True, source=boundary.source)
    sketch = MapShape.objects.filter(area=area).first()
    return _feature(area, sketch.geometry if sketch else None)


def _feature(
    area: Area, geometry: Any, *, official: bool = False, source: str = ""
) -> dict[str, Any]:
    properties = {"name": area.label, "official": official, "source": source}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


INWARD = 0.0008  # degrees, about 90 m: examples do not lie on a line
TRIES = 200


def point_in(area: Area, seed: int | str) -> tuple[float, float] | None:
    """(latitude, longitude) somewhere in the area as it is drawn, the same for the same seed.

    For examples only. None where the area has no shape: then an example has no point.
    """
    scatter = points_in(area)
    return scatter(seed) if scatter else None


def points_in(area: Area) -> Callable[[int | str], tuple[float, float]] | None:
    """As `point_in`, for many points of one area: it is asked for its shape once."""
    geometry = outline_of(area)["geometry"]
    if geometry is None:
        return None
    outline = shape(geometry)
    shrunk = outline.buffer(-INWARD)
    return partial(_scattered, outline if shrunk.is_empty else shrunk, area.code)


def _scattered(room: Any, code: str, seed: int | str) -> tuple[float, float]:
    west, south, east, north = room.bounds
    chance = random.Random(f"{code} {seed}")  # noqa: S311 - no secret
    for _ in range(TRIES):
        x, y = round(chance.uniform(west, east), 5), round(chance.uniform(south, north), 5)
        if room.contains(Point(x, y)):
            return y, x
    inside = room.representative_point()
    return round(inside.y, 5), round(inside.x, 5)
