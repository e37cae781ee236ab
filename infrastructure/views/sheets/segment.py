"""A segment, its pipes and the cables in them; and what its ends are, poles and manholes."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Q

from egov.verbs.permission import Actor
from infrastructure.drawings.duct import Pipe, duct_section
from infrastructure.models import (
    Asset,
    CableRoute,
    Duct,
    Enclosure,
    Segment,
    Structure,
    visible_assets,
)
from infrastructure.views.sheets.reading import SHOWN, knows_all, seen


def segment_sheet(asset: Asset, user: Actor) -> dict[str, Any]:
    segment = Segment.objects.get(pk=asset.pk)
    ends = seen(user, [segment.a_id, segment.b_id])
    ducts = list(Duct.objects.filter(segment=segment).order_by("number"))
    rows = CableRoute.objects.filter(visible_assets(user, "cable__asset__"), segment=segment)
    routes = list(rows.select_related("cable__asset", "cable__type").order_by("cable__asset__code"))
    return {
        "segment": segment,
        "a": ends.get(segment.a_id),
        "b": ends.get(segment.b_id),
        "routes": [(route, _number_of(route, ducts)) for route in routes],
        "pipes": len(ducts),
        "section": duct_section(_pipes(ducts, routes)),
        "knows_all": knows_all(user),
    }


def _number_of(route: CableRoute, ducts: list[Duct]) -> int | None:
    return next((duct.number for duct in ducts if duct.pk == route.duct_id), None)


def _pipes(ducts: list[Duct], routes: list[CableRoute]) -> list[Pipe]:
    numbers = {duct.pk: duct.number for duct in ducts}
    inside: dict[int | None, list[tuple[str, str]]] = defaultdict(list)
    for route in routes:
        cable = route.cable.asset
        inside[route.duct_id].append((cable.code, cable.get_absolute_url()))
    pipes = [
        Pipe(
            duct.number,
            numbers.get(duct.parent_id or 0),
            duct.diameter_mm,
            tuple(inside[duct.pk]),
        )
        for duct in ducts
    ]
    return [*pipes, Pipe(0, None, None, tuple(inside[None]))] if inside[None] else pipes


def structure_sheet(asset: Asset, user: Actor) -> dict[str, Any]:
    structure = Structure.objects.get(pk=asset.pk)
    segments = Segment.objects.filter(
        Q(a=structure) | Q(b=structure), visible_assets(user, "asset__")
    )
    boxes = Enclosure.objects.filter(visible_assets(user, "asset__"), structure=structure)
    return {
        "structure": structure,
        "site": seen(user, [structure.site_id]).get(structure.site_id or 0),
        "segments": list(segments.select_related("asset").order_by("asset__code")[:SHOWN]),
        "enclosures": list(boxes.select_related("asset").order_by("asset__code")[:SHOWN]),
    }
