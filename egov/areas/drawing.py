"""Drawing the region once: what pages show is kept in rows and drawn anew only when areas change.

Children of one parent are drawn from their boundaries where all of them have one; else as cells
around the centre points that the portal brings (`data/centres-<code>.csv`); else not at all.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import shapely
from django.conf import settings
from django.db import transaction
from django.db.models import TextField
from django.db.models.functions import MD5, Cast
from shapely.geometry import mapping, shape

from egov.areas.bundled import centres
from egov.areas.cells import cells
from egov.areas.frame import flattened, on_frame, svg_path, unflattened
from egov.areas.lettering import lettering
from egov.areas.models import Area, AreaBoundary, AreaSuccession, Level, MapShape
from egov.verbs.verb import verb

WAY = 2  # of drawing; with another number every region is drawn anew
SLACK = {Level.DISTRICT: 5, Level.VILLAGE: 2}  # steps by which a boundary may be straightened


def draw_map_soon() -> None:
    """Once what happens now is stored; does nothing where that changes no line."""
    transaction.on_commit(draw_map)


@verb
def draw_map() -> bool:
    """Draws the areas of today. False where what is kept was drawn from the same."""
    region = Area.objects.select_for_update().filter(parent=None).first()
    if region is None:
        return False
    rows = Area.objects.current().filter(level__in=[Level.DISTRICT, Level.VILLAGE])
    areas = list(rows.order_by("code"))
    points = _points(areas)
    fingerprint = _fingerprint(areas, points)
    if MapShape.objects.values_list("drawn_from", flat=True).first() == fingerprint:
        return False
    shapes = _shapes(areas, points)
    for each in shapes:
        each.drawn_from = fingerprint
    MapShape.objects.all().delete()
    MapShape.objects.bulk_create(shapes)
    return True


Points = dict[str, tuple[int, tuple[float, float]]]


def _points(areas: Iterable[Area]) -> Points:
    """By code of a centre point, the id of the area to which it belongs and its spot.

    Points of ended areas go to the one that took their place; a kecamatan's own counts only
    where none of its villages has one.
    """
    known = centres(settings.REGION_PROFILE)
    owner = {area.code: area for area in areas}
    for code in known.keys() - owner.keys():
        heir = _heir(code, set(owner.values()))
        if heir is not None:
            owner[code] = heir
    owned = {code: owner[code] for code in sorted(known) if code in owner}
    parents = {area.parent_id for area in owned.values()}
    return {
        code: (area.pk, on_frame(*known[code]))
        for code, area in owned.items()
        if area.level == Level.VILLAGE or area.pk not in parents
    }


def _heir(code: str, current: set[Area]) -> Area | None:
    """The one area that lives on where an ended one was; None where it was parted."""
    while True:
        rows = AreaSuccession.objects.filter(predecessor__code=code).select_related("successor")
        heirs = list(rows[:2])
        if len(heirs) != 1:
            return None
        if heirs[0].successor in current:
            return heirs[0].successor
        code = heirs[0].successor.code


def _fingerprint(areas: Iterable[Area], points: Points) -> str:
    """Of all that the drawing follows from."""
    digest = MD5(Cast("geometry", TextField()))
    outlines = AreaBoundary.objects.order_by("area_id").values_list("area_id", digest)
    material = [
        WAY,
        settings.REGION_PROFILE.centre,
        points,
        [(area.pk, area.code, area.name, area.parent_id) for area in areas],
        list(outlines),
    ]
    return hashlib.sha256(json.dumps(material).encode()).hexdigest()


def _shapes(areas: list[Area], points: Points) -> list[MapShape]:
    official = _official(areas)
    sketch = _sketch(areas, points)
    families: dict[int | None, list[Area]] = defaultdict(list)
    for area in areas:
        families[area.parent_id].append(area)
    shapes = []
    for children in families.values():
        outlines = official if all(child.pk in official for child in children) else sketch
        for child in children:
            if child.pk in outlines:
                parts = [outlines[a.pk] for a in families.get(child.pk, ()) if a.pk in outlines]
                shapes.append(_shape(child, outlines[child.pk], parts, outlines is official))
    return shapes


def _official(areas: Iterable[Area]) -> dict[int, Any]:
    """The loaded boundaries by area, on the frame, with lines as fine as a screen shows."""
    slack = {area.pk: SLACK[Level(area.level)] for area in areas}
    rows = AreaBoundary.objects.filter(area__in=slack)
    return {
        row.area_id: flattened(shape(row.geometry)).simplify(slack[row.area_id]) for row in rows
    }


def _sketch(areas: Iterable[Area], points: Points) -> dict[int, Any]:
    """The cells by area; a kecamatan is made of those of its villages."""
    pieces: dict[int, list[Any]] = defaultdict(list)
    parent = {area.pk: area.parent_id for area in areas if area.level == Level.VILLAGE}
    for code, cell in cells({code: spot for code, (_, spot) in points.items()}).items():
        owner = points[code][0]
        pieces[owner].append(cell)
        if owner in parent:
            pieces[parent[owner]].append(cell)  # type: ignore[index]
    return {owner: shapely.unary_union(parts) for owner, parts in pieces.items()}


def _shape(area: Area, outline: Any, parts: list[Any], official: bool) -> MapShape:
    name = lettering(outline, area.name)
    west, north, east, south = (round(bound) for bound in outline.bounds)
    lines = shapely.unary_union([part.boundary for part in parts]).difference(outline.boundary)
    return MapShape(
        area=area,
        official=official,
        geometry=_rounded(mapping(unflattened(outline))),
        path=svg_path(outline),
        inner="" if lines.is_empty else svg_path(shapely.line_merge(lines)),
        west=west,
        north=north,
        east=east,
        south=south,
        label=name.text,
        label_x=name.x,
        label_y=name.y,
        label_size=name.size,
    )


def _rounded(geometry: Any) -> Any:
    """To a metre, and lists for tuples, as the database gives them back."""
    return json.loads(json.dumps(geometry), parse_float=lambda number: round(float(number), 5))
