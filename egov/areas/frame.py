"""The plane on which the region is drawn: whole steps of ten metres around its centre.

East is right and south is down, as SVG counts. One frame for all drawings of a region, so that a
kecamatan's page shows the same lines as the city's, only nearer.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import shapely
from django.conf import settings

STEPS = 11_132  # of ten metres in a degree of latitude


def _eastward() -> float:
    """Steps in a degree of longitude at the region's centre."""
    return STEPS * math.cos(math.radians(settings.REGION_PROFILE.centre[0]))


def on_frame(latitude: float, longitude: float) -> tuple[float, float]:
    """(x, y) of a place."""
    north, west = settings.REGION_PROFILE.centre
    return (longitude - west) * _eastward(), (north - latitude) * STEPS


def on_earth(x: float, y: float) -> tuple[float, float]:
    """(latitude, longitude) of a spot of the frame."""
    north, west = settings.REGION_PROFILE.centre
    return north - y / STEPS, west + x / _eastward()


def flattened(outline: Any) -> Any:
    """A geometry of longitudes and latitudes, on the frame."""
    north, west = settings.REGION_PROFILE.centre
    return shapely.transform(outline, lambda c: (c - [west, north]) * [_eastward(), -STEPS])


def unflattened(outline: Any) -> Any:
    """A geometry of the frame in longitudes and latitudes."""
    north, west = settings.REGION_PROFILE.centre
    return shapely.transform(outline, lambda c: c / [_eastward(), -STEPS] + [west, north])


def svg_path(outline: Any) -> str:
    """The d of an SVG path along a geometry of lines or polygons, in whole steps."""
    return "".join(map(_line, _strings(outline)))


def _strings(outline: Any) -> Iterable[tuple[Any, bool]]:
    """Each line with whether it is closed."""
    for part in getattr(outline, "geoms", [outline]):
        if part.geom_type == "Polygon":
            yield part.exterior.coords, True
            yield from ((ring.coords, True) for ring in part.interiors)
        elif part.geom_type == "LineString":
            yield part.coords, False


def _line(string: tuple[Any, bool]) -> str:
    """Steps from point to point: shorter, and they compress better, than places."""
    coords, closed = string
    points = [(round(x), round(y)) for x, y in coords]
    if closed:
        points = points[:-1]
    x, y = points[0]
    moves = [f"M{x} {y}l"]
    for at_x, at_y in points[1:]:
        moves.append(f"{at_x - x} {at_y - y} ")
        x, y = at_x, at_y
    return "".join(moves).rstrip() + ("z" if closed else "")
