"""Files made for strangers hold only some of a worker's threads."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from egov.accounts.models import User
from egov.web.making import AT_ONCE, BUSY, FewFilesMiddleware
from tests.threads import in_threads

FILES = ("/usulan/?format=csv", "/sitemap/proposals-0.xml", "/peraturan/berkas.pdf")


def request_of(address: str, user: object = None) -> HttpRequest:
    request = RequestFactory().get(address)
    request.user = user or AnonymousUser()  # type: ignore[assignment]
    return request


def busy_with(inside: Callable[[FewFilesMiddleware], None]) -> list[int]:
    """Statuses of as many files as are made at once, while `inside` asks for more."""
    begun, over = [Event() for _ in range(AT_ONCE)], Event()

    def make(request: HttpRequest) -> HttpResponse:
        if (number := request.headers.get("X-Number")) is not None:
            begun[int(number)].set()
            assert over.wait(10)
        return HttpResponse("made")

    middleware = FewFilesMiddleware(make)

    def first(number: int) -> int:
        request = request_of(FILES[0])
        request.META["HTTP_X_NUMBER"] = str(number)
        return middleware(request).status_code

    def more(_: int) -> int:
        assert all(event.wait(10) for event in begun)
        try:
            inside(middleware)
        finally:
            over.set()
        return 0

    acts = [(first, number) for number in range(AT_ONCE)] + [(more, 0)]
    return in_threads(lambda act: act[0](act[1]), acts, workers=len(acts))


@pytest.mark.parametrize("address", FILES)
def test_a_stranger_is_told_to_come_again(address: str) -> None:
    def inside(middleware: FewFilesMiddleware) -> None:
        answer = middleware(request_of(address))
        assert answer.status_code == 503
        assert int(answer["Retry-After"]) > 0
        assert BUSY in answer.content.decode()
        assert middleware(request_of("/usulan/")).status_code == 200  # pages go on

    assert busy_with(inside) == [200] * AT_ONCE + [0]


def test_who_signed_in_waits_for_nobody_and_a_failed_file_gives_its_place_back() -> None:
    member = User()

    def inside(middleware: FewFilesMiddleware) -> None:
        assert middleware(request_of(FILES[0], member)).status_code == 200

    assert busy_with(inside) == [200] * AT_ONCE + [0]

    def fails(request: HttpRequest) -> HttpResponse:
        raise ZeroDivisionError

    middleware = FewFilesMiddleware(fails)
    for _ in range(AT_ONCE + 1):
        with pytest.raises(ZeroDivisionError):
            middleware(request_of(FILES[0]))
