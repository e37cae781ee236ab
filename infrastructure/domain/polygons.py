"""A polygon drawn on the map or pasted as GeoJSON: read, judged, and what lies in it."""

from __future__ import annotations

import json
import math
from typing import Any

import shapely
from django.conf import settings
from django.db.models import Max, Min
from shapely import Polygon
from shapely.geometry import box

from egov.accounts.models import User
from egov.areas.frame import on_earth
from egov.areas.models import MapShape
from egov.verbs.refusal import Invalid
from infrastructure.models import Asset, Segment
from infrastructure.vocabulary import AssetKind

FIELD = "poligon"
LONGEST = 40_000  # characters
MOST_POINTS = 200
MOST_INSIDE = 5000  # assets of one cut
AROUND = 0.1  # degrees, about 11 km: how far from the region an area may lie
DUG_UP = (AssetKind.STRUCTURE, AssetKind.ENCLOSURE)  # beside the segments


def read_polygon(text: str) -> Polygon:
    """A GeoJSON polygon, bare or as the one feature; each fault is told at its field."""
    if len(text) > LONGEST:
        raise _invalid("too_long", f"GeoJSON ini terlalu panjang. Paling banyak {LONGEST} huruf.")
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        sentence = "Ini bukan GeoJSON. Tempel objek yang diawali { dan diakhiri }."
        raise _invalid("unreadable", sentence) from None
    rings = [_ring(ring) for ring in _rings(_geometry(given))]
    points = sum(len(ring) for ring in rings)
    if points > MOST_POINTS:
        sentence = f"Area ini punya {points} titik. Paling banyak {MOST_POINTS}: sederhanakan."
        raise _invalid("too_many_points", sentence)
    polygon = Polygon(rings[0], rings[1:])
    if not polygon.is_valid or polygon.area == 0:
        raise _invalid(
            "crosses",
            "Garis tepi area ini berpotongan atau berimpit dengan dirinya sendiri. "
            "Gambar lagi tanpa garis yang bersilangan.",
        )
    _check_place(polygon)
    return polygon


def _invalid(code: str, sentence: str) -> Invalid:
    return Invalid(f"polygon_{code}", sentence, field=FIELD)


def _geometry(given: Any) -> dict[str, Any]:
    """The one polygon of what was given."""
    features = given.get("features") if isinstance(given, dict) else None
    if isinstance(features, list) and len(features) == 1:
        given = features[0]
    if isinstance(given, dict) and given.get("type") == "Feature":
        given = given.get("geometry")
    if not isinstance(given, dict) or given.get("type") != "Polygon":
        sentence = "GeoJSON ini harus berisi tepat satu area (Polygon), bukan titik, garis, "
        raise _invalid("not_one", sentence + "atau beberapa area.")
    return given


def _rings(geometry: dict[str, Any]) -> list[Any]:
    rings = geometry.get("coordinates")
    if not isinstance(rings, list) or not rings:
        raise _invalid("coordinates", "Area ini tidak punya koordinat (coordinates).")
    return rings


def _ring(given: Any) -> list[tuple[float, float]]:
    """Its corners, the first not told again at the end."""
    if not isinstance(given, list):
        raise _invalid("coordinates", "Tiap garis tepi harus berupa daftar titik [bujur, lintang].")
    corners = [_corner(point) for point in given]
    if len(corners) > 1 and corners[0] == corners[-1]:
        corners.pop()
    if len(set(corners)) < 3:
        raise _invalid("too_few_points", "Area perlu paling sedikit tiga titik yang berbeda.")
    return corners


def _corner(given: Any) -> tuple[float, float]:
    pair = given[:2] if isinstance(given, list) else []
    if len(pair) != 2 or not all(_is_degree(value) for value in pair):
        raise _invalid("coordinates", "Tiap titik harus berupa dua angka: [bujur, lintang].")
    return float(pair[0]), float(pair[1])


def _is_degree(value: Any) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number and abs(value) <= 360 and math.isfinite(value)


def _check_place(polygon: Polygon) -> None:
    here = region_box()
    if here is None:
        sentence = "Belum ada letak aset yang tercatat di sini. Pilih ruas dari daftar."
        raise _invalid("no_points", sentence)
    around = here.buffer(AROUND)
    if polygon.intersects(around):
        return
    if shapely.transform(polygon, lambda corners: corners[:, ::-1]).intersects(around):
        raise _invalid(
            "swapped",
            "Lintang dan bujur tampaknya tertukar. GeoJSON menulis bujur lebih dulu: "
            "[bujur, lintang].",
        )
    name = settings.REGION_PROFILE.name
    raise _invalid("elsewhere", f"Area ini di luar {name}. Gambar di dalam wilayahnya.")


def region_box() -> Any:
    """The box around the region as it is drawn, else around its assets; None without points."""
    edges = MapShape.objects.aggregate(
        west=Min("west"), north=Min("north"), east=Max("east"), south=Max("south")
    )
    if edges["west"] is not None:
        top, left = on_earth(edges["west"], edges["north"])
        bottom, right = on_earth(edges["east"], edges["south"])
        return box(left, bottom, right, top)
    points = Asset.objects.filter(latitude__isnull=False)
    ends = points.aggregate(
        Min("longitude"), Min("latitude"), Max("longitude"), Max("latitude")
    ).values()
    return None if None in ends else box(*ends)


def assets_inside(polygon: Polygon, *, user: User, everything: bool) -> frozenset[int]:
    """Segments that the polygon meets, and the poles, chambers and closures in it.

    `everything`: sites, devices and cameras in it too, as a flood or a fire would take them.
    Only what the user may read. Two queries.
    """
    west, south, east, north = polygon.bounds
    shapely.prepare(polygon)
    spots = (
        Asset.objects.visible_to(user)
        .in_use()
        .filter(longitude__range=(west, east), latitude__range=(south, north))
    )
    if not everything:
        spots = spots.filter(kind__in=DUG_UP)
    lines = Segment.objects.filter(
        asset__in=Asset.objects.visible_to(user).in_use().filter(kind=AssetKind.SEGMENT),
        west__lte=east,
        east__gte=west,
        south__lte=north,
        north__gte=south,
    )
    inside = {
        asset
        for asset, x, y in spots.values_list("pk", "longitude", "latitude")
        if polygon.intersects(shapely.Point(x, y))
    }
    inside |= {
        asset
        for asset, geometry in lines.values_list("asset_id", "geometry")
        if len(geometry) > 1 and polygon.intersects(shapely.LineString(geometry))
    }
    if not inside:
        sentence = "Tidak ada jalur yang tercatat di area ini, sejauh terbuka bagi jabatan Anda. "
        raise _invalid("nothing_inside", sentence + "Gambar lebih luas, atau pilih dari daftar.")
    if len(inside) > MOST_INSIDE:
        sentence = f"Area ini memuat lebih dari {MOST_INSIDE} aset. Gambar lebih sempit."
        raise _invalid("too_many_inside", sentence)
    return frozenset(inside)
