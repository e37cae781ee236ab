"""A cable: its cross-section, each core with what it is joined to, and the ways of its light."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from egov.verbs.permission import Actor
from infrastructure.domain.straight import straight_of
from infrastructure.drawings.cable import Fibre, cable_section
from infrastructure.drawings.cores import LEGEND, CoreName
from infrastructure.models import (
    Asset,
    Cable,
    CableRoute,
    Core,
    JointEnd,
    PathElement,
    visible_assets,
)
from infrastructure.views.sheets.reading import seen
from infrastructure.views.sheets.straight import drawn
from infrastructure.vocabulary import CoreState, Side


@dataclass
class CoreRow:
    """A core, the box on each of its sides, and the links whose light it carries."""

    fibre: Fibre
    boxes: dict[str, Asset] = field(default_factory=dict)
    links: list[Asset] = field(default_factory=list)
    ends: list[Asset] = field(default_factory=list)

    @property
    def box_a(self) -> Asset | None:
        return self.boxes.get(Side.A)

    @property
    def box_b(self) -> Asset | None:
        return self.boxes.get(Side.B)


def cable_sheet(asset: Asset, user: Actor) -> dict[str, Any]:
    cable = Cable.objects.select_related("type").get(pk=asset.pk)
    per_tube = cable.type.per_tube
    cores = Core.objects.filter(cable=cable).order_by("number")
    rows = {
        core.pk: CoreRow(Fibre(CoreName(core.number, core.tube, per_tube), core.state))
        for core in cores
    }
    _join(rows, asset, user)
    _light(rows, asset, user)
    counts = Counter(row.fibre.state for row in rows.values())
    return {
        "cable": cable,
        "section": cable_section(row.fibre for row in rows.values()),
        "legend": LEGEND,
        "counts": [(CoreState(state).label, many) for state, many in sorted(counts.items())],
        "cores": list(rows.values()),
        "routes": _routes(asset, user),
        **_straight(asset, user),
    }


def _straight(asset: Asset, user: Actor) -> dict[str, Any]:
    straight = straight_of(asset.pk, user)
    return drawn(straight) if straight is not None else {}


def _join(rows: dict[int, CoreRow], asset: Asset, user: Actor) -> None:
    """The boxes in which the cores end, as far as the reader may know them."""
    ends = JointEnd.objects.filter(
        visible_assets(user, "joint__enclosure__asset__"), core__cable=asset.pk
    )
    for end in ends.select_related("joint__enclosure__asset"):
        rows[end.core_id or 0].boxes[end.side] = end.joint.enclosure.asset


def _light(rows: dict[int, CoreRow], asset: Asset, user: Actor) -> None:
    """The links through the cable, and their ends: two queries, whatever the number of cores."""
    elements = PathElement.objects.filter(
        visible_assets(user, "path__link__asset__"), asset=asset, core__isnull=False
    )
    through = list(elements.select_related("path__link__asset").order_by("path__link", "sequence"))
    links = [element.path.link for element in through]
    ends = seen(user, [end for link in links for end in (link.a_id, link.b_id)])
    for element in through:
        row, link = rows[element.core_id or 0], element.path.link
        row.links.append(link.asset)
        row.ends += [ends[key] for key in (link.a_id, link.b_id) if key in ends]


def _routes(asset: Asset, user: Actor) -> list[CableRoute]:
    """The segments that it runs through, in order."""
    rows = CableRoute.objects.filter(visible_assets(user, "segment__asset__"), cable=asset.pk)
    return list(rows.select_related("segment__asset", "duct").order_by("sequence"))
