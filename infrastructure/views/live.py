"""A camera's picture: the page to watch it, its still picture, and the gateway's question."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from egov.verbs.refusal import Refusal
from egov.web.context import viewer
from egov.web.requests import actor_of
from infrastructure.domain.live import (
    Sight,
    Watching,
    gateway,
    gateway_origin,
    let_watch,
    may_read,
    needed,
    sight_of,
    still_of,
    view_restricted,
)
from infrastructure.forms import WatchForm
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


@require_http_methods(["GET", "HEAD", "POST"])
def watch(request: HttpRequest, code: str) -> HttpResponseBase:
    """The picture as it is now for ten minutes; the last still one where there is none.

    A restricted camera is shown to who sends why.
    """
    asset, stream = _camera(request, code)
    now = timezone.now()
    sight, need = _reach(request, asset, stream, now)
    form = WatchForm(request.POST or None)
    asks = sight >= need and _asks(need) and not _told_why(request, asset, form, now)
    shown = Sight.NOBODY != need <= sight and not asks
    context: dict[str, Any] = {
        "asset": asset,
        "gateway": bool(gateway()),
        "watching": _watching(stream, sight, need, now) if shown else None,
        "asks_reason": asks and bool(gateway()),
        "closed": need == Sight.NOBODY,
        "outside_window": sight < need == Sight.GOVERNMENT,
        "still": still_of(stream) if shown and not _asks(need) else None,
        "form": form,
    }
    return _page(request, context, 422 if form.errors else 200)


def _watching(
    stream: CameraStream | None, sight: Sight, need: Sight, now: datetime
) -> Watching | None:
    return let_watch(stream, sight, need, now) if stream is not None and gateway() else None


def _told_why(request: HttpRequest, asset: Asset, form: WatchForm, now: datetime) -> bool:
    if request.method != "POST" or not form.is_valid():
        return False
    reason = form.cleaned_data["reason"]
    try:
        view_restricted(actor=actor_of(request), camera=asset.camera, reason=reason, now=now)
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    return True


def _page(request: HttpRequest, context: dict[str, Any], status: int) -> HttpResponseBase:
    """Under the whole policy and the gateway's pictures; nobody keeps the token that is in it."""
    policy = {**settings.SECURE_CSP, "media-src": [CSP.SELF, gateway_origin()]}
    show = csp_override(policy if context["watching"] else settings.SECURE_CSP)(render)
    response: HttpResponse = show(request, "infrastructure/watch.html", context, status=status)
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
