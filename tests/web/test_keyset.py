"""A cursor is only what the page before gave; everything else is told, never a 500."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from django.test import Client

from egov.areas.models import Area
from egov.verbs.refusal import Invalid
from egov.web.keyset import keyset_page
from tests.town import Town


def test_a_refused_cursor_keeps_nothing_of_who_gave_it() -> None:
    refusals = []
    for _ in range(2):
        with pytest.raises(Invalid) as refusal:
            keyset_page(Area.objects.all(), order=("-id",), cursor="?")
        refusals.append(refusal.value)
    assert refusals[0] is not refusals[1]  # raised again, it would carry the frames of the first


def cursor(values: Any) -> str:
    raw = values if isinstance(values, bytes) else json.dumps(values).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


@pytest.mark.parametrize(
    ("address", "values"),
    [
        ("/usulan/?urut=biaya", ["1e999999", "1"]),
        ("/usulan/?urut=biaya", ["NaN", "1"]),
        ("/usulan/?urut=biaya", ["Infinity", "1"]),
        ("/usulan/?urut=biaya", ["1", "x"]),
        ("/usulan/?urut=dukungan", ["1e5", "1"]),
        ("/usulan/?urut=dukungan", ["9" * 200, "1"]),
        ("/api/v1/usulan/", ["9" * 200]),
        ("/api/v1/usulan/", [1]),
        ("/api/v1/usulan/", {"id": "1"}),
        ("/api/v1/wilayah/", ["a\0b", "1"]),
        ("/api/v1/wilayah/", ["\ud800", "1"]),
        ("/api/v1/regulasi/", ["2020-01-01", "1"]),
        ("/api/v1/peristiwa-hukum/", ["0000-00-00", "1"]),
        ("/api/v1/peristiwa-hukum/", ["infinity", "1"]),
        ("/api/v1/usulan/", b"\xff\xfe"),
        ("/api/v1/usulan/", b"[" * 100_000),
    ],
)
def test_a_made_up_cursor_is_refused(db: None, address: str, values: Any) -> None:
    client = Client(raise_request_exception=False)
    mark = "&" if "?" in address else "?"
    answer = client.get(f"{address}{mark}sesudah={cursor(values)}")
    assert answer.status_code == 422
    assert "Mulai lagi dari halaman pertama." in answer.content.decode()


def test_the_cursor_of_a_page_leads_on(town: Town, client: Client) -> None:
    numbers = [town.proposal("kelurahan").number for _ in range(3)]
    first = client.get("/api/v1/usulan/?ukuran=2").json()
    second = client.get(first["next"]).json()
    read = [row["nomor"] for row in [*first["results"], *second["results"]]]
    assert sorted(read) == sorted(numbers)
