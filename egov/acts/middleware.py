from __future__ import annotations

import json
import logging
from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from egov.acts.refusal import Invalid, Refusal
from egov.acts.verb import COLLIDED, database_away, sqlstate

RETRY_AFTER = 5  # seconds
AWAY = "Portal sedang tidak dapat menyimpan atau membaca data. Tunggu sebentar, lalu coba lagi."
log = logging.getLogger(__name__)


def may_be_sent_again(error: BaseException | None) -> bool:
    """Whether the request failed for a cause that passes: the database is away, or two requests collided."""
    return isinstance(error, DatabaseError) and (database_away(error) or sqlstate(error) in COLLIDED)


def unavailable(request: HttpRequest) -> HttpResponse:
    """503 with Retry-After, without asking the database for anything."""
    if request.path.startswith("/api/"):
        body = {"type": "about:blank", "title": "unavailable", "status": 503, "code": "unavailable", "detail": AWAY}
        response = HttpResponse(json.dumps(body), status=503, content_type="application/problem+json")
    else:
        response = HttpResponse(render_to_string("errors/503.html", {"sentence": AWAY}), status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    return response


class RefusalMiddleware:
    """A refusal that no view answered itself becomes a page with its sentence, never a 500."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            sentence = "Alamat ini memuat huruf yang tidak dapat dibaca. Periksa lagi alamatnya."
            return self._page(request, Invalid("bad_address", sentence), status=400)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if may_be_sent_again(exception):
            log.warning("database.unavailable %s", sqlstate(exception) or "away")
            return unavailable(request)
        return self._page(request, exception, exception.status) if isinstance(exception, Refusal) else None

    @staticmethod
    def _page(request: HttpRequest, refusal: Refusal, status: int) -> HttpResponse:
        response = render(request, "refusal.html", {"refusal": refusal}, status=status)
        if status == 503:
            response["Retry-After"] = str(RETRY_AFTER)
        return response
