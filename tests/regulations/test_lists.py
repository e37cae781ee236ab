"""One filter for the registry's list and its API."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from egov.web.filters import UNKNOWN
from regulations.filters import UNKNOWN_STATUS
from tests.regulations.factories import make


@pytest.mark.parametrize(
    ("name", "sentence", "code"),
    [("jenis", UNKNOWN, "invalid"), ("status", UNKNOWN_STATUS, "unknown_status")],
)
def test_a_value_that_fits_nothing_is_said_at_its_field_on_page_and_api(
    db: None, client: Client, name: str, sentence: str, code: str
) -> None:
    make("perda", "1")
    page = client.get(f"/regulasi/?{name}=entah")
    answer = client.get(f"/api/v1/regulasi/?{name}=entah")
    assert (page.status_code, answer.status_code) == (422, 422)
    assert page.context["form"].errors == {name: [sentence]}
    assert escape(sentence) in page.content.decode()
    assert (answer.json()["errors"], answer.json()["code"]) == ({name: [sentence]}, code)


@pytest.mark.parametrize("address", ["aplikasi/?pemilik=entah", "wilayah/?induk=entah"])
def test_a_code_that_nothing_carries_is_refused(db: None, client: Client, address: str) -> None:
    answer = client.get(f"/api/v1/{address}")
    assert (answer.status_code, list(answer.json()["errors"].values())) == (422, [[UNKNOWN]])


def test_a_kind_that_is_known_and_not_held_is_an_empty_list(db: None, client: Client) -> None:
    make("perda", "1")
    make("perwali", "1")
    for kind, count in (("perda", 1), ("uu", 0)):
        assert len(client.get(f"/regulasi/?jenis={kind}").context["found"]) == count
        assert len(client.get(f"/api/v1/regulasi/?jenis={kind}").json()["results"]) == count


def test_the_page_asks_no_more_for_a_kind(db: None, client: Client) -> None:
    make("perda", "1")
    counts = []
    for query in ("", "?jenis=perda", "?status=berlaku"):
        with CaptureQueriesContext(connection) as log:
            assert client.get(f"/regulasi/{query}").status_code == 200
        counts.append(len(log))
    assert counts == [counts[0]] * 3


def test_the_words_of_the_form_are_kept(db: None, client: Client) -> None:
    make("perda", "1")
    html = client.get("/regulasi/?q=parkir&jenis=perda&status=berlaku").content.decode()
    assert 'type="search" name="q" value="parkir"' in html
    assert '<option value="perda" selected>' in html
    assert '<option value="berlaku" selected>' in html
