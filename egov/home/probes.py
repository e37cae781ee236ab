"""Is the process alive, are its parts there, and its numbers."""

import hmac

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django_prometheus.exports import ExportToDjangoView


def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponse:
    """Whether database and cache answer; the reason stays in the log."""
    parts = {"database": True, "cache": True}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:
        parts["database"] = False
    try:
        cache.set("readyz", 1, 5)
        parts["cache"] = cache.get("readyz") == 1
    except Exception:
        parts["cache"] = False
    return JsonResponse(parts, status=200 if all(parts.values()) else 503)


def metrics(request: HttpRequest) -> HttpResponse:
    bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
    token = settings.METRICS_TOKEN
    if not token or not hmac.compare_digest(bearer.encode(), token.encode()):
        return HttpResponse(
            "METRICS_TOKEN diperlukan\n",
            status=401,
            content_type="text/plain",
            headers={"WWW-Authenticate": "Bearer"},
        )
    exported: HttpResponse = ExportToDjangoView(request)
    return exported
