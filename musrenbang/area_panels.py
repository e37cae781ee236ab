"""What e-Musrenbang shows on the page of an area beside its proposals: the act, money, points."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from egov.areas.models import Area, Level
from musrenbang.domain.current_figures import figures_by_year
from musrenbang.domain.proposers import open_somewhere
from musrenbang.domain.submission import open_channels
from musrenbang.models import Proposal
from musrenbang.views.submission_wizard.entrance import for_strangers

DOTS = 60  # more lie over each other
LATEST = 120  # proposals among which they are looked for: not all have a place


def proposing_from(_request: HttpRequest, area: Area) -> dict[str, Any] | None:
    """The one act of an RW's page, while a channel takes what its people wish."""
    if area.level != Level.RW or area.valid.upper is not None:
        return None
    channel = for_strangers(open_channels())
    if channel is None or not open_somewhere([channel], area):
        return None
    return {"until": channel.submission.upper}


def money_of_area(_request: HttpRequest, area: Area) -> dict[str, Any] | None:
    """What was wished and what was accepted, by planning year."""
    rows = figures_by_year(area)
    return {"rows": rows} if rows else None


def places_in(area: Area) -> list[tuple[float, float]]:
    """Where the newest proposals of an area stand."""
    rows: Any = Proposal.objects.visible_to(None).listed().in_area(area).order_by("-id")
    newest = rows.values_list("latitude", "longitude")[:LATEST]
    return [place for place in newest if None not in place][:DOTS]
