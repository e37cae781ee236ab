"""The register of cameras as one reader may know it: counted, on the map, and why each is there."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max, Min, Q
from django.db.models.functions import Left
from geographiclib.geodesic import Geodesic

from egov.agencies.models import Agency
from egov.areas.models import Area, Level
from egov.verbs.refusal import Invalid
from infrastructure.domain.layers import MOST, Bounds
from infrastructure.models import Asset, Camera, TopologyVersion
from infrastructure.models.asset import AssetQuerySet
from infrastructure.vocabulary import (
    PURPOSE_TOLD,
    AssetKind,
    CameraPurpose,
    Connectivity,
    NoticeSign,
)
from regulations.models import Regulation

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from egov.accounts.models import User

WIDEST = 0.08  # degrees of a window in which view sectors are drawn
MOST_SECTORS = 400
ARC = 12  # steps along the far edge of a sector
DISTRICT_CODE = 8  # letters of "35.78.01"


def register(user: User | AnonymousUser | None) -> AssetQuerySet:
    """The cameras in use that a person may know of."""
    return Asset.objects.visible_to(user).in_use().filter(kind=AssetKind.CAMERA)


def without_basis(user: User) -> int:
    """How many of those that somebody keeps stand on no law yet, counted to a hundred."""
    rows = Camera.objects.administered_by(user).filter(legal_basis=None)
    return int(rows.exclude(asset__status="retired")[:100].count())


# -- counted ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Figures:
    total: int
    online: int
    local: int
    without_basis: int
    bounds: Bounds | None  # around all that have a point

    @property
    def drawn(self) -> bool:
        return self.bounds is not None


def figures(rows: AssetQuerySet) -> Figures:
    """One query."""
    counted = rows.order_by().aggregate(
        total=Count("id"),
        online=Count("id", filter=Q(camera__connectivity=Connectivity.ONLINE)),
        local=Count("id", filter=Q(camera__connectivity=Connectivity.LOCAL_ONLY)),
        without=Count("id", filter=Q(camera__legal_basis=None)),
        west=Min("longitude"),
        south=Min("latitude"),
        east=Max("longitude"),
        north=Max("latitude"),
    )
    edges = tuple(counted[side] for side in ("west", "south", "east", "north"))
    bounds = None if None in edges else (edges[0], edges[1], edges[2], edges[3])
    return Figures(
        counted["total"], counted["online"], counted["local"], counted["without"], bounds
    )


def by_owner(rows: AssetQuerySet) -> list[tuple[Agency | None, int]]:
    """Most first; None is who nobody knows. Two queries."""
    counted = dict(rows.order_by().values_list("owner").annotate(Count("id")))
    known = Agency.objects.in_bulk([key for key in counted if key is not None])
    owners = [(known.get(key), many) for key, many in counted.items()]
    return sorted(owners, key=lambda pair: (-pair[1], pair[0].short_name if pair[0] else ""))


def by_district(rows: AssetQuerySet) -> list[tuple[Area | None, int]]:
    """By name; None is where nobody knows. Two queries."""
    code = Left("area__code", DISTRICT_CODE)
    counted = dict(rows.order_by().values_list(code).annotate(Count("id")))
    districts = Area.objects.current().level(Level.DISTRICT)
    known = {area.code: area for area in districts.filter(code__in=[c for c in counted if c])}
    places: dict[Area | None, int] = {}
    for key, many in counted.items():
        area = known.get(key or "")
        places[area] = places.get(area, 0) + many
    return sorted(places.items(), key=lambda pair: (pair[0] is None, str(pair[0] or "")))


# -- on the map ------------------------------------------------------------------------------------


def register_tag() -> str:
    """An ETag of what everybody may know of all cameras: another whenever one of them changes."""
    number = TopologyVersion.objects.values_list("number", flat=True).first()
    return f'"{hashlib.sha256(f"kamera {number}".encode()).hexdigest()[:32]}"'


def features(rows: AssetQuerySet, bounds: Bounds | None) -> dict[str, Any]:
    """A FeatureCollection of those within the bounds; one query.

    `tersambung`: whether it is on the city's network; what is not is never told as down.
    """
    columns = ("code", "name", "longitude", "latitude", "camera__purpose", "camera__connectivity")
    found = list(_within(rows, bounds).order_by("code").values_list(*columns)[: MOST + 1])
    points = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [round(x, 5), round(y, 5)]},
            "properties": {
                "kode": code,
                "nama": name,
                "jenis": CameraPurpose(purpose).label if purpose else "",
                "tersambung": connectivity != Connectivity.LOCAL_ONLY,
            },
        }
        for code, name, x, y, purpose, connectivity in found[:MOST]
    ]
    return {"type": "FeatureCollection", "terpotong": len(found) > MOST, "features": points}


def _within(rows: AssetQuerySet, bounds: Bounds | None) -> AssetQuerySet:
    placed = rows.filter(latitude__isnull=False)
    if bounds is None:
        return placed
    west, south, east, north = bounds
    return placed.filter(longitude__range=(west, east), latitude__range=(south, north))


def sectors(rows: AssetQuerySet, bounds: Bounds | None) -> dict[str, Any]:
    """What the cameras of a small window see, as polygons; one query."""
    if bounds is None or bounds[2] - bounds[0] > WIDEST or bounds[3] - bounds[1] > WIDEST:
        sentence = "Arah pandang hanya tampil dari dekat. Perbesar peta dulu."
        raise Invalid("too_wide", sentence, field="bbox")
    seeing = _within(rows, bounds).filter(
        camera__range_m__isnull=False, camera__field_of_view__isnull=False
    )
    columns = ("code", "longitude", "latitude", "camera__azimuth")
    more = ("camera__field_of_view", "camera__range_m")
    found = seeing.order_by("code").values_list(*columns, *more)[:MOST_SECTORS]
    shapes = [
        {
            "type": "Feature",
            "geometry": {"type": "Polygon", "coordinates": [ring]},
            "properties": {"kode": code},
        }
        for code, *view in found
        if (ring := sector(*view))
    ]
    return {"type": "FeatureCollection", "features": shapes}


def sector(
    longitude: float, latitude: float, azimuth: int | None, field_of_view: int, range_m: int
) -> list[list[float]]:
    """The ring of what is seen; empty where a narrow view has no direction."""
    whole = field_of_view >= 360
    if azimuth is None and not whole:
        return []
    steps = ARC * (3 if whole else max(1, math.ceil(field_of_view / 120)))
    begin = 0.0 if azimuth is None else azimuth - field_of_view / 2
    arc = [
        _ahead(latitude, longitude, begin + field_of_view * n / steps, range_m)
        for n in range(steps + 1)
    ]
    if whole:
        return [*arc[:-1], arc[0]]
    here = [round(longitude, 6), round(latitude, 6)]
    return [here, *arc, here]


def _ahead(latitude: float, longitude: float, azimuth: float, metres: float) -> list[float]:
    end = Geodesic.WGS84.Direct(latitude, longitude, azimuth, metres)
    return [round(end["lon2"], 6), round(end["lat2"], 6)]


# -- why it is there -------------------------------------------------------------------------------


def laws_on(keys: Iterable[int | None], on: date) -> Mapping[int, Regulation]:
    """The legal bases of some cameras with their `force` on a day, in one query."""
    wanted = {key for key in keys if key is not None}
    if not wanted:
        return {}
    rows = Regulation.objects.with_force(on).select_related("kind").filter(pk__in=wanted)
    return {row.pk: row for row in rows}


def why(camera: Camera) -> Sequence[str]:
    """Sentences for who asks why a camera is there; what nobody recorded is said so."""
    purpose = PURPOSE_TOLD.get(CameraPurpose(camera.purpose))
    aim = f"Dipasang {purpose}." if purpose else "Tujuannya belum dicatat."
    told = [camera.rationale or aim]
    if camera.rationale and purpose:
        told.insert(0, aim)
    told.append(_kept(camera.retention_days))
    told.append(_sign(camera.notice_sign))
    if camera.window:
        told.append(f"Gambarnya dapat ditonton umum pukul {camera.window}.")
    if camera.connectivity == Connectivity.LOCAL_ONLY:
        told.append("Terdaftar, tetapi tidak tersambung ke jaringan kota.")
    return told


def _kept(days: int | None) -> str:
    if days is None:
        return "Berapa lama rekamannya disimpan belum dicatat."
    return f"Rekamannya disimpan {days} hari." if days else "Gambarnya tidak direkam."


def _sign(sign: str) -> str:
    words = {
        NoticeSign.PRESENT.value: "Papan pemberitahuan terpasang di tempat.",
        NoticeSign.ABSENT.value: "Papan pemberitahuan belum terpasang di tempat.",
    }
    return words.get(sign, "Papan pemberitahuannya belum dicatat.")
