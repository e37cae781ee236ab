from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from pghistory.middleware import HistoryMiddleware as PghistoryMiddleware

from egov.verbs.memory import CACHE_AWAY
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.verb import COLLIDED, database_away, sqlstate
from egov.web.logs import without_tokens
from egov.web.problem import asks_api, problem_json

RETRY_AFTER = 5  # seconds
AWAY = "Portal sedang tidak dapat menyimpan atau membaca data. Tunggu sebentar, lalu coba lagi."
BAD_ADDRESS = Invalid(
    "bad_address",
    "Permintaan ini memuat huruf yang tidak dapat dibaca. Periksa lagi alamatnya.",
)
log = logging.getLogger(__name__)


def may_be_sent_again(error: BaseException | None) -> bool:
    """Whether the request failed for a cause that passes: database or cache away, or a collision.

    Django says of any session it could not keep that it was deleted; what lies beneath
    knows better.
    """
    if isinstance(error, SessionInterrupted | UpdateError):
        return may_be_sent_again(error.__context__)
    if isinstance(error, CACHE_AWAY):
        return True
    return isinstance(error, Error) and (database_away(error) or sqlstate(error) in COLLIDED)


def unavailable(request: HttpRequest, sentence: str = AWAY) -> HttpResponse:
    """503 with Retry-After, without asking the database for anything."""
    response: HttpResponse
    if asks_api(request):
        response = problem_json("unavailable", 503, sentence)
    else:
        page = render_to_string("errors/503.html", {"sentence": sentence})
        response = HttpResponse(page, status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    return response


def refused(request: HttpRequest, refusal: Refusal, status: int) -> HttpResponse:
    """The refusal as a page, or as a problem for the API."""
    response: HttpResponse
    if asks_api(request):
        response = problem_json(refusal.code, status, refusal.sentence)
    else:
        response = render(request, "refusal.html", {"refusal": refusal}, status=status)
    if status == 503:
        response["Retry-After"] = str(RETRY_AFTER)
    return response


class PlainRequestMiddleware:
    """Before anything is asked of the database: no text that it cannot hold goes further.

    A cookie with NUL is none of ours and is forgotten; an address or a header with one is refused.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        cookies = request.COOKIES.items()
        request.COOKIES = {name: value for name, value in cookies if "\0" not in value}
        if not self._plain(request):
            return refused(request, BAD_ADDRESS, status=400)
        return self.get_response(request)

    @staticmethod
    def _plain(request: HttpRequest) -> bool:
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return False
        return not any("\0" in value for name, value in request.headers.items() if name != "Cookie")


class HistoryMiddleware(PghistoryMiddleware):
    """Who did it and at which address stands beside every history row; no token of an address."""

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request)
        try:
            match = resolve(request.path_info)
        except Resolver404:
            match = None
        return {**context, "url": without_tokens(request.path, match)}


class RefusalMiddleware:
    """A refusal that no view answered itself becomes a page with its sentence, never a 500."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if may_be_sent_again(exception):
            part = "cache" if isinstance(exception, CACHE_AWAY) else "database"
            log.warning("%s.unavailable %s", part, sqlstate(exception) or "away")
            return unavailable(request)
        if isinstance(exception, Refusal):
            return refused(request, exception, exception.status)
        return None
