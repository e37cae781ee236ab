from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from egov.acts.refusal import Refusal


class RefusalMiddleware:
    """A refusal that no view answered itself becomes a page with its sentence, never a 500."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refusal):
            return None
        return render(request, "refusal.html", {"refusal": exception}, status=exception.status)
