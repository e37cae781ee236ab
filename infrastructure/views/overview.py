"""What stands in the city, as far as a reader may know: in figures, in a list, as a whole."""

from __future__ import annotations

from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from egov.areas.models import Area
from egov.verbs.permission import may
from egov.web.context import viewer
from egov.web.keyset import keyset_page
from egov.web.public import public_page
from infrastructure.domain.searching import find_assets
from infrastructure.models import Asset
from infrastructure.views.sheets.topology import whole
from infrastructure.vocabulary import AssetKind

SIZE = 50
MOST_LINKS = 500  # of the drawing of the whole network


@public_page
def overview(request: HttpRequest) -> HttpResponseBase:
    """Figures by kind; `?q=`, `?jenis=` and `?wilayah=` list what matches, page by page."""
    reader = viewer(request)
    visible = Asset.objects.visible_to(reader).in_use()
    query = request.GET.get("q", "").strip()[:200]
    kind = request.GET.get("jenis", "")
    kind = kind if kind in AssetKind else ""
    area = _area(request.GET.get("wilayah", ""))
    counted = visible.order_by().values_list("kind").annotate(Count("id"))
    figures = sorted(((AssetKind(kind), many) for kind, many in counted), key=lambda f: -f[1])
    rows = find_assets(visible, query).select_related("owner", "area")
    if kind:
        rows = rows.filter(kind=kind)
    if area:
        rows = rows.filter(area__in=Area.objects.within(area).values("pk"))
    cursor = request.GET.get("sesudah", "")
    listed = bool(query or kind or area)
    context = {
        "figures": figures,
        "query": query,
        "kind": AssetKind(kind) if kind else None,
        "area": area,
        "page": keyset_page(rows, order=("code", "id"), cursor=cursor, size=SIZE)
        if listed
        else None,
        "assesses": may(reader, "infrastructure.assess_impact"),
        "reads_standing": may(reader, "infrastructure.read_standing"),
    }
    return render(request, "infrastructure/overview.html", context)


def _area(code: str) -> Area | None:
    if not code or not code.isprintable():
        return None
    return Area.objects.filter(code=code[:40].replace("~", "/")).order_by("-valid").first()


@public_page
def topology(request: HttpRequest) -> HttpResponse:
    """The whole network in layers from its roots, as far as the reader may know its links."""
    return render(
        request,
        "infrastructure/topology.html",
        {"topology": whole(viewer(request), MOST_LINKS), "most": MOST_LINKS},
    )
