from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from egov.accounts.models import User
from tests.regulations.factories import app, bind_umbrella, make, pasal, record


def test_regulations_answer_as_of_a_day(officer: User, client: Client) -> None:
    old, new = make("perda", "100/1", 2009), make("perda", "3", 2018)
    pasal(old, 1)
    record(officer, "repeals", new, old, date(2018, 6, 21))
    rows = client.get("/api/v1/regulasi/").json()["results"]
    assert [(r["jenis"], r["nomor"], r["tahun"], r["status"]) for r in rows] == [
        ("perda", "3", 2018, "berlaku"),
        ("perda", "100/1", 2009, "tidak-berlaku"),
    ]
    one = client.get("/api/v1/regulasi/perda/2009/100~1/?pada=2018-06-20").json()
    assert one["status"] == "berlaku"
    assert [p["jalur"] for p in one["naskah"]] == ["pasal-1"]
    assert one["peristiwa"][0]["oleh"] == "/akn/id-3578/act/perda/2018/3"
    assert [
        r["tahun"] for r in client.get("/api/v1/regulasi/?status=tidak-berlaku").json()["results"]
    ] == [2009]
    assert [r["peristiwa"] for r in client.get("/api/v1/peristiwa-hukum/").json()["results"]] == [
        "repeals"
    ]
    assert client.get("/api/v1/regulasi/perda/2009/9/").json()["code"] == "not_found"
    assert client.get("/api/v1/regulasi/?pada=kemarin").json()["code"] == "bad_day"
    assert set(client.get("/api/v1/regulasi/?fields=nomor").json()["results"][0]) == {"nomor"}


def test_applications_cost_the_same_for_one_and_for_many(officer: User, client: Client) -> None:
    def count() -> tuple[int, list[Any]]:
        with CaptureQueriesContext(connection) as seen:
            rows = client.get("/api/v1/aplikasi/?pada=2021-06-01").json()["results"]
        return len(seen), rows

    def one(i: int) -> None:
        regulation = make("perwali", f"{i}")
        bind_umbrella(officer, app(f"a{i}"), regulation)

    one(0)
    few, rows = count()
    assert rows[0]["dasar_hukum"][0]["status"] == "berlaku"
    assert rows[0]["kesehatan_hukum"] == "Dasar lengkap dan berlaku"
    for i in range(1, 6):
        one(i)
    many, rows = count()
    assert (many, len(rows)) == (few, 6)
    assert client.get("/api/v1/aplikasi/a3/?pada=2020-01-01").json()["dasar_hukum"] == []
    assert client.get("/api/v1/schema/?format=json").status_code == 200
