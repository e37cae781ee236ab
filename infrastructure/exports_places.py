"""The inventory on maps of others: each kind's table as GeoJSON or KML.

What goes out here comes in by the import of its kind without a change. `coarse` is for hands
outside: points to some hundred metres, ways only from end to end.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from django.db.models import QuerySet

from egov.verbs.refusal import Invalid
from infrastructure.domain.layers import Bounds
from infrastructure.domain.osm import OSM_STRUCTURES, OSM_TAGS
from infrastructure.domain.rows import Sight, all_rows, told_columns
from infrastructure.models import Asset
from infrastructure.vocabulary import AssetKind

ON_THE_MAP = (
    AssetKind.SITE,
    AssetKind.CAMERA,
    AssetKind.ACCESS_POINT,
    AssetKind.STRUCTURE,
    AssetKind.SEGMENT,
)
TYPES = {
    "geojson": "application/geo+json",
    "kml": "application/vnd.google-earth.kml+xml",
}
COARSE = 3  # decimals: about a hundred metres
_UNWRITABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Placed:
    """One kind's assets as features, one after the other."""

    def __init__(
        self,
        kind: AssetKind,
        assets: QuerySet[Asset],
        sight: Sight,
        bounds: Bounds | None = None,
        *,
        coarse: bool = False,
    ) -> None:
        if kind not in ON_THE_MAP:
            raise Invalid("not_on_the_map", "Jenis ini tidak punya letak di peta.", field="format")
        self.kind, self.sight, self.coarse = kind, sight, coarse
        self.assets = _within(kind, assets, bounds)
        self.columns = [c for c in told_columns(kind) if c.name != "geometry"]

    def features(self) -> Iterator[tuple[dict[str, Any], dict[str, Any] | None]]:
        """(properties, geometry) of each, by its code."""
        line = next((c for c in told_columns(self.kind) if c.name == "geometry"), None)
        columns = [*self.columns, *([line] if line else [])]
        for row in all_rows(self.kind, self.assets, columns, self.sight):
            values = dict(zip((c.name for c in columns), row, strict=True))
            geometry = self._geometry(values)
            yield self._properties(values), geometry

    def _properties(self, values: dict[str, Any]) -> dict[str, Any]:
        told = {c.name: c.reader.cell(values[c.name]) for c in self.columns}
        if self.coarse:
            for name in ("latitude", "longitude"):
                told[name] = _rounded(values[name])
        tags = OSM_TAGS.get(self.kind, {})
        if self.kind == AssetKind.STRUCTURE:
            tags = OSM_STRUCTURES.get(values["kind"], {})
        return {**told, **tags}

    def _geometry(self, values: dict[str, Any]) -> dict[str, Any] | None:
        if self.kind == AssetKind.SEGMENT:
            line: Sequence[Any] = values.get("geometry") or ()
            if self.coarse and line:
                line = [[_rounded(x), _rounded(y)] for x, y in (line[0], line[-1])]
            return {"type": "LineString", "coordinates": list(line)} if line else None
        place = [values["longitude"], values["latitude"]]
        if None in place:
            return None
        return {
            "type": "Point",
            "coordinates": list(map(_rounded, place)) if self.coarse else place,
        }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, COARSE)


def _within(kind: AssetKind, assets: QuerySet[Asset], bounds: Bounds | None) -> QuerySet[Asset]:
    if bounds is None:
        return assets
    west, south, east, north = bounds
    if kind == AssetKind.SEGMENT:
        return assets.filter(
            segment__west__lte=east,
            segment__east__gte=west,
            segment__south__lte=north,
            segment__north__gte=south,
        )
    return assets.filter(longitude__range=(west, east), latitude__range=(south, north))


def geojson(placed: Placed) -> bytes:
    features = [
        {"type": "Feature", "geometry": geometry, "properties": properties}
        for properties, geometry in placed.features()
    ]
    collection = {"type": "FeatureCollection", "features": features}
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":"), default=str).encode()


def kml(placed: Placed, title: str) -> bytes:
    """KML 2.2; what has no place is in it as a placemark without one, and is told when read."""
    marks = "".join(_placemark(p, g) for p, g in placed.features() if g is not None)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
        f"<name>{_text(title)}</name>{marks}</Document></kml>\n"
    ).encode()


def _placemark(properties: dict[str, Any], geometry: dict[str, Any]) -> str:
    data = "".join(
        f"<Data name={quoteattr(name)}><value>{_text(value)}</value></Data>"
        for name, value in properties.items()
        if value not in (None, "") or name == "name"
    )
    name = f"{properties['code']} {properties['name']}".strip()
    places = geometry["coordinates"]
    lines: Iterable[Any] = [places] if geometry["type"] == "Point" else places
    shape = geometry["type"]
    coordinates = " ".join(f"{x},{y}" for x, y in lines)
    return (
        f"<Placemark><name>{_text(name)}</name><ExtendedData>{data}</ExtendedData>"
        f"<{shape}><coordinates>{coordinates}</coordinates></{shape}></Placemark>\n"
    )


def _text(value: Any) -> str:
    return escape(_UNWRITABLE.sub("", str(value)))
