"""A camera's picture: the page to watch it, its still picture, and the gateway's question."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from egov.web.context import viewer
from infrastructure.domain.live import (
    Sight,
    gateway,
    gateway_origin,
    let_watch,
    may_read,
    needed,
    sight_of,
    still_of,
)
from infrastructure.models import Asset, CameraStream
from infrastructure.vocabulary import AssetKind

LONGEST_QUESTION = 10_000  # bytes


@csrf_exempt
@require_POST
def permit(request: HttpRequest) -> HttpResponse:
    """What the gateway asks for each segment: 204 lets in, 403 does not. No SQL, no session."""
    try:
        question = json.loads(request.read(LONGEST_QUESTION + 1))
    except (ValueError, RecursionError):
        return HttpResponse(status=403)
    let_in = isinstance(question, dict) and may_read(question)
    return HttpResponse(status=204 if let_in else 403)


@require_safe
def watch(request: HttpRequest, code: str) -> HttpResponseBase:
    """The picture as it is now for ten minutes; the last still one where there is none."""
    asset, stream = _camera(request, code)
    now = timezone.now()
    sight, need = _reach(request, asset, stream, now)
    watching = None
    if gateway() and stream is not None and Sight.NOBODY != need <= sight and not _asks(need):
        watching = let_watch(stream, sight, need, now)
    context: dict[str, Any] = {
        "asset": asset,
        "stream": stream,
        "gateway": bool(gateway()),
        "watching": watching,
        "asks_reason": sight >= need and _asks(need),
        "closed": need == Sight.NOBODY,
        "outside_window": sight < need == Sight.GOVERNMENT,
        "still": still_of(stream) if sight >= need and not _asks(need) else None,
    }
    return _page(request, context)


def _page(request: HttpRequest, context: dict[str, Any]) -> HttpResponseBase:
    """Under the whole policy and the gateway's pictures; nobody keeps the token that is in it."""
    policy = {**settings.SECURE_CSP, "media-src": [CSP.SELF, gateway_origin()]}
    show = csp_override(policy if context["watching"] else settings.SECURE_CSP)(render)
    response: HttpResponse = show(request, "infrastructure/watch.html", context)
    patch_cache_control(response, private=True, no_store=True)
    return response


@require_safe
def still(request: HttpRequest, code: str) -> HttpResponseBase:
    """The last still picture, to whom the live one would be shown."""
    asset, stream = _camera(request, code)
    sight, need = _reach(request, asset, stream, timezone.now())
    picture = still_of(stream)
    if picture is None or sight < need or _asks(need):
        raise Http404
    response = FileResponse(picture.path.open("rb"), content_type="image/jpeg")
    patch_vary_headers(response, ["Cookie"])
    patch_cache_control(response, private=True, max_age=20)
    return response


def _camera(request: HttpRequest, code: str) -> tuple[Asset, CameraStream | None]:
    """404 also where this reader may not know of it."""
    rows = Asset.objects.visible_to(viewer(request)).filter(kind=AssetKind.CAMERA).at(code)
    asset = rows.select_related("camera", "area").order_by("-code").first()
    if asset is None or not hasattr(asset, "camera"):
        raise Http404
    return asset, CameraStream.objects.filter(camera=asset.pk).order_by("path").first()


def _reach(request: HttpRequest, asset: Asset, stream: Any, now: Any) -> tuple[Sight, Sight]:
    need = needed(asset, asset.camera, now) if stream is not None else Sight.NOBODY
    return sight_of(viewer(request), asset), need


def _asks(need: Sight) -> bool:
    """Who watches a closed camera says why, and stands in a row."""
    return need == Sight.KEEPER
