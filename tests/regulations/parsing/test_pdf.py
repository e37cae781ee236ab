"""From the pages of a PDF to running text."""

from __future__ import annotations

import pytest

from regulations.domain.parsing.pdf import clean_pages, joined, read_pdf
from tests.regulations.sample_pdfs import PAGE, pages_of


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


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("masing\ufffemasing", "masing-masing"),
        ("perundang\ufffeundangan", "perundang-undangan"),
        ("memata\ufffematai", "memata-matai"),
        ("menganga\ufffenganga", "menganga-nganga"),
        ("menga\ufffenga", "menganga"),
        ("be\ufffeberapa", "beberapa"),
        ("lingkung\ufffean", "lingkungan"),
    ],
)
def test_only_a_doubled_word_keeps_the_hyphen_of_its_line(broken: str, whole: str) -> None:
    assert joined([f"Kata {broken}."]) == f"Kata {whole}."


def test_who_waits_hears_of_each_page_that_is_to_be_read() -> None:
    heard: list[tuple[int, int]] = []
    content = pages_of(PAGE, PAGE, PAGE)
    read = read_pdf(content, on_page=lambda page, of: heard.append((page, of)))
    assert (read.pages, heard) == (3, [(1, 3), (2, 3), (3, 3)])
    heard.clear()
    head = read_pdf(content, first=2, on_page=lambda page, of: heard.append((page, of)))
    assert (head.pages, heard) == (3, [(1, 2), (2, 2)])


def test_what_is_no_pdf_is_said() -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_pdf(b"bukan pdf")
