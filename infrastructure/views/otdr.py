"""A reading of an OTDR becomes a place: on the cable's straight line, on the map, in an impact."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from egov.accounts.models import User
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid, Refusal
from egov.web.problem import problem_json
from egov.web.requests import actor_of
from infrastructure.domain.otdr import Found, Reading, locate
from infrastructure.forms import OtdrForm
from infrastructure.models import Asset
from infrastructure.views.sheets.straight import drawn
from infrastructure.vocabulary import AssetKind

GEOJSON = "application/geo+json"


@require_safe
@login_required
def otdr(request: HttpRequest, code: str) -> HttpResponse:
    """`?inti=7&ujung=a&meter=1234`: where the light ends, and what hangs on it there."""
    actor = actor_of(request)
    require(actor, "infrastructure.assess_impact")
    cable = _cable(actor, code)
    form = OtdrForm(request.GET if "meter" in request.GET else None)
    context: dict[str, Any] = {"asset": cable, "form": form}
    if form.is_bound and form.is_valid():
        try:
            found = locate(user=actor, cable=cable, reading=form.reading)
            context |= _told(found, form.reading)
        except Invalid as invalid:
            form.refuse(invalid)
        except Refusal as refusal:
            context["refused"] = refusal.sentence
    status = 422 if form.errors else 200
    return render(request, "infrastructure/otdr.html", context, status=status)


@require_safe
@login_required
def otdr_json(request: HttpRequest, code: str) -> HttpResponse:
    """The same as GeoJSON: the cable's way, and the point on it."""
    actor = actor_of(request)
    require(actor, "infrastructure.assess_impact")
    cable, form = _cable(actor, code), OtdrForm(request.GET)
    if not form.is_valid():
        return problem_json("bad_reading", 422, "Sebut inti, ujung, dan meternya.")
    try:
        found = locate(user=actor, cable=cable, reading=form.reading)
    except Refusal as refusal:
        return problem_json(refusal.code, refusal.status, refusal.sentence)
    features = [
        _feature("LineString", span.line, span.asset.code, "Jalur kabel")
        for span in found.straight.spans
        if len(span.line) > 1
    ]
    if found.point is not None:
        features.append(_feature("Point", found.point, found.station.asset.code, "Bacaan OTDR"))
    body = json.dumps({"type": "FeatureCollection", "features": features})
    return HttpResponse(body, content_type=GEOJSON)


def _cable(actor: User, code: str) -> Asset:
    rows = Asset.objects.visible_to(actor).at(code).filter(kind=AssetKind.CABLE)
    cable = rows.first()
    if cable is None:
        raise Http404
    return cable


def _feature(shape: str, places: Any, code: str, word: str) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": shape, "coordinates": places},
        "properties": {"kode": code, "nama": "", "jenis": word},
    }


def _told(found: Found, reading: Reading) -> dict[str, Any]:
    asked: dict[str, str | int] = {
        "inti": reading.core,
        "ujung": reading.end,
        "meter": f"{reading.metres:g}",
    }
    places = [place for span in found.straight.spans for place in span.line]
    edges = [min(p[n] for p in places) for n in (0, 1)] if places else []
    edges += [max(p[n] for p in places) for n in (0, 1)] if places else []
    return {
        "found": found,
        "bounds": ",".join(f"{edge:.5f}" for edge in edges),
        "query": urlencode(asked),
        "core_code": f"{reading.core}",
        **drawn(found.straight, found),
    }
