"""From the pages of a PDF to running text."""

from __future__ import annotations

import pytest

from regulations.domain.parsing.pdf import clean_pages, joined, read_pdf


def test_what_the_printer_adds_is_taken_off() -> None:
    pages = [
        f"PRESIDEN REPUBLIK INDONESIA\n- {n} -\n"
        f"(1) Isi halaman {n} yang panjang.\nCukup jelas.\n{kind}\n500\n"
        f"Pasal {n + 1} ...\nSK No 01234{n} A"
        for n, kind in enumerate(("Mobil", "Motor", "Truk", "Becak", "Sepeda", "Bus"), 1)
    ]
    cleaned = clean_pages(pages)
    assert cleaned[0].split("\n") == [
        "(1) Isi halaman 1 yang panjang.",
        "Cukup jelas.",
        "Mobil",
        "500",
    ]


def test_a_number_in_a_table_is_no_page_number() -> None:
    pages = [f"Isi halaman {n}.\nMobil {n}\n12\n{n}" for n in range(1, 6)]
    assert [page.split("\n")[-1] for page in clean_pages(pages)] == ["12"] * 5
    assert clean_pages(["Tarif\n5", "Tarif lain\n5", "Lagi\n9"])[0].endswith("5")


def test_a_word_broken_over_two_pages_is_whole_again() -> None:
    pages = ["Kata pemuli\ufffe22", "han dan masing\ufffemasing\nIsi lingkun\xad\ngan.\n23"]
    assert joined(pages).split() == [
        "Kata",
        "pemulihan",
        "dan",
        "masing-masing",
        "Isi",
        "lingkungan.",
    ]


def test_what_is_no_pdf_is_said() -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_pdf(b"bukan pdf")
