"""Pages for what went wrong: each says what happened and what to do next."""

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from egov.acts.middleware import may_be_sent_again, unavailable


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Also what failed in a middleware, before or after the view: a database that is away is a 503 there too."""
    if may_be_sent_again(sys.exc_info()[1]):
        return unavailable(request)
    return render(request, "errors/500.html", status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "errors/csrf.html", status=403)
