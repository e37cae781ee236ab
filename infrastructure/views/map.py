"""The map of what stands in the city, the equal list below it, and the layers it asks for."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from egov.accounts.models import User
from egov.areas.models import Level, MapShape
from egov.verbs.permission import may, require
from egov.verbs.refusal import Invalid, Refusal
from egov.web.context import viewer
from egov.web.keyset import keyset_page
from egov.web.problem import problem_json
from egov.web.public import public_page
from infrastructure.domain.layers import LAYERS, Layer, between, features, layers_for, read_bounds
from infrastructure.domain.outline import outline
from infrastructure.forms import SelectionForm
from infrastructure.models import Asset

SIZE = 25
GEOJSON = "application/geo+json"


@require_safe
@public_page
def asset_map(request: HttpRequest) -> HttpResponse:
    """`?lapis=ruas&q=kebraon`: the list below the map; to tick, for who assesses impacts."""
    reader = viewer(request)
    assesses = may(reader, "infrastructure.assess_impact")
    layers = layers_for(assesses)
    usual = "ruas" if assesses else "lokasi"
    layer = _layer(layers, request.GET.get("lapis") or usual)
    query = request.GET.get("q", "").strip()[:200]
    rows = layer.visible_to(reader).select_related("area")
    if query:
        rows = rows.filter(code__istartswith=query) | rows.filter(name__icontains=query)
    page = keyset_page(rows, order=("code", "id"), cursor=request.GET.get("sesudah", ""), size=SIZE)
    ends = between(page.items, reader) if layer.lines else {}
    drawn = map_is_drawn(reader)
    context: dict[str, Any] = {
        "layers": layers,
        "layer": layer,
        "query": query,
        "page": page,
        "rows": [(row, ends.get(row.pk, "")) for row in page.items],
        "assesses": assesses,
        "drawn": drawn,
        "form": SelectionForm() if assesses else None,
        "places": outline(reader) if reader is not None and assesses and not drawn else (),
    }
    return render(request, "infrastructure/map.html", context)


def map_is_drawn(reader: User | AnonymousUser | None) -> bool:
    """Whether there is a place for anything: the region is drawn, or what one reads has a point."""
    known = Asset.objects.visible_to(reader).filter(latitude__isnull=False)
    return MapShape.objects.exists() or known.exists()


def _layer(layers: list[Layer], code: str) -> Layer:
    for layer in layers:
        if layer.code == code:
            return layer
    known = ", ".join(layer.code for layer in layers)
    raise Invalid("unknown_layer", f"Lapis yang ada: {known}.", field="lapis")


@require_safe
def layer_json(request: HttpRequest, code: str) -> HttpResponseBase:
    """`?bbox=112.6,-7.4,112.8,-7.2`: a layer as GeoJSON, with ETag."""
    return _unless_known(request, _layer_json(request, code))


@require_safe
def ground_json(request: HttpRequest) -> HttpResponseBase:
    """The outlines of kecamatan and kelurahan on which the map lies."""
    return _unless_known(request, _ground_json(request))


@public_page
def _layer_json(request: HttpRequest, code: str) -> HttpResponse:
    reader = viewer(request)
    try:
        layer = _layer(list(LAYERS), code)
        if layer.guarded:
            require(reader, "infrastructure.assess_impact")
        bounds = read_bounds(request.GET.get("bbox", ""))
    except Refusal as refusal:
        status = 404 if refusal.code == "unknown_layer" else refusal.status
        return problem_json(refusal.code, status, refusal.sentence)
    return _answer(features(layer, reader, bounds))


@public_page
def _ground_json(_request: HttpRequest) -> HttpResponse:
    shapes = MapShape.objects.filter(area__level__in=(Level.DISTRICT, Level.VILLAGE))
    rows = shapes.order_by("-area__level", "area__code").select_related("area")
    outlines = [
        {
            "type": "Feature",
            "geometry": shape.geometry,
            "properties": {
                "nama": shape.area.name,
                "kecamatan": shape.area.level == Level.DISTRICT,
                "resmi": shape.official,
            },
        }
        for shape in rows
    ]
    return _answer({"type": "FeatureCollection", "features": outlines})


def _answer(collection: dict[str, Any]) -> HttpResponse:
    body = json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()
    response = HttpResponse(body, content_type=GEOJSON)
    response["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    return response


def _unless_known(request: HttpRequest, response: Any) -> HttpResponseBase:
    """304 without a body where the asker has just this."""
    etag = response.headers.get("ETag")
    return get_conditional_response(request, etag=etag, response=response) or response
