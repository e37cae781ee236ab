"""What went wrong and what to do next: a page for a person, a problem for a program."""

import sys

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from egov.verbs.refusal import Invalid
from egov.web.middleware import may_be_sent_again, refused, unavailable
from egov.web.problem import SENTENCES, asks_api, problem_json


def _answer(request: HttpRequest, code: str, status: int) -> HttpResponse:
    if asks_api(request):
        return problem_json(code, status)
    return render(request, f"errors/{status}.html", status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return refused(request, Invalid("too_large", SENTENCES["too_large"]), status=413)
    if may_be_sent_again(exception):  # the session could not be kept
        return unavailable(request)
    return _answer(request, "bad_request", 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(request, "forbidden", 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(request, "not_found", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Also what failed in a middleware, before or after the view.

    A database that is away is a 503 there too.
    """
    if may_be_sent_again(sys.exc_info()[1]):
        return unavailable(request)
    return _answer(request, "error", 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "errors/csrf.html", status=403)
