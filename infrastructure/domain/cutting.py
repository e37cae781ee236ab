"""What somebody means to cut: codes as they are typed, an area as it was drawn, or both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.db.models.functions import Upper

from egov.accounts.models import User
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid
from infrastructure.domain.expansion import Cut
from infrastructure.domain.polygons import assets_inside, read_polygon
from infrastructure.models import Asset, Core, Duct

MOST = 200  # things in one cut
_BETWEEN = re.compile(r"[\s,;]+")
_PART = re.compile(r"(.+)([#/])(\d{1,4})")


@dataclass(frozen=True)
class Selection:
    """What was asked for, in the words of who asked: nothing typed is lost.

    `everything`: not only what lies in the ground falls with an area.
    """

    codes: str = ""
    polygon: str = ""
    everything: bool = False

    @property
    def empty(self) -> bool:
        return not (self.codes.strip() or self.polygon.strip())


def read_selection(*, user: User, selection: Selection) -> Cut:
    """The cut of a selection; a polygon's faults are told at `poligon`, others at `kode`."""
    require(user, "infrastructure.assess_impact")
    if not selection.polygon.strip():
        return read_cut(user=user, text=selection.codes)
    polygon = read_polygon(selection.polygon)
    inside = assets_inside(polygon, user=user, everything=selection.everything)
    if not selection.codes.strip():
        return Cut(assets=inside)
    named = read_cut(user=user, text=selection.codes)
    return Cut(assets=inside | named.assets, ducts=named.ducts, cores=named.cores)


def read_cut(*, user: User, text: str) -> Cut:
    """The cut of codes, one a line or with commas between.

    `SEG-31#2` is a duct of a segment, `FO-014/7` a core of a cable. What the reader may not read
    is not known to him either: the same refusal as for no code.
    """
    require(user, "infrastructure.assess_impact")
    codes = list(dict.fromkeys(code.upper() for code in _BETWEEN.split(text) if code))
    if not codes:
        raise Invalid("nothing_cut", "Tulis kode aset yang putus atau padam.", field="kode")
    if len(codes) > MOST:
        raise Invalid(
            "too_many", f"Paling banyak {MOST} kode. Bagi menjadi beberapa hitungan.", field="kode"
        )
    parts = {code: match for code in codes if (match := _PART.fullmatch(code))}
    names = {*codes, *(match[1] for match in parts.values())}
    known = Asset.objects.visible_to(user).annotate(upper=Upper("code")).filter(upper__in=names)
    keys = dict(known.values_list("upper", "pk"))
    pieces = {
        code: (keys[match[1]], int(match[3]), match[2])
        for code, match in parts.items()
        if code not in keys and match[1] in keys
    }
    ducts = _numbered(Duct, "segment", (p[:2] for p in pieces.values() if p[2] == "#"))
    cores = _numbered(Core, "cable", (p[:2] for p in pieces.values() if p[2] == "/"))
    found = {code: (ducts if p[2] == "#" else cores).get(p[:2]) for code, p in pieces.items()}
    missing = [code for code in codes if code not in keys and found.get(code) is None]
    if missing:
        shown = ", ".join(missing[:5])
        raise Invalid("unknown_code", f"Kode ini tidak ada di inventaris: {shown}.", field="kode")
    return Cut(
        assets=frozenset(keys[code] for code in codes if code in keys),
        ducts=frozenset(ducts.values()),
        cores=frozenset(cores.values()),
    )


def _numbered(
    model: type[Duct] | type[Core], whole: str, asked: Iterable[tuple[int, int]]
) -> Mapping[tuple[int, int], int]:
    """By asset and number, the key of each duct or core that was asked for."""
    pairs = set(asked)
    if not pairs:
        return {}
    chosen = Q()
    for asset, number in pairs:
        chosen |= Q(**{whole: asset, "number": number})
    rows = model._default_manager.filter(chosen)
    return {(asset, number): key for asset, number, key in rows.values_list(whole, "number", "pk")}
