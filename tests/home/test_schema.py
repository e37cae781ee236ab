"""The schema says what the API takes and answers."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.home.test_api_answers import is_problem

LISTS = (
    "wilayah",
    "kamus",
    "kinerja",
    "usulan",
    "keputusan",
    "regulasi",
    "peristiwa-hukum",
    "aplikasi",
    "aset",
    "perangkat",
    "kamera",
    "titik-akses",
    "inti",
    "sambungan",
    "jejak",
    "kontrak",
)


@pytest.mark.parametrize(
    ("name", "query", "code"),
    [
        ("usulan", "tahun=20x", "invalid"),
        ("usulan", "tahun=2027.5", "invalid"),
        ("usulan", "tahun=99999999999999999999", "invalid"),
        ("regulasi", "tahun=-1", "invalid"),
        ("wilayah", "pada=kemarin", "invalid"),
        ("wilayah", "pada=01/02/2026", "invalid"),
        ("peristiwa-hukum", "sejak=2026-13-01", "invalid"),
        ("peristiwa-hukum", "sampai=x", "invalid"),
        ("regulasi", "pada=20260101", "bad_day"),
        ("aplikasi", "pada=2026-W01-1", "bad_day"),
        ("regulasi", "status=entah", "unknown_status"),
        ("keputusan", "tingkat=langit", "invalid"),
        *((name, "sesudah=x x", "bad_cursor") for name in LISTS),
        ("regulasi", "sesudah=WyIxZTUiLCIxIl0", "bad_cursor"),  # ["1e5","1"]
        ("peristiwa-hukum", "sesudah=WyJ4IiwieSJd", "bad_cursor"),  # ["x","y"]
    ],
)
def test_a_wrong_value_is_refused_at_its_name(
    db: None,
    client: Client,
    name: str,
    query: str,
    code: str,
) -> None:
    answer = client.get(f"/api/v1/{name}/?{query}")
    is_problem(answer, 422, code)
    assert list(answer.json()["errors"]) == [query.partition("=")[0]]


def test_parameters_have_their_types_in_the_schema(db: None, client: Client) -> None:
    paths = client.get("/api/v1/schema/?format=json").json()["paths"]

    def typed(path: str, name: str) -> Any:
        parameters = paths[f"/api/v1/{path}"]["get"]["parameters"]
        schema = next(p["schema"] for p in parameters if p["name"] == name)
        limit = schema.get("format") or schema.get("minimum") or schema.get("pattern")
        return schema["type"], limit

    assert typed("usulan/", "tahun") == typed("regulasi/", "tahun") == ("integer", 1000)
    for path in ("wilayah/", "regulasi/{path}/", "aplikasi/"):
        assert typed(path, "pada") == ("string", "date"), path
    assert typed("peristiwa-hukum/", "sejak") == ("string", "date")
    for name in LISTS:
        assert typed(f"{name}/", "sesudah") == ("string", "^[A-Za-z0-9_-]+$")
        assert typed(f"{name}/", "fields") == ("string", None)


def test_every_refusal_stands_in_the_schema(db: None, client: Client) -> None:
    schema = client.get("/api/v1/schema/?format=json").json()
    reading = {"400", "403", "404", "405", "406", "422", "503"}
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            done = {"post": {"201"}}.get(method, {"200"})
            writing = set() if method == "get" else {"409", "413", "415", "429"}
            assert set(operation["responses"]) == reading | done | writing, (path, method)
    told = schema["components"]["responses"]["Problem422"]["content"]
    assert told == {
        "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
    }
    required = schema["components"]["schemas"]["Problem"]["required"]
    assert required == ["type", "title", "status", "code", "detail"]
