"""Citations as people type them."""

from __future__ import annotations

import pytest

from regulations.domain.exchange.citations import Citation, read_citation


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pasal 29 perda 3 2018", Citation("perda", "3", 2018, "pasal-29")),
        ("Pasal 29 ayat (1) Perda Nomor 3 Tahun 2018", Citation("perda", "3", 2018, "pasal-29")),
        ("peraturan DPRD nomor 1 tahun 2022", Citation("perdprd", "1", 2022)),
        ("Permendagri 86/2017", Citation("permen", "86", 2017)),
        ("Perppu 2 2022", Citation("perppu", "2", 2022)),
    ],
)
def test_more_citations_as_people_type_them(text: str, expected: Citation) -> None:
    assert read_citation(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("perda 3 2018 pasal 29", Citation("perda", "3", 2018, "pasal-29")),
        ("Perwali No. 28/2013", Citation("perwali", "28", 2013)),
        ("Peraturan Wali Kota Surabaya Nomor 68 Tahun 2021", Citation("perwali", "68", 2021)),
        (
            "Peraturan Daerah Kota Surabaya Nomor 3 Tahun 2018 tentang Parkir Pasal 128A",
            Citation("perda", "3", 2018, "pasal-128a"),
        ),
        ("UU 12/2011", Citation("uu", "12", 2011)),
        ("parkir berlangganan", None),
    ],
)
def test_citations_as_people_type_them(text: str, expected: Citation | None) -> None:
    assert read_citation(text) == expected
