"""A writer is warned of data of persons, and of nothing else."""

from __future__ import annotations

import pytest

from musrenbang.domain.personal import personal_data, warnings


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("NIK saya 3578010101900001", ["nomor induk (NIK)"]),
        ("3578 0101 0190 0001", ["nomor induk (NIK)"]),
        ("hubungi 0812-3456-7890", ["nomor HP"]),
        ("WA +62 812 3456 7890", ["nomor HP"]),
        ("kirim ke siti@example.com", ["alamat e-mail"]),
        ("siti@example.com atau 081234567890", ["alamat e-mail", "nomor HP"]),
        ("Gang 3 panjang 120 m, Rp 42.000.000", []),
        ("Perwali 68 Tahun 2021, nomor 2027-004821-5", []),
        ("kode 35.78.01.1001/05, lebar 1.20 m", []),
        ("12345678901234567890", []),
    ],
)
def test_what_is_found(text: str, kinds: list[str]) -> None:
    assert personal_data(text) == kinds


def test_the_sentence_names_the_part_and_repeats_nothing() -> None:
    told = list(warnings({"title": "Paving", "problem": "Telepon 081234567890", "volume": 3}))
    assert len(told) == 1
    assert "Bagian masalah tampaknya memuat nomor HP." in told[0]
    assert "0812" not in told[0]
