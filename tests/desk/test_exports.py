"""A list of the desk as a file: what the page lists, no more, and safe to open."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from egov.areas.models import Area
from egov.desk import exports
from tests.factories.accounts import UserFactory
from tests.factories.areas import AreaFactory
from tests.town import client_of

LIST = "/admin/areas/area/"


@pytest.fixture
def areas(small: None) -> Area:
    region = AreaFactory(code="35.78", level="region", name="Kota Uji", parent=None)
    for number, name in ((1, "=HYPERLINK(1)"), (2, "Kebraon"), (3, "Wonocolo")):
        code = f"35.78.0{number}"
        AreaFactory(code=code, level="kecamatan", name=name, parent=region)
    return region


def rows(client: Client, query: str = "", name: str = "csv") -> list[list[Any]]:
    response = client.get(f"{LIST}unduh.{name}{query}")
    assert response.status_code == 200
    if name == "csv":
        return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    sheet: Any = load_workbook(io.BytesIO(response.content)).active
    return [list(row) for row in sheet.values]


@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_the_rows_of_the_list_under_the_declared_columns(
    keeper: Client, areas: Area, name: str
) -> None:
    assert rows(keeper, name=name) == [
        ["nama", "induk"],
        ["Kota Uji", None if name == "xlsx" else ""],
        ["'=HYPERLINK(1)", "Kota Uji"],  # never run
        ["Kebraon", "Kota Uji"],
        ["Wonocolo", "Kota Uji"],
    ]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?q=kebra", ["Kebraon"]),
        ("?level__exact=region", ["Kota Uji"]),
        ("?level__exact=kecamatan&o=-0", ["Wonocolo", "Kebraon", "'=HYPERLINK(1)"]),
        ("?level__exact=kecamatan&q=zeppelin", []),
    ],
)
def test_filter_search_and_order_of_the_address_are_kept(
    keeper: Client, areas: Area, query: str, names: list[str]
) -> None:
    assert [row[0] for row in rows(keeper, query)[1:]] == names
    page = keeper.get(f"{LIST}{query}&p=1").content.decode()
    address = f"{LIST}unduh.csv{query}".replace("&", "&amp;")
    assert f'href="{address}"' in page
    assert f'href="{address.replace(".csv", ".xlsx")}"' in page


def test_a_file_ends_where_its_list_is_longer_and_says_so(
    keeper: Client, areas: Area, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "MOST", 3)
    for name in ("csv", "xlsx"):
        *whole, last = rows(keeper, name=name)
        assert len(whole) == 1 + 3
        assert last[0] == "Hanya 3 baris pertama. Persempit saringannya untuk yang lain."
    assert "paling banyak 3 baris" in keeper.get(LIST).content.decode()
    monkeypatch.setattr(exports, "MOST", 4)
    assert rows(keeper)[-1][0] == "Wonocolo"  # all of it is no cut


def test_it_asks_as_often_for_one_row_as_for_many(keeper: Client, areas: Area) -> None:
    def queries(query: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            rows(keeper, query)
        return len(seen)

    queries("")
    assert queries("?q=kebraon") == queries("")


def test_an_address_that_fits_nothing_leads_to_the_list_that_says_so(
    keeper: Client, areas: Area
) -> None:
    answer = keeper.get(f"{LIST}unduh.csv?entah__exact=1")
    assert answer.status_code == 302
    assert answer["Location"] == f"{LIST}?entah__exact=1"


def test_who_may_not_see_the_list_gets_no_file(areas: Area) -> None:
    for client in (Client(), client_of(UserFactory())):
        for name in ("csv", "xlsx"):
            assert client.get(f"{LIST}unduh.{name}").status_code in (302, 403)


def test_only_a_look_makes_a_file(keeper: Client, areas: Area) -> None:
    assert keeper.post(f"{LIST}unduh.csv").status_code == 405
    assert keeper.get(f"{LIST}unduh.pdf").status_code == 301  # an object's page, if there were one


def test_a_list_without_columns_has_no_file(keeper: Client, areas: Area) -> None:
    assert keeper.get("/admin/agencies/agency/unduh.csv").status_code == 301
    assert "take-along" not in keeper.get("/admin/agencies/agency/").content.decode()
