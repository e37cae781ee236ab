"""The inventory to take along as tables, in the columns that the import reads."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from egov.verbs.permission import may, require
from egov.web.exports import asked_format, export_response
from egov.web.requests import actor_of
from infrastructure.domain.columns import MODELS
from infrastructure.exports import ROWS, asset_table, device_types, row_table
from infrastructure.vocabulary import AssetKind

DEVICE_TYPES = "tipe-perangkat"
EXPORT = "infrastructure.export_tables"


@require_safe
@login_required
def tables(request: HttpRequest) -> HttpResponse:
    """What there is to take along, and the way back in."""
    actor = actor_of(request)
    require(actor, EXPORT)
    rows = [(kind.value, kind.label) for kind in MODELS]
    rows += [(slug, table.title) for slug, (table, _) in ROWS.items()]
    context = {
        "tables": rows,
        "device_types": DEVICE_TYPES,
        "imports": may(actor, "infrastructure.keep_asset"),
    }
    return render(request, "infrastructure/tables.html", context)


@require_safe
@login_required
def table(request: HttpRequest, slug: str) -> HttpResponse:
    """One table; `?format=csv` or `xlsx`. As wide as a spreadsheet, it is no PDF.

    Types of devices are no table: they go out as the YAML that their import reads.
    """
    actor = actor_of(request)
    require(actor, EXPORT)
    if slug == DEVICE_TYPES:
        headers = {"Content-Disposition": f'attachment; filename="{slug}.yaml"'}
        return HttpResponse(device_types(), content_type="application/yaml", headers=headers)
    name = asked_format(request) or "csv"
    if name == "pdf" or (slug not in ROWS and slug not in AssetKind.values):
        raise Http404
    if slug in ROWS:
        return export_response(name, row_table(actor, slug))
    kind = AssetKind(slug)
    if kind not in MODELS:
        raise Http404
    return export_response(name, asset_table(actor, kind))
