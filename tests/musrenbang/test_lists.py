"""One filter for the list's page and for its API: the same values, the same sentences."""

from __future__ import annotations

from itertools import chain
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from egov.web.filters import UNKNOWN
from egov.web.forms import ONE_OF_THE_LIST
from egov.web.params import YEAR_SENTENCE
from musrenbang.models import Cycle
from tests.town import Town


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("tahun", "abc", YEAR_SENTENCE),
        ("tahun", "20270", YEAR_SENTENCE),
        ("tahun", "2099", UNKNOWN),
        ("jenis", "entah", UNKNOWN),
        ("tingkat", "langit", ONE_OF_THE_LIST),
        ("keadaan", "entah", ONE_OF_THE_LIST),
    ],
)
def test_a_value_that_fits_nothing_is_said_at_its_field_on_page_and_api(
    town: Town, client: Client, name: str, value: str, sentence: str
) -> None:
    page = client.get(f"/usulan/?{name}={value}")
    answer = client.get(f"/api/v1/usulan/?{name}={value}")
    assert (page.status_code, answer.status_code) == (422, 422)
    (at_field,) = page.context["form"].errors[name]
    assert answer.json()["errors"] == {name: [at_field]}
    assert sentence in at_field
    assert escape(at_field) in page.content.decode()


@pytest.mark.parametrize("name", ["wilayah", "opd"])
def test_the_page_says_so_of_its_own_filters(town: Town, client: Client, name: str) -> None:
    page = client.get(f"/usulan/?{name}=entah")
    assert page.status_code == 422
    assert page.context["form"].errors == {name: [UNKNOWN]}


@pytest.mark.parametrize("name", ["rw", "kelurahan", "kecamatan", "perangkat_daerah"])
def test_the_api_says_so_of_its_own_filters(town: Town, client: Client, name: str) -> None:
    answer = client.get(f"/api/v1/usulan/?{name}=entah")
    assert answer.status_code == 422
    assert answer.json()["errors"] == {name: [UNKNOWN]}


def test_the_api_refuses_a_number_that_was_mistyped(town: Town, client: Client) -> None:
    number = town.proposal("kelurahan").number
    wrong = f"{number[:-1]}{(int(number[-1]) + 1) % 10}"
    assert client.get(f"/api/v1/keputusan/?usulan={number}").status_code == 200
    answer = client.get(f"/api/v1/keputusan/?usulan={wrong}")
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == ["usulan"]


def test_a_year_that_is_known_and_empty_is_an_empty_list(town: Town, client: Client) -> None:
    Cycle.objects.create(year=2040, name="RKPD 2040")
    for address in ("/usulan/?tahun=2040", "/api/v1/usulan/?tahun=2040"):
        assert client.get(address).status_code == 200


def _ids(page: Any) -> list[int]:
    return [row.pk for row in page.context["page"].items]


def test_the_values_narrow_page_and_api_alike(town: Town, client: Client) -> None:
    near, far = town.proposal("kelurahan"), town.proposal("rw")
    for query in (f"tahun={town.cycle.year}", f"jenis={near.variant.entry.code}"):
        rows = client.get(f"/api/v1/usulan/?{query}").json()["results"]
        assert [row["nomor"] for row in rows] == [far.number, near.number]
        assert _ids(client.get(f"/usulan/?{query}")) == [far.pk, near.pk]
    assert _ids(client.get("/usulan/?tingkat=kelurahan")) == [near.pk]
    assert _ids(client.get("/usulan/?wilayah=35.78.01.1001")) == [far.pk, near.pk]


def test_a_select_keeps_what_was_chosen_and_writes_no_markup_of_a_name(
    town: Town, client: Client
) -> None:
    entry = town.variant.entry
    entry.name = 'Jalan <b>"paving"</b>'
    entry.save()
    html = client.get(f"/usulan/?jenis={entry.code}").content.decode()
    assert f'<option value="{entry.code}" selected>{escape(entry.name)}</option>' in html
    assert html.count(" selected>") == 8 - 1  # one in each select


def test_the_list_asks_no_more_for_more_filters_than_one_each(town: Town, client: Client) -> None:
    town.proposal("kelurahan")
    client.get("/usulan/")  # what is kept for some minutes is read once
    counts = []
    for query in ("", "?keadaan=waiting", f"?jenis={town.variant.entry.code}"):
        with CaptureQueriesContext(connection) as log:
            assert client.get(f"/usulan/{query}").status_code == 200
        counts.append(len(log))
    assert counts == [counts[0], counts[0], counts[0] + 1]


def test_a_search_of_the_kamus_that_is_too_long_is_refused_on_page_and_api(
    town: Town, client: Client
) -> None:
    value = "b" * 101
    page = client.get("/kamus/", {"q": value})
    answer = client.get("/api/v1/kamus/", {"q": value})
    assert (page.status_code, answer.status_code) == (422, 422)
    (at_field,) = page.context["form"].errors["q"]
    assert answer.json()["errors"] == {"q": [at_field]}
    assert escape(at_field) in page.content.decode()
    assert client.get("/kamus/", {"q": value, "format": "csv"}).status_code == 422


def test_the_kamus_is_searched_alike_on_page_and_api(town: Town, client: Client) -> None:
    for query, hits in (("jalan becek", ["paving-6"]), ("roket", []), ("", ["paving-6"])):
        needs = client.get("/kamus/", {"q": query}).context["needs"]
        entries = chain.from_iterable(group.values() for _, group in needs)
        assert [v.code for v in chain.from_iterable(entries)] == hits
        rows = client.get("/api/v1/kamus/", {"q": query}).json()["results"]
        assert [row["kode"] for row in rows] == hits
