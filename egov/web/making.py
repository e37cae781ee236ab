"""How many files one worker makes at a time for visitors who have not signed in."""

from __future__ import annotations

from collections.abc import Callable
from threading import BoundedSemaphore

from django.http import HttpRequest, HttpResponse

from egov.web.middleware import unavailable

AT_ONCE = 2  # of the worker's threads; the others keep answering pages
ENDINGS = (".xml", ".pdf")
BUSY = "Banyak berkas sedang dibuat. Tunggu sebentar, lalu unduh lagi."


def makes_a_file(request: HttpRequest) -> bool:
    """Whether the answer is a table, a paper or a list of addresses made for this request."""
    return "format" in request.GET or request.path_info.endswith(ENDINGS)


class FewFilesMiddleware:
    """503 with Retry-After where strangers already have `AT_ONCE` files made; who signed in waits
    for nobody.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.slots = BoundedSemaphore(AT_ONCE)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not makes_a_file(request) or request.user.is_authenticated:
            return self.get_response(request)
        if not self.slots.acquire(blocking=False):
            return unavailable(request, BUSY)
        try:
            return self.get_response(request)
        finally:
            self.slots.release()
