"""What the map shows, in layers; and each layer as GeoJSON for one reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from egov.verbs.refusal import Invalid
from infrastructure.models import Asset, Segment
from infrastructure.vocabulary import AssetKind

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from egov.accounts.models import User

MOST = 5000  # features of one answer
Bounds = tuple[float, float, float, float]  # west, south, east, north


@dataclass(frozen=True)
class Layer:
    """`guarded`: never on a map of the public, even where an officer opened the class.

    `shown`: whether it stands on the map before anybody asks for it.
    """

    code: str
    label: str
    kinds: tuple[AssetKind, ...]
    guarded: bool = False
    shown: bool = True

    @property
    def lines(self) -> bool:
        return AssetKind.SEGMENT in self.kinds

    def visible_to(self, user: User | AnonymousUser | None) -> Any:
        return Asset.objects.visible_to(user).in_use().filter(kind__in=self.kinds)


LAYERS = (
    Layer("lokasi", "Lokasi", (AssetKind.SITE,)),
    Layer("kamera", "Kamera", (AssetKind.CAMERA,)),
    Layer("wifi", "Titik akses Wi-Fi", (AssetKind.ACCESS_POINT,)),
    Layer("ruas", "Ruas jalur", (AssetKind.SEGMENT,), guarded=True),
    Layer(
        "tiang",
        "Tiang, bak, dan kotak sambung",
        (AssetKind.STRUCTURE, AssetKind.ENCLOSURE),
        guarded=True,
        shown=False,
    ),
)


def layers_for(assesses: bool) -> list[Layer]:
    """Those of the public, and for who assesses impacts the ways of cables too."""
    return [layer for layer in LAYERS if assesses or not layer.guarded]


def read_bounds(text: str) -> Bounds | None:
    """`west,south,east,north` in degrees; None where nothing was asked."""
    if not text:
        return None
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        west = south = east = north = float("nan")
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        sentence = (
            "Tulis bbox sebagai barat,selatan,timur,utara dalam derajat: 112.6,-7.4,112.8,-7.2."
        )
        raise Invalid("bad_bbox", sentence, field="bbox")
    return west, south, east, north


def features(
    layer: Layer, user: User | AnonymousUser | None, bounds: Bounds | None
) -> dict[str, Any]:
    """A FeatureCollection of what lies at least partly within the bounds; one query.

    `terpotong`: there are more than are given here; ask for less ground.
    """
    rows = _lines(layer, user, bounds) if layer.lines else _points(layer, user, bounds)
    return {"type": "FeatureCollection", "terpotong": len(rows) > MOST, "features": rows[:MOST]}


def _points(layer: Layer, user: Any, bounds: Bounds | None) -> list[dict[str, Any]]:
    rows = layer.visible_to(user).filter(latitude__isnull=False)
    if bounds is not None:
        west, south, east, north = bounds
        rows = rows.filter(longitude__range=(west, east), latitude__range=(south, north))
    values = rows.order_by("code").values_list("code", "name", "kind", "longitude", "latitude")
    return [
        _feature(code, name, kind, "Point", [longitude, latitude])
        for code, name, kind, longitude, latitude in values[: MOST + 1]
    ]


def _lines(layer: Layer, user: Any, bounds: Bounds | None) -> list[dict[str, Any]]:
    rows = Segment.objects.filter(asset__in=layer.visible_to(user), west__isnull=False)
    if bounds is not None:
        west, south, east, north = bounds
        rows = rows.filter(west__lte=east, east__gte=west, south__lte=north, north__gte=south)
    values = rows.order_by("asset__code").values_list("asset__code", "asset__name", "geometry")
    return [
        _feature(code, name, AssetKind.SEGMENT, "LineString", geometry)
        for code, name, geometry in values[: MOST + 1]
    ]


def between(rows: list[Asset], user: User | AnonymousUser | None) -> dict[int, str]:
    """For each segment, from where to where it leads, as far as the reader knows; two queries."""
    ends = Segment.objects.filter(pk__in=[row.pk for row in rows]).values_list(
        "pk", "a_id", "a__site_id", "b_id", "b__site_id"
    )
    keys = {key for _, *places in ends for key in places if key is not None}
    known = Asset.objects.visible_to(user).filter(pk__in=keys)
    codes = dict(known.values_list("pk", "code"))

    def code(structure: int, site: int | None) -> str:
        return codes.get(site or structure) or codes.get(structure) or "ujung lain"

    return {
        segment: f"{code(a, a_site)} ke {code(b, b_site)}" for segment, a, a_site, b, b_site in ends
    }


def _feature(code: str, name: str, kind: str, shape: str, coordinates: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": code,
        "geometry": {"type": shape, "coordinates": coordinates},
        "properties": {"kode": code, "nama": name, "jenis": AssetKind(kind).label},
    }
