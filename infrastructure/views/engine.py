"""What the engine asks of the portal, and what it and others tell it."""

from __future__ import annotations

import hmac

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from egov.verbs.refusal import Refusal
from egov.web.problem import problem_json
from infrastructure.engine.incoming import take_alerts
from infrastructure.engine.outside.reading import LARGEST, read_told
from infrastructure.engine.targets import targets
from infrastructure.vocabulary_monitoring import ENGINE_KINDS, CheckKind

NO_TOKEN = "Sertakan token yang benar: Authorization: Bearer …"  # noqa: S105


@never_cache
@require_safe
def service_discovery(request: HttpRequest, job: str) -> HttpResponse:
    """The targets of one kind: with the token all, without only what everybody may know."""
    if job not in ENGINE_KINDS:
        raise Http404
    given = request.headers.get("Authorization")
    if given is not None and not _opens(given, settings.SD_TOKEN):
        return _unauthorized()
    rows = targets(CheckKind(job), everything=given is not None)
    return JsonResponse(rows, safe=False)


@never_cache
@csrf_exempt
@require_POST
def alerts(request: HttpRequest) -> HttpResponse:
    """Alertmanager's webhook, and those of Zabbix, Uptime Kuma and LibreNMS.

    401 without the token, 400 for what is none of them; what came twice is kept once.
    """
    given = request.headers.get("Authorization", "")
    if not _opens(given, settings.SD_TOKEN, settings.ALERTS_TOKEN):
        return _unauthorized()
    try:
        taken = take_alerts(read_told(request.read(LARGEST + 1)), timezone.now())
    except Refusal as refusal:
        return problem_json(refusal.code, refusal.status, refusal.sentence)
    return JsonResponse({"diterima": taken.alerts})


def _opens(given: str, *tokens: str) -> bool:
    bearer = given.removeprefix("Bearer ").encode()
    return any([token and hmac.compare_digest(bearer, token.encode()) for token in tokens])


def _unauthorized() -> HttpResponse:
    response = problem_json("token_needed", 401, NO_TOKEN)
    response["WWW-Authenticate"] = "Bearer"
    return response
