from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from musrenbang.models import Proposal
from tests.town import Town, decide


def body(town: Town, **changes: Any) -> str:
    values = {
        "jenis": town.variant.code,
        "rw": town.rw.code,
        "alamat": "Gang 3",
        "judul": "Paving",
        "masalah": "Becek",
        "harapan": "Rata",
        "volume": "10",
    }
    return json.dumps({**values, **changes})


def post(client: Client, text: str, key: str = "kunci") -> Any:
    return client.post(
        "/api/v1/usulan/", text, content_type="application/json", headers={"Idempotency-Key": key}
    )


def test_creating_goes_through_the_verb(town: Town, client: Client) -> None:
    assert post(client, body(town)).status_code == 403
    client.force_login(town.citizen, backend="egov.accounts.signing_in.ContactBackend")
    made = post(client, body(town))
    assert made.status_code == 201
    assert made["Location"].endswith(f"/api/v1/usulan/{made.json()['nomor']}/")
    assert post(client, body(town)).json()["nomor"] == made.json()["nomor"]
    assert Proposal.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "key", "status", "code", "field"),
    [
        ({"volume": "0"}, "k", 422, "volume_positive", "volume"),
        ({"rw": "35.78.02.1001/01"}, "k", 422, "not_your_rw", "rw"),
        ({"rw": "99"}, "k", 422, "invalid", "rw"),
        ({"judul": "x" * 121}, "k", 422, "invalid", "judul"),
        ({}, "", 422, "idempotency_key", ""),
    ],
)
def test_refusals_are_problems_with_a_code(
    town: Town, client: Client, changes: Any, key: str, status: int, code: str, field: str
) -> None:
    client.force_login(town.citizen, backend="egov.accounts.signing_in.ContactBackend")
    answer = post(client, body(town, **changes), key)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == code
    if field:
        assert field in answer.json()["errors"]


def test_reading_pages_by_key_and_by_field(town: Town, client: Client) -> None:
    for _ in range(5):
        town.proposal("kelurahan")
    first = client.get("/api/v1/usulan/?ukuran=3&fields=nomor,judul").json()
    assert [sorted(r) for r in first["results"]] == [["judul", "nomor"]] * 3
    second = client.get(first["next"]).json()
    assert len(second["results"]) == 2
    assert second["next"] is None
    for address, code in (
        ("/api/v1/usulan/?fields=bukan", "unknown_field"),
        ("/api/v1/usulan/?ukuran=0", "bad_size"),
        ("/api/v1/usulan/?sesudah=xx", "bad_cursor"),
        ("/api/v1/usulan/2027-000000-0/", "not_found"),
    ):
        assert client.get(address).json()["code"] == code


def test_a_proposal_carries_its_decisions_without_people(town: Town, client: Client) -> None:
    p = town.proposal("kelurahan")
    decide(actor=town.staff["lurah"], proposal=p, outcome="reject", reason="Sudah dikerjakan.")
    data = client.get(f"/api/v1/usulan/{p.number}/").json()
    assert [(d["oleh"], d["keputusan"], d["alasan"]) for d in data["keputusan"]] == [
        ("Lurah Karang Pilang 1", "reject", "Sudah dikerjakan.")
    ]
    assert "uji.example" not in json.dumps(data)
    assert client.get(f"/api/v1/keputusan/?usulan={p.number}").json()["results"][0]["urutan"] == 1


def test_areas_and_kamus(town: Town, client: Client) -> None:
    assert client.get("/api/v1/wilayah/35.78.01.1001/01/").json()["induk"] == "35.78.01.1001"
    assert len(client.get("/api/v1/wilayah/?tingkat=rw&induk=35.78.01.1001").json()["results"]) == 2
    assert client.get("/api/v1/kamus/?q=becek").json()["results"][0]["harga_satuan"] == "210000"


def test_the_schema_is_made(db: None, client: Client) -> None:
    schema = client.get("/api/v1/schema/?format=json").json()
    assert "/api/v1/usulan/" in schema["paths"]
    assert client.get("/api/docs/").status_code == 200
