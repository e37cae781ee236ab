"""The registry's lists as files of the desk."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from egov.accounts.models import User
from regulations.domain.applications.lifecycle import record_running
from tests.factories.accounts import AppointmentFactory, UserFactory
from tests.regulations.factories import app, make, record
from tests.town import client_of

DESK = "/admin/regulations"


def table(client: Client, model: str, query: str = "") -> list[dict[str, str]]:
    response = client.get(f"{DESK}/{model}/unduh.csv{query}")
    assert response.status_code == 200, response.status_code
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_regulations_leave_with_their_status_of_today(officer: User) -> None:
    old, new = make("perda", "1", 2010), make("perda", "2", 2020)
    record(officer, "repeals", new, old, date(2020, 2, 1))
    rows = {row["nomor"]: row for row in table(client_of(officer), "regulation")}
    assert (rows["1"]["status"], rows["2"]["status"]) == ("Tidak berlaku", "Berlaku")
    assert (rows["1"]["jenis"], rows["1"]["tahun"], rows["1"]["naskah"]) == (
        "Perda",
        "2010",
        "belum ada",
    )
    assert [row["nomor"] for row in table(client_of(officer), "regulation", "?year=2010")] == ["1"]
    assert [row["nomor"] for row in table(client_of(officer), "regulation", "?q=perda 2")] == ["2"]


def test_applications_leave_with_their_state(officer: User) -> None:
    running = app("parkir", name="@Parkir")
    app("baru", name="Baru")
    record_running(actor=officer, application=running, year=2019, source="Laporan")
    rows = {row["kode"]: row for row in table(client_of(officer), "application")}
    assert (rows["parkir"]["aplikasi"], rows["parkir"]["keadaan"]) == ("'@Parkir", "Berjalan")
    assert rows["baru"]["keadaan"] == "belum diketahui"


@pytest.mark.parametrize("model", ["regulation", "application"])
def test_every_office_reads_the_registry_and_no_stranger_takes_it_from_the_desk(
    officer: User, model: str
) -> None:
    make("perda", "1")
    app()
    auditor = AppointmentFactory(role="auditor").user
    assert len(table(client_of(auditor), model)) == 1
    for client in (Client(), client_of(UserFactory())):
        assert client.get(f"{DESK}/{model}/unduh.csv").status_code in (302, 403)


@pytest.mark.parametrize("model", ["regulation", "application"])
def test_a_file_of_thirty_rows_asks_as_often_as_one_of_one(officer: User, model: str) -> None:
    def make_one(number: int) -> None:
        make("perda", str(number))
        record_running(
            actor=officer,
            application=app(f"a-{number}"),
            year=timezone.localdate().year - 1,
            source="Laporan",
        )

    def queries() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as seen:
            rows = table(client, model)
        return len(seen), len(rows)

    client = client_of(officer)
    make_one(1)
    queries()
    few, one = queries()
    for number in range(2, 32):
        make_one(number)
    assert queries() == (few, one + 30)
