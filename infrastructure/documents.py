"""Papers of the inventory. Nobody's number stands in one: whom to call is for the page alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from django.template.loader import render_to_string

from egov.documents.pdf import make_pdf
from egov.web.templatetags.portal import day, moment
from infrastructure.domain.impact_map import impact_map
from infrastructure.domain.telling import Told
from infrastructure.drawings.tray import End, Joined
from infrastructure.models import Asset, ImpactRun


def splice_pdf(asset: Asset, sheet: Mapping[str, Any], on: date) -> bytes:
    """The splice sheet of a closure, as far as its reader may know what is joined there."""
    joints: Sequence[Joined] = sheet["joints"]
    place = sheet["structure"] or sheet["site"]
    trays = [
        {"number": number, "rows": [_joined(joined) for joined in group]}
        for number, group in groupby(joints, key=lambda joined: joined.tray)
    ]
    planned = sum(joined.planned for joined in joints)
    data: dict[str, Any] = {
        "code": asset.code,
        "name": asset.name,
        "day": day(on),
        "kind": sheet["enclosure"].get_kind_display(),
        "trays": sheet["enclosure"].trays,
        "place": f"{place.code} {place.name}".strip() if place else "belum dicatat",
        "joints": len(joints),
        "made": len(joints) - planned,
        "planned": planned,
        "sheets": trays,
    }
    return make_pdf("infrastructure", "splice", data)


def _joined(joined: Joined) -> dict[str, str]:
    loss = "belum diukur" if joined.loss_db is None else f"{joined.loss_db:.2f} dB"
    return {
        "first": _end(joined.first) if joined.first else "-",
        "others": "; ".join(map(_end, joined.others)) or "-",
        "kind": f"{joined.kind_word}, {joined.state_word.lower()}",
        "loss": loss.replace(".", ","),
    }


def _end(end: End) -> str:
    """Tube and core by number and colour, as somebody reads them with the tray in his hand."""
    if end.core is None:
        return f"{end.code} porta {end.port}"
    tube = f"tabung {end.core.tube} {end.core.tube_colour.label}"
    return f"{end.code} sisi {end.side}, {tube}, inti {end.core.number} {end.core.colour.label}"


def run_pdf(run: ImpactRun, told: Told) -> bytes:
    """A kept impact on paper."""
    data: dict[str, Any] = {
        "title": run.title,
        "day": day(run.assessed_on),
        "made": moment(run.run_at),
        "office": run.agency.short_name if run.agency else "",
        "closed": run.closed_at is not None,
        "number": run.pk,
    }
    drawn = impact_map(told)
    svg = render_to_string("infrastructure/impact_map_paper.svg", {"map": drawn}) if drawn else ""
    return make_pdf("infrastructure", "impact", {**data, "told": told, "map": svg})
