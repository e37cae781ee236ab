"""One asset: what it is, where, whose, what it stands on, and its drawing."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models.functions import Collate
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from egov.documents.pdf import pdf_response
from egov.verbs.permission import Actor, may
from egov.web.context import viewer
from egov.web.public import public_page
from infrastructure.documents import splice_pdf
from infrastructure.models import Asset
from infrastructure.views.sheets.cable import cable_sheet
from infrastructure.views.sheets.contracts import contracts_of
from infrastructure.views.sheets.device import device_sheet
from infrastructure.views.sheets.enclosure import enclosure_sheet
from infrastructure.views.sheets.link import link_sheet
from infrastructure.views.sheets.place import (
    access_point_sheet,
    camera_sheet,
    power_sheet,
    room_sheet,
    site_sheet,
)
from infrastructure.views.sheets.rack import rack_sheet
from infrastructure.views.sheets.reading import knows_inside
from infrastructure.views.sheets.segment import segment_sheet, structure_sheet
from infrastructure.vocabulary import AssetKind

Sheet = Callable[[Asset, Actor], dict[str, Any]]
SHEETS: dict[str, Sheet] = {
    AssetKind.SITE: site_sheet,
    AssetKind.ROOM: room_sheet,
    AssetKind.RACK: rack_sheet,
    AssetKind.POWER: power_sheet,
    AssetKind.DEVICE: device_sheet,
    AssetKind.STRUCTURE: structure_sheet,
    AssetKind.SEGMENT: segment_sheet,
    AssetKind.CABLE: cable_sheet,
    AssetKind.ENCLOSURE: enclosure_sheet,
    AssetKind.LINK: link_sheet,
    AssetKind.CAMERA: camera_sheet,
    AssetKind.ACCESS_POINT: access_point_sheet,
}


@public_page
def asset(request: HttpRequest, code: str) -> HttpResponse:
    """One asset; 404 also where this reader may not know of it.

    `?format=pdf`: of a closure or an ODF, its splice sheet.
    """
    reader = viewer(request)
    rows = Asset.objects.visible_to(reader).at(code).select_related("owner", "area")
    shown = rows.order_by(Collate("code", "C").desc()).first()  # "~" itself before "/"
    if shown is None:
        raise Http404
    context: dict[str, Any] = {
        "asset": shown,
        "inside": knows_inside(reader, shown),
        "assesses": may(reader, "infrastructure.assess_impact"),
        "keeps": may(reader, "infrastructure.keep_asset", shown),
    }
    if context["inside"]:
        context["contracts"] = contracts_of(shown, reader, timezone.localdate())
    sheet = SHEETS.get(shown.kind)
    if sheet is not None:
        with suppress(ObjectDoesNotExist):  # registered, and nothing recorded of its kind yet
            context |= sheet(shown, reader)
            context["sheet"] = f"infrastructure/sheets/{shown.kind}.html"
    if request.GET.get("format") == "pdf":
        if shown.kind != AssetKind.ENCLOSURE or "sheet" not in context:
            raise Http404
        content = splice_pdf(shown, context, timezone.localdate())
        return pdf_response(content, f"lembar-sambung-{shown.path}.pdf")
    return render(request, "infrastructure/asset.html", context)
