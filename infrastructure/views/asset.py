"""One asset: what it is, where, whose, what it stands on, and its drawing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from egov.verbs.permission import Actor, may
from egov.web.context import viewer
from egov.web.public import public_page
from infrastructure.models import Asset
from infrastructure.views.sheets.rack import rack_sheet
from infrastructure.views.sheets.reading import knows_inside
from infrastructure.vocabulary import AssetKind

Sheet = Callable[[Asset, Actor], dict[str, Any]]
SHEETS: dict[str, Sheet] = {
    AssetKind.RACK: rack_sheet,
}


@public_page
def asset(request: HttpRequest, code: str) -> HttpResponse:
    """One asset; 404 also where this reader may not know of it."""
    reader = viewer(request)
    rows = Asset.objects.visible_to(reader).select_related("owner", "area")
    shown = get_object_or_404(rows, code__iexact=code)
    context: dict[str, Any] = {
        "asset": shown,
        "inside": knows_inside(reader, shown),
        "assesses": may(reader, "infrastructure.assess_impact"),
    }
    sheet = SHEETS.get(shown.kind)
    if sheet is not None:
        context |= sheet(shown, reader)
        context["sheet"] = f"infrastructure/sheets/{shown.kind}.html"
    return render(request, "infrastructure/asset.html", context)
