"""The inventory to take along as tables, in the columns that the import reads."""

from __future__ import annotations

import hashlib
import json

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from egov.accounts.models import User
from egov.verbs.permission import may, require
from egov.web.exports import asked_format, export_response
from egov.web.requests import actor_of
from infrastructure.domain.columns import MODELS
from infrastructure.domain.layers import read_bounds
from infrastructure.domain.rows import Sight
from infrastructure.exports import ROWS, asset_table, device_types, row_table
from infrastructure.exports_netbox import TABLES as NETBOX
from infrastructure.exports_netbox import netbox_table
from infrastructure.exports_ofds import ofds_package
from infrastructure.exports_places import ON_THE_MAP, TYPES, Placed, geojson, kml
from infrastructure.models import Asset, inner_assets
from infrastructure.vocabulary import AssetKind

DEVICE_TYPES = "tipe-perangkat"
OFDS = "ofds"
EXPORT = "infrastructure.export_tables"
COARSE = "umum"  # of `geometri`: as it may leave the house


@require_safe
@login_required
def tables(request: HttpRequest) -> HttpResponse:
    """What there is to take along, and the way back in."""
    actor = actor_of(request)
    require(actor, EXPORT)
    rows = [(kind.value, kind.label, _formats(kind.value)) for kind in MODELS]
    rows += [(slug, table.title, _formats(slug)) for slug, (table, _) in ROWS.items()]
    context = {
        "tables": rows,
        "device_types": DEVICE_TYPES,
        "ofds": OFDS,
        "imports": may(actor, "infrastructure.keep_asset"),
    }
    return render(request, "infrastructure/tables.html", context)


@require_safe
@login_required
def table(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One table; `?format=csv` or `xlsx`. As wide as a spreadsheet, it is no PDF.

    What has a place also as `geojson` or `kml`, `?bbox=` and `?geometri=umum` narrow it; what
    NetBox knows also under its headings, `netbox`. Types of devices are no table: they go out as
    the YAML that their import reads. `ofds` is the fibre network in that standard.
    """
    actor = actor_of(request)
    require(actor, EXPORT)
    asked = request.GET.get("format", "")
    if slug == OFDS:
        return _ofds(request, actor)
    if asked == "netbox" and slug in NETBOX:
        return export_response("csv", netbox_table(actor, slug))
    if asked in TYPES:
        return _placed(request, actor, slug, asked)
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


def _formats(slug: str) -> list[tuple[str, str]]:
    """(format, word) of what a table is taken along as."""
    formats = [("csv", "CSV"), ("xlsx", "XLSX")]
    if slug in ON_THE_MAP:
        formats += [("geojson", "GeoJSON"), ("kml", "KML")]
    if slug in NETBOX:
        formats.append(("netbox", "CSV untuk NetBox"))
    return formats


def _placed(request: HttpRequest, actor: User, slug: str, asked: str) -> HttpResponseBase:
    if slug not in ON_THE_MAP:
        raise Http404
    kind = AssetKind(slug)
    known = Asset.objects.filter(inner_assets(actor), kind=kind)
    placed = Placed(
        kind,
        known,
        Sight(actor),
        read_bounds(request.GET.get("bbox", "")),
        coarse=request.GET.get("geometri") == COARSE,
    )
    return places_response(request, placed, asked, kind.label)


def places_response(
    request: HttpRequest, placed: Placed, asked: str, title: str
) -> HttpResponseBase:
    """The file, with an ETag; 304 for who has just this."""
    body = geojson(placed) if asked == "geojson" else kml(placed, title)
    return _file(request, body, TYPES[asked], f"{slugify(title)}.{asked}")


def _ofds(request: HttpRequest, actor: User) -> HttpResponseBase:
    coarse = request.GET.get("geometri") == COARSE
    package = ofds_package(actor, timezone.localdate(), coarse=coarse)
    body = json.dumps(package, ensure_ascii=False, indent=1).encode()
    return _file(request, body, "application/json", "serat-optik-ofds.json")


def _file(request: HttpRequest, body: bytes, kind: str, name: str) -> HttpResponseBase:
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Content-Disposition": f'attachment; filename="{name}"'}
    response: HttpResponseBase = HttpResponse(body, content_type=kind, headers=headers)
    known = get_conditional_response(request, etag=etag, response=response)  # type: ignore[arg-type]
    return known or response
