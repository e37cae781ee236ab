"""A city from centre points: each place belongs to the nearest one, within a softened hull.

Drawing only. Where such a cell ends says nothing about where an area ends.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any, TypeVar

import shapely
from shapely import MultiPoint, Polygon

Key = TypeVar("Key", bound=Hashable)

# steps of the frame, ten metres each
HUG = 0.2  # how closely the hull follows the outermost points: 1 convex, 0 point by point
GROWTH, SHRINKING = 330, 220  # wider by what the outermost cells lack, and rounder
SLACK = 4  # how far an arc of the hull may be straightened


def cells(points: Mapping[Key, tuple[float, float]]) -> dict[Key, Polygon]:
    """The cell of each point, corners in whole steps: no two overlap, none leaves a gap."""
    places = _apart(points)
    if not places:
        return {}
    crowd = MultiPoint(list(places.values()))
    hull = shapely.concave_hull(crowd, ratio=HUG).buffer(GROWTH).buffer(-SHRINKING)
    parts = [hull]
    if len(places) > 1:
        wide = hull.buffer(GROWTH)
        nearest = shapely.voronoi_polygons(crowd, extend_to=wide, ordered=True)
        parts = [part.intersection(hull) for part in nearest.geoms]
    straight = shapely.coverage_simplify(parts, SLACK)
    return dict(zip(places, (shapely.transform(part, _whole) for part in straight), strict=True))


def _whole(coords: Any) -> Any:
    return coords.round()


def _apart(points: Mapping[Key, tuple[float, float]]) -> dict[Key, tuple[int, int]]:
    """In whole steps; of two on one spot the second moves a step, or it would have no cell."""
    apart: dict[Key, tuple[int, int]] = {}
    taken: set[tuple[int, int]] = set()
    for key, (x, y) in points.items():
        spot = round(x), round(y)
        while spot in taken:
            spot = spot[0] + 1, spot[1]
        taken.add(spot)
        apart[key] = spot
    return apart
