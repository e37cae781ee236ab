"""A stranger's page is made once in its minute.

It is never shown past the moment at which it changes.
"""

from __future__ import annotations

import re
import runpy
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import Mock

import pytest
import time_machine
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test import Client
from django.test.utils import CaptureQueriesContext
from drf_spectacular.generators import SchemaGenerator

from egov.home.views import Schema
from musrenbang.models import Channel, Stage
from tests.town import Town, client_of

NOON = datetime(2027, 3, 3, 5, tzinfo=UTC)  # 12.00 in Surabaya


@pytest.fixture(autouse=True)
def _keep(settings: Any) -> Iterator[None]:
    settings.KEEP_PUBLIC_PAGES = True
    caches["pages"].clear()
    yield
    caches["pages"].clear()


def age(response: Any) -> int:
    told = re.search(r"max-age=(\d+)", response["Cache-Control"])
    assert told, response["Cache-Control"]
    return int(told[1])


def test_within_its_minute_a_page_is_made_once(town: Town) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        first = Client().get("/usulan/")
        assert age(first) == 60
        clock.shift(20)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            again = Client().get("/usulan/")
        assert len(asked) == 0
        assert again.content == first.content
        assert age(again) == 40
        assert Client().head("/usulan/").status_code == 200
        town.proposal(title="Yang baru dikirim")
        assert b"Yang baru dikirim" not in Client().get("/usulan/").content
        clock.shift(41)
        assert b"Yang baru dikirim" in Client().get("/usulan/").content


def test_who_signed_in_reads_a_page_of_their_own(town: Town) -> None:
    Client().get("/")
    mine = client_of(town.citizen).get("/")
    assert b"Keluar" in mine.content or b"/akun/" in mine.content
    assert "no-store" in mine["Cache-Control"]
    stranger = Client().get("/")
    assert stranger.content != mine.content
    assert "public" in stranger["Cache-Control"]


def test_an_address_is_its_own_page(town: Town) -> None:
    town.proposal(title="Selokan RW satu")
    assert b"Selokan RW satu" in Client().get("/usulan/?q=selokan").content
    assert b"Selokan RW satu" not in Client().get("/usulan/?q=tidakada").content


def test_it_ends_at_the_regions_midnight(town: Town) -> None:
    with time_machine.travel(
        datetime(2027, 3, 3, 16, 59, 30, tzinfo=UTC), tick=False
    ) as clock:  # 23.59.30
        assert age(Client().get("/usulan/")) == 30
        clock.shift(29)
        assert age(Client().get("/usulan/")) == 1
        clock.shift(1)
        assert age(Client().get("/usulan/")) == 60  # made anew


def test_it_ends_where_a_window_opens_or_closes(town: Town) -> None:
    for model, field in ((Stage, "window"), (Channel, "submission")):
        caches["pages"].clear()
        with time_machine.travel(NOON, tick=False) as clock:
            row = model.objects.first()
            window = DateTimeTZRange(NOON - timedelta(days=1), NOON + timedelta(seconds=25))
            model.objects.filter(pk=row.pk).update(**{field: window})
            assert age(Client().get("/")) == 25
            clock.shift(26)
            assert age(Client().get("/")) > 30
            far = DateTimeTZRange(NOON - timedelta(days=1), NOON + timedelta(days=9))
            model.objects.filter(pk=row.pk).update(**{field: far})


def test_what_carries_a_cookie_or_a_nonce_is_not_kept(town: Town, settings: Any) -> None:
    from django.http import HttpRequest, HttpResponse
    from django.middleware.csrf import get_token
    from django.test import RequestFactory
    from django.utils.csp import LazyNonce

    from egov.web.public import public_page

    def with_form(request: HttpRequest) -> HttpResponse:
        return HttpResponse(get_token(request))

    def with_cookie(request: HttpRequest) -> HttpResponse:
        response = HttpResponse("x")
        response.set_cookie("a", "b")
        return response

    def with_nonce(request: HttpRequest) -> HttpResponse:
        return HttpResponse(str(request._csp_nonce))  # type: ignore[attr-defined]

    def missing(request: HttpRequest) -> HttpResponse:
        return HttpResponse("x", status=404)

    for number, view in enumerate((with_form, with_cookie, with_nonce, missing)):
        made = []

        def counted(request: HttpRequest, view: Any = view, made: list[int] = made) -> HttpResponse:
            made.append(1)
            return view(request)  # type: ignore[no-any-return]

        for _ in range(2):
            request = RequestFactory().get(f"/x/{number}/")
            request._csp_nonce = LazyNonce()  # type: ignore[attr-defined]
            public_page(counted)(request)
        assert len(made) == 2, view.__name__


def test_a_message_is_read_once_and_kept_for_nobody(town: Town) -> None:
    visitor = Client()
    visitor.cookies["messages"] = signed_message("Kata sandi sudah dibuat.")
    page = visitor.get("/usulan/")
    assert "Kata sandi sudah dibuat." in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert "Kata sandi sudah dibuat." not in visitor.get("/usulan/").content.decode()
    assert "Kata sandi sudah dibuat." not in Client().get("/usulan/").content.decode()


def signed_message(text: str) -> str:
    """The cookie that a redirect with a message sets for a visitor without a session."""
    from django.contrib.messages.storage.base import Message
    from django.contrib.messages.storage.cookie import CookieStorage
    from django.http import HttpResponse
    from django.test import RequestFactory

    storage, response = CookieStorage(RequestFactory().get("/")), HttpResponse()
    storage._store([Message(25, text)], response)
    return response.cookies["messages"].value


def kept() -> int:
    return len(caches["pages"]._cache)  # type: ignore[attr-defined]


def test_unknown_parameters_and_free_text_are_answered_and_not_kept(town: Town) -> None:
    Client().get("/usulan/")
    before = kept()
    for query in ("utm_source=x", "q=paving", "acak=1", "acak=2"):
        assert Client().get(f"/usulan/?{query}").status_code == 200
    assert kept() == before
    Client().get(f"/usulan/?tahun={town.cycle.year}")
    assert kept() > before
    assert Client().get("/usulan/?acak=3").content != b""


def test_no_table_and_no_large_page_is_kept(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    Client().get("/usulan/?format=csv")
    Client().get("/usulan/?tahun=2027&format=xlsx")
    pages = [value for value in caches["pages"]._cache.values() if b"spreadsheet" in value]  # type: ignore[attr-defined]
    assert pages == []
    monkeypatch.setattr("egov.web.public.LARGEST", 10)
    Client().get("/kamus/")
    with CaptureQueriesContext(connection) as asked:
        Client().get("/kamus/")
    assert len(asked) > 0


def test_a_prefix_that_a_client_names_poisons_no_page(town: Town) -> None:
    """gunicorn takes SCRIPT_NAME from a proxy's header; ours takes it from nobody."""
    Client().get("/", SCRIPT_NAME="/usulan")
    page = Client().get("/usulan/").content.decode()
    assert "<h1>Usulan" in page
    config = runpy.run_path(str(settings.BASE_DIR / "deploy" / "gunicorn.conf.py"))
    assert config["forwarder_headers"] == ""


def test_the_description_of_the_api_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Schema, "kept", {})
    first = Client().get("/api/v1/schema/?format=json")
    made = Mock(side_effect=AssertionError("made again"))
    monkeypatch.setattr(SchemaGenerator, "get_schema", made)
    again = Client().get("/api/v1/schema/?format=json")
    assert (again.content, again["Content-Type"]) == (first.content, first["Content-Type"])
    assert list(Schema.kept) == ["application/vnd.oai.openapi+json"]
