"""What follows from the values of a row: where a device stands, what a type says, which area."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from geographiclib.geodesic import Geodesic

from egov.verbs.refusal import Invalid
from infrastructure.domain.items import Item, Values
from infrastructure.domain.known import Known
from infrastructure.domain.points import point_fault
from infrastructure.domain.reading import Face
from infrastructure.vocabulary import AssetKind


def derive(kind: AssetKind, item: Item, known: Known) -> None:
    """Fills `derived` of a new item. Raises Invalid where its values do not go together."""
    check_point(item.values)
    if kind == AssetKind.DEVICE:
        place_in_rack(item, item.values, known)
        _as_its_type(item)
    line = item.values.get("geometry")
    if kind == AssetKind.SEGMENT and line and not item.values.get("length_m"):
        item.derived["length_m"] = length_of(line)
    if not item.values.get("area"):
        area = _area_of(item.values, known)
        if area is not None:
            item.derived["area_id"] = area


def check_point(values: Values) -> None:
    latitude, longitude = values.get("latitude"), values.get("longitude")
    if (latitude is None) != (longitude is None):
        sentence = "Isi lintang dan bujur bersama, atau kosongkan keduanya."
        missing = "latitude" if latitude is None else "longitude"
        raise Invalid("half_a_point", sentence, field=missing)
    if latitude is None or longitude is None:
        return
    fault = point_fault(latitude, longitude)
    if fault is not None:
        raise Invalid(fault.code, fault.sentence, field="latitude")


def place_in_rack(item: Item, values: Values, known: Known) -> None:
    """A device in a rack stands in the rack's site, and in its whole depth where nothing is said.

    `values`: those that hold in the end, for an item that corrects some of them.
    """
    rack = known.asset(values["rack"]) if values.get("rack") else None
    if values.get("position") is not None and rack is None:
        raise Invalid("no_rack", "Letak perlu raknya. Isi kolom rack.", field="rack")
    if rack is None:
        return
    named = known.asset(values["site"]) if values.get("site") else None
    if named is not None and named.pk != rack.rack_site:
        sentence = f"Rak {rack.code} ada di lokasi lain. Samakan lokasinya, atau kosongkan."
        raise Invalid("other_site", sentence, field="site")
    if named is None:
        item.derived["site_id"] = rack.rack_site
    if values.get("position") is not None and not values.get("face"):
        kind = values.get("type")
        shallow = kind is not None and not getattr(kind, "full_depth", True)
        item.derived["faces"] = Face.WORDS["depan" if shallow else "penuh"]


def _as_its_type(item: Item) -> None:
    kind: Any = item.values.get("type")
    if item.values.get("height") is None and kind is not None and kind.height2:
        item.derived["height2"] = kind.height2
    if "is_virtual" not in item.values and item.values.get("host"):
        item.derived["is_virtual"] = True


def _area_of(values: Values, known: Known) -> int | None:
    for name in ("site", "rack"):
        named = known.asset(values[name]) if values.get(name) else None
        if named is not None:
            return named.area_id
    return None


def length_of(line: list[list[float]]) -> float:
    """Metres along the points on the ellipsoid."""
    inverse = Geodesic.WGS84.Inverse
    lengths = (inverse(a[1], a[0], b[1], b[0])["s12"] for a, b in pairwise(line))
    return round(float(sum(lengths)), 1)
