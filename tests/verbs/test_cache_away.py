"""A shared cache that is away.

What it only remembers is found out anew, what it counts is a 503.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.test import Client
from redis.exceptions import ConnectionError as NoConnection

from egov.verbs.memory import remembered
from tests.town import Town


@pytest.fixture
def _away(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*args: Any, **kwargs: Any) -> None:
        raise NoConnection("refused by rahasia:6379")

    for name in ("get", "set", "add", "incr"):
        monkeypatch.setattr(LocMemCache, name, away)


@pytest.mark.usefixtures("_away")
@pytest.mark.parametrize("address", ["/", "/usulan/", "/wilayah/35.78.01.1001/"])
def test_pages_that_anyone_reads_need_no_cache(town: Town, address: str) -> None:
    assert Client(raise_request_exception=False).get(address).status_code == 200


@pytest.mark.usefixtures("_away")
def test_where_tries_are_counted_nobody_gets_by_uncounted(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    client = Client(raise_request_exception=False)
    given = {"login": "warga@uji.example", "password": "salah"}
    answer = client.post("/akun/masuk/", given)
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "rahasia" not in caplog.text


def test_what_was_found_out_is_remembered() -> None:
    asked: list[int] = []

    def find_out() -> int:
        asked.append(1)
        return len(asked)

    assert [remembered("sekali", 60, find_out) for _ in range(3)] == [1, 1, 1]


def test_only_what_is_worth_it_is_remembered() -> None:
    asked: list[int] = []

    def find_out() -> int:
        asked.append(1)
        return len(asked)

    given = [remembered("besar", 60, find_out, worth=lambda number: number > 2) for _ in range(5)]
    assert given == [1, 2, 3, 3, 3]
