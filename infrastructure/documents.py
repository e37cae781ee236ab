"""Papers of the inventory. Nobody's number stands in one: whom to call is for the page alone."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from egov.documents.pdf import make_pdf
from egov.web.templatetags.portal import day, moment
from infrastructure.domain.impact_map import impact_map
from infrastructure.domain.telling import Told
from infrastructure.models import ImpactRun


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
