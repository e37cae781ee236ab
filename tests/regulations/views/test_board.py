"""The board of applications."""

from __future__ import annotations

from datetime import date

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from egov.accounts.models import User
from regulations.vocabulary import EventKind
from tests.regulations.factories import app, bind_obligation, bind_umbrella, make, pasal, record


def test_the_board_costs_the_same_for_many(officer: User, client: Client) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/aplikasi/").status_code == 200
        return len(seen)

    def one(i: int) -> None:
        a, r, other = app(f"a{i}", obliges=True), make("perwali", f"{i}"), make("perda", f"{i}")
        bind_umbrella(officer, a, r)
        bind_obligation(officer, a, pasal(other, 1))
        record(officer, EventKind.AMENDS, other, r, date(2021, 1, 1))

    one(0)
    few = count()
    for i in range(1, 12):
        one(i)
    assert count() == few
