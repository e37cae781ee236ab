"""The register of cameras: figures, a list, and what the map asks for."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import (
    get_conditional_response,
    patch_cache_control,
    patch_vary_headers,
)
from django.views.decorators.http import require_safe

from egov.verbs.refusal import Refusal
from egov.web.context import viewer
from egov.web.exports import asked_format, export_response
from egov.web.keyset import keyset_page
from egov.web.problem import problem_json
from egov.web.public import SECONDS, is_stranger, public_page
from infrastructure.domain.cameras import (
    by_district,
    by_owner,
    features,
    figures,
    laws_on,
    register,
    register_tag,
    sectors,
)
from infrastructure.domain.layers import read_bounds
from infrastructure.domain.live import gateway
from infrastructure.domain.rows import Sight
from infrastructure.exports import seen_table
from infrastructure.exports_places import TYPES, Placed
from infrastructure.filters import CameraFilter, CameraListFilter
from infrastructure.views.tables import places_response
from infrastructure.vocabulary import AssetKind
from regulations.views.as_of import TONES
from regulations.vocabulary import Force

SIZE = 25
GEOJSON = "application/geo+json"
SHOWN = 12  # owners that are counted by name


@require_safe
@public_page
def cameras(request: HttpRequest) -> HttpResponseBase:
    """The page, or what it lists as a file: `?format=csv`, `xlsx`, `geojson`, `kml`.

    `?q=`, `wilayah`, `pemilik`, `tujuan`, `sambungan`, `dasar`, `peraturan`; page by page."""
    everything = register(viewer(request))
    narrowing = CameraListFilter(request.GET, everything, request=request)
    asked = request.GET.get("format", "")
    if asked and narrowing.is_valid():
        return _taken_along(request, narrowing.qs, asked)
    cursor = request.GET.get("sesudah", "")
    rows = narrowing.qs.select_related("owner", "area", "camera")
    page = keyset_page(rows, order=("code", "id"), cursor=cursor, size=SIZE)
    shown = [(row, getattr(row, "camera", None)) for row in page.items]
    laws = laws_on((c.legal_basis_id for _, c in shown if c), timezone.localdate())
    first = page.first and not narrowing.narrowed
    context: dict[str, Any] = {
        "form": narrowing.form,
        "narrowed": narrowing.narrowed,
        "asked": _asked(request),
        "gateway": bool(gateway()),
        "page": page,
        "rows": [(row, camera, _law(laws, camera)) for row, camera in shown],
        "figures": figures(narrowing.qs if narrowing.narrowed else everything),
        "owners": by_owner(everything)[:SHOWN] if first else (),
        "districts": by_district(everything) if first else (),
    }
    status = 200 if narrowing.is_valid() else 422
    return render(request, "infrastructure/cameras.html", context, status=status)


def _taken_along(request: HttpRequest, rows: Any, asked: str) -> HttpResponseBase:
    sight = Sight(viewer(request))
    if asked in TYPES:
        return places_response(request, Placed(AssetKind.CAMERA, rows, sight), asked, "Kamera")
    name = asked_format(request)
    if name == "pdf":
        raise Http404
    return export_response(name, seen_table(AssetKind.CAMERA, rows, sight))


def _law(laws: Any, camera: Any) -> Any:
    """The regulation a camera stands on, its state in words, and the tone of it; None for none."""
    law = laws.get(camera.legal_basis_id) if camera is not None else None
    return (law, Force(law.force).label, TONES[Force(law.force)]) if law is not None else None


def _asked(request: HttpRequest) -> str:
    """What the map narrows by as the list does."""
    given = request.GET.copy()
    given.pop("sesudah", None)
    return given.urlencode()


@require_safe
def cameras_json(request: HttpRequest) -> HttpResponseBase:
    """All cameras as one GeoJSON, narrowed as the list is; `?bbox=`. 304 after one query."""
    if is_stranger(request) and not request.GET:
        tag = register_tag()
        known = get_conditional_response(request, etag=tag, response=_kept(tag))
        if known is not None and known.status_code == 304:
            return known
    return _unless_known(request, _cameras_json(request))


def _kept(tag: str) -> HttpResponse:
    """What caches may keep of what everybody reads; nothing in it depends on the hour."""
    response = HttpResponse(content_type=GEOJSON, headers={"ETag": tag})
    patch_cache_control(response, public=True, max_age=SECONDS)
    patch_vary_headers(response, ["Cookie"])
    return response


@public_page
def _cameras_json(request: HttpRequest) -> HttpResponse:
    stranger = is_stranger(request) and not request.GET
    tag = register_tag() if stranger else ""  # before the rows: an older one is asked for again
    try:
        narrowing = CameraFilter(request.GET, register(viewer(request)), request=request)
        bounds = read_bounds(request.GET.get("bbox", ""))
    except Refusal as refusal:
        return problem_json(refusal.code, refusal.status, refusal.sentence)
    return _answer(features(narrowing.qs, bounds), tag)


@require_safe
def sectors_json(request: HttpRequest) -> HttpResponseBase:
    """`?bbox=` of a small window: what the cameras in it see."""
    return _unless_known(request, _sectors_json(request))


@public_page
def _sectors_json(request: HttpRequest) -> HttpResponse:
    try:
        bounds = read_bounds(request.GET.get("bbox", ""))
        return _answer(sectors(register(viewer(request)), bounds))
    except Refusal as refusal:
        return problem_json(refusal.code, refusal.status, refusal.sentence)


def _answer(collection: dict[str, Any], tag: str = "") -> HttpResponse:
    body = json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()
    if tag:
        response = _kept(tag)
        response.content = body
        return response
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    return HttpResponse(body, content_type=GEOJSON, headers={"ETag": etag})


def _unless_known(request: HttpRequest, response: Any) -> HttpResponseBase:
    etag = response.headers.get("ETag")
    return get_conditional_response(request, etag=etag, response=response) or response
