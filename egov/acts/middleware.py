from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from egov.acts.refusal import Invalid, Refusal


class RefusalMiddleware:
    """A refusal that no view answered itself becomes a page with its sentence, never a 500."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            refusal = Invalid("bad_address", "Alamat ini memuat huruf yang tidak dapat dibaca. Periksa lagi alamatnya.")
            return render(request, "refusal.html", {"refusal": refusal}, status=400)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refusal):
            return None
        return render(request, "refusal.html", {"refusal": exception}, status=exception.status)
