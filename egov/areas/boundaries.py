"""Is a point inside an area, and the region drawn as SVG."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from shapely.geometry import Point, box, shape

from egov.areas.models import Area, AreaBoundary, Level

NEAR_METRES = 75  # a phone's fix and a simplified outline are both off by this much


def check_point(area: Area, latitude: float, longitude: float) -> str:
    """ "inside", "outside", or "not_made" where no boundary of the area is loaded.

    A point within 75 m counts as inside.
    """
    boundary = AreaBoundary.objects.filter(area=area).first()
    if boundary is None:
        return "not_made"
    outline = shape(boundary.geometry)
    degrees = NEAR_METRES / 111_320
    return "inside" if outline.distance(Point(longitude, latitude)) <= degrees else "outside"


@dataclass(frozen=True)
class Shape:
    """One area on the drawing. `path` is the d of an SVG path; x, y its label's place."""

    area: Area
    path: str
    x: float
    y: float


@dataclass(frozen=True)
class Drawing:
    """The region as SVG: width and height of its viewBox; `official` is False for the schematic."""

    width: int
    height: int
    shapes: tuple[Shape, ...]
    official: bool


def draw(level: str = Level.DISTRICT, *, width: int = 560) -> Drawing:
    """The areas of a level, from their boundaries.

    A deterministic schematic where not all are loaded.
    """
    areas = list(Area.objects.current().level(level).select_related("boundary").order_by("code"))
    if areas and all(hasattr(a, "boundary") for a in areas):
        return _from_boundaries(areas, width)
    return _schematic(areas, width)


def _from_boundaries(areas: list[Area], width: int) -> Drawing:
    outlines = [(a, shape(a.boundary.geometry)) for a in areas]
    west = min(o.bounds[0] for _, o in outlines)
    south = min(o.bounds[1] for _, o in outlines)
    east = max(o.bounds[2] for _, o in outlines)
    north = max(o.bounds[3] for _, o in outlines)
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = width / ((east - west) * squeeze)
    height = round((north - south) * scale)

    def xy(point: Any) -> str:
        return f"{(point[0] - west) * squeeze * scale:.0f} {(north - point[1]) * scale:.0f}"

    shapes = []
    for area, outline in outlines:
        simple = outline.simplify(0.7 / scale)
        rings = [ring.coords for ring in _rings(simple) if len(ring.coords) > 3]
        path = "".join(_closed(map(xy, ring[:-1])) for ring in rings)
        inside = outline.representative_point()
        x = round((inside.x - west) * squeeze * scale)
        y = round((north - inside.y) * scale)
        shapes.append(Shape(area, path, x, y))
    return Drawing(width, height, tuple(shapes), official=True)


def _rings(outline: Any) -> Iterator[Any]:
    """The outer and the inner rings of every part of a Polygon or MultiPolygon."""
    for part in getattr(outline, "geoms", [outline]):
        yield part.exterior
        yield from part.interiors


def _closed(points: Iterable[str]) -> str:
    """A closed line of an SVG path through these points, each "x y"."""
    return f"M{'L'.join(points)}Z"


def schematic_cell(index: int, count: int) -> tuple[int, int, int]:
    """(column, row, columns) of cell `index` among `count`, in rows of a near-square grid."""
    columns = max(1, math.ceil(math.sqrt(count * 1.4)))
    return index % columns, index // columns, columns


def _schematic(areas: list[Area], width: int) -> Drawing:
    shapes, rows = [], 1
    for index, area in enumerate(areas):
        column, row, columns = schematic_cell(index, len(areas))
        side = width / columns
        rows = row + 1
        cell = box(column * side + 2, row * side + 2, (column + 1) * side - 2, (row + 1) * side - 2)
        path = _closed(f"{x:.0f} {y:.0f}" for x, y in cell.exterior.coords[:-1])
        shapes.append(Shape(area, path, round((column + 0.5) * side), round((row + 0.5) * side)))
    columns = schematic_cell(0, len(areas))[2] if areas else 1
    return Drawing(width, round(rows * width / columns), tuple(shapes), official=False)


SPAN = 0.09  # degrees: the schematic's half height


def schematic_cell_of(village: Area) -> tuple[float, float, float, float]:
    """(west, south, east, north) of a village on the schematic.

    Around the profile's centre: deterministic, and no boundary.
    """
    latitude, longitude = settings.REGION_PROFILE.centre
    siblings = Area.objects.current().level(Level.VILLAGE).order_by("code")
    codes = list(siblings.values_list("code", flat=True))
    index = codes.index(village.code) if village.code in codes else 0
    column, row, columns = schematic_cell(index, len(codes))
    side = 2 * SPAN / columns
    west, north = longitude - SPAN + column * side, latitude + SPAN - row * side
    return west, north - side, west + side, north


def outline_of(area: Area) -> dict[str, Any]:
    """GeoJSON Feature of an area.

    `official` tells whether it is a loaded boundary or the schematic.
    """
    row = AreaBoundary.objects.filter(area=area).first()
    if row is not None:
        return {
            "type": "Feature",
            "geometry": row.geometry,
            "properties": {"name": area.label, "official": True, "source": row.source},
        }
    while area.level in (Level.RW, Level.RT) and area.parent is not None:
        area = area.parent
    frame = box(*schematic_cell_of(area))
    ring = [[round(x, 5), round(y, 5)] for x, y in frame.exterior.coords]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {
        "type": "Feature",
        "geometry": geometry,
        "properties": {"name": area.label, "official": False, "source": ""},
    }


@dataclass(frozen=True)
class Spot:
    """A point within an outline, drawn 240 wide."""

    width: int
    height: int
    path: str
    x: int
    y: int
    official: bool


def draw_spot(village: Area, latitude: float, longitude: float) -> Spot | None:
    """The village's outline with a point on it, as SVG numbers.

    None for a real point beside the schematic.
    """
    feature = outline_of(village)
    outline = shape(feature["geometry"])
    official = feature["properties"]["official"]
    point = Point(longitude, latitude)
    if not official and not outline.buffer(0.002).contains(point):
        return None
    west, south, east, north = outline.union(point.buffer(0.0005)).bounds
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = 224 / max((east - west) * squeeze, (north - south))

    def at(x: float, y: float) -> tuple[int, int]:
        return round((x - west) * squeeze * scale) + 8, round((north - y) * scale) + 8

    def outer(part: Any) -> str:
        return _closed("{} {}".format(*at(x, y)) for x, y in part.exterior.coords[:-1])

    simple = outline.simplify(0.5 / scale)
    path = "".join(outer(part) for part in getattr(simple, "geoms", [simple]))
    x, y = at(longitude, latitude)
    width, height = at(east, south)
    return Spot(width + 8, height + 8, path, x, y, official)
