"""Submitting by the API."""

from __future__ import annotations

import pytest

from tests.town import Town, client_of


@pytest.mark.parametrize("point", [{"lintang": 80}, {"lintang": -7.2}, {"bujur": 112.0}])
def test_half_a_point_is_refused_by_the_verb(town: Town, point: dict[str, float]) -> None:
    body = {
        "jenis": "paving-6",
        "rw": town.rw.code,
        "alamat": "G",
        "judul": "P",
        "masalah": "B",
        "harapan": "R",
        "volume": "1",
        **point,
    }
    answer = client_of(town.citizen).post(
        "/api/v1/usulan/", body, content_type="application/json", headers={"Idempotency-Key": "k"}
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "half_a_point")
