"""The board of applications."""

from __future__ import annotations

from datetime import date

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from egov.accounts.models import User
from regulations.domain.applications.bindings import bind
from regulations.domain.law.events import record_event
from regulations.vocabulary import EventKind
from tests.regulations.factories import app, make, pasal


def test_the_board_costs_the_same_for_many(officer: User, client: Client) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/aplikasi/").status_code == 200
        return len(seen)

    def one(i: int) -> None:
        a, r, other = app(f"a{i}", obliges=True), make("perwali", f"{i}"), make("perda", f"{i}")
        bind(actor=officer, application=a, regulation=r, role="umbrella", start=date(2021, 1, 1))
        bind(
            actor=officer,
            application=a,
            regulation=other,
            provision=pasal(other, 1),
            role="obligation",
            start=date(2021, 1, 1),
        )
        record_event(
            actor=officer, kind=EventKind.AMENDS, source=other, target=r, on=date(2021, 1, 1)
        )

    one(0)
    few = count()
    for i in range(1, 12):
        one(i)
    assert count() == few
