"""Numbers, days and addresses of a regulation."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from egov.accounts.models import User
from regulations.domain.registry import load_kinds
from regulations.models import Regulation
from tests.regulations.factories import make, record


def test_a_retroactive_regulation_can_still_be_edited(officer: User) -> None:
    r = make("perwali", "1", 2020)
    record(officer, "commences", r, r, date(2019, 12, 1), override="Sebab contoh.")
    Regulation.objects.get(pk=r.pk).full_clean()
    r.refresh_from_db()
    r.commences_on = date(2019, 1, 1)
    with pytest.raises(ValidationError):
        r.full_clean()


@pytest.mark.parametrize("number", ["..", "9~02", "71\n2", "8?x=1", "a#b", "1%2", ""])
def test_a_number_that_would_break_its_address_is_refused(officer: User, number: str) -> None:
    with pytest.raises(ValidationError):
        Regulation(kind=load_kinds()["perda"], number=number, year=2020, title="x").full_clean()


def test_a_number_with_spaces_and_slashes_has_a_whole_address(
    officer: User, client: Client
) -> None:
    r = make("perwali", "900/5.1/436 A", 2026)
    r.full_clean()
    assert r.get_absolute_url() == "/regulasi/perwali/2026/900~5.1~436%20A/"
    assert client.get(r.get_absolute_url()).status_code == 200
    assert (
        " " not in json.loads(client.get("/feed/document.json").getvalue())[0]["urlDetailPeraturan"]
    )
    assert (
        client.get("/regulasi/", {"q": "perwali 900/5.1/436 A tahun 2026"})["Location"]
        == r.get_absolute_url()
    )
    with pytest.raises(ValidationError):
        make("perda", "1", other_region="35.78").full_clean()
