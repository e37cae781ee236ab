"""What stands in the city, as far as a reader may know: in figures, in a list, one by one."""

from __future__ import annotations

from django.db.models import Count
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from egov.verbs.permission import may
from egov.web.context import viewer
from egov.web.public import public_page
from infrastructure.models import Asset
from infrastructure.vocabulary import AssetKind

SHOWN = 50


@public_page
def overview(request: HttpRequest) -> HttpResponseBase:
    """Figures by kind, and the assets whose code or name begins with what was asked."""
    reader = viewer(request)
    visible = Asset.objects.visible_to(reader).in_use()
    query = request.GET.get("q", "").strip()[:200]
    counted = visible.order_by().values_list("kind").annotate(Count("id"))
    figures = sorted(((AssetKind(kind).label, many) for kind, many in counted), key=lambda f: -f[1])
    found = visible.filter(code__istartswith=query) | visible.filter(name__icontains=query)
    rows = list(found.select_related("owner", "area")[: SHOWN + 1]) if query else []
    context = {
        "figures": figures,
        "query": query,
        "rows": rows[:SHOWN],
        "more": len(rows) > SHOWN,
        "assesses": may(reader, "infrastructure.assess_impact"),
    }
    return render(request, "infrastructure/overview.html", context)
