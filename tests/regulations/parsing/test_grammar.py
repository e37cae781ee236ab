"""How printers set headings, and what a reader must make of them. Every text is the test's own."""

from __future__ import annotations

import pytest

from regulations.domain.parsing.grammar import parse
from regulations.domain.parsing.units import paragraphs


def labels(text: str) -> list[str]:
    return [p.label for p in parse(text).articles]


@pytest.mark.parametrize(
    "text",
    [
        "PASAL 1\na.\nPASAL 2\nb.\nPASAL 3\nc.",
        "Pasal 1.\nSatu.\nPasal 2.\nDua.\nPasal 3.\nTiga.",
        "Pasal 1 :\nSatu.\nPas al 2\nDua.\nPasal3\nTiga.",
        "Pasal 1\nSatu.\nPasal 2 (1) Dua.\n(2) Lagi.\nPasal 3*)\nTiga.",
        (
            "Pasal 1\nSebagaimana dimaksud dalam\nPasal 2\ndiatur kemudian.\n"
            "Pasal 2\nDua.\nPasal 3\nTiga."
        ),
        (
            "Pasal 1\nTempat yang\nditetapkan di tepi jalan wajib dijaga.\n"
            "Pasal 2\nDua.\nPasal 3\nTiga."
        ),
    ],
)
def test_each_pasal_is_found_however_its_heading_is_set(text: str) -> None:
    assert labels(text) == ["Pasal 1", "Pasal 2", "Pasal 3"]


def test_a_catchword_without_dots_is_no_text() -> None:
    structure = parse("Pasal 1\nSatu.\nPasal 2\nPasal 2\nDua.\nPasal 3\nTiga.")
    assert [(p.label, p.text) for p in structure.articles] == [
        ("Pasal 1", "Satu."),
        ("Pasal 2", "Dua."),
        ("Pasal 3", "Tiga."),
    ]


def test_a_letter_o_for_a_zero_is_the_tenth_pasal() -> None:
    text = (
        "\n".join(f"Pasal {n}\nBunyi {n}." for n in range(1, 10))
        + "\nPasal 1O\nSepuluh.\nPasal 11\nSebelas."
    )
    assert labels(text)[-2:] == ["Pasal 10", "Pasal 11"]


@pytest.mark.parametrize(
    "head",
    [
        "BAB II\nMAKSUD",
        "BAB II. MAKSUD",
        "BAB II : MAKSUD",
        "B A B  II\nMAKSUD",
        "BAB Il\nMAKSUD",
        "BABII\nMAKSUD",
        "BAB KEDUA\nMAKSUD",
    ],
)
def test_each_bab_is_found_however_its_heading_is_set(head: str) -> None:
    structure = parse(
        f"BAB I\nUMUM\nPasal 1\nSatu.\n{head}\nPasal 2\nDua.\nBAB III\nPENUTUP\nPasal 3\nTiga."
    )
    assert [c.path for c in structure.chapters] == ["bab-1", "bab-2", "bab-3"]
    assert structure.chapters[1].title == "MAKSUD"
    assert [p.text for p in structure.articles] == ["Satu.", "Dua.", "Tiga."]


def test_books_let_the_bab_begin_anew_and_the_pasal_go_on() -> None:
    structure = parse(
        "BUKU KESATU\nATURAN\nBAB I\nSATU\nPasal 1\na.\nBAB II\nDUA\nPasal 2\nb.\n"
        "BUKU KEDUA\nLAIN\nBAB I\nTIGA\nBAGIAN KESATU\nUmum\n"
        "Paragraf Kesatu\nJenis\nPasal 3\nc.\nParagraf 2 : Tujuan\nPasal 4\nd."
    )
    assert [p.path for p in structure.parts if p.kind != "pasal"] == [
        "buku-1",
        "buku-1-bab-1",
        "buku-1-bab-2",
        "buku-2",
        "buku-2-bab-1",
        "buku-2-bab-1-bagian-1",
        "buku-2-bab-1-bagian-1-paragraf-1",
        "buku-2-bab-1-bagian-1-paragraf-2",
    ]
    assert [p.label for p in structure.articles] == ["Pasal 1", "Pasal 2", "Pasal 3", "Pasal 4"]


@pytest.mark.parametrize(
    ("head", "number", "year", "title"),
    [
        (
            "LEMBARAN DAERAH KOTA CONTOH\nNOMOR 3 TAHUN 2019\n"
            "PERATURAN DAERAH KOTA CONTOH\nNOMOR 12 TAHUN 2018\n"
            "TENTANG\nPAJAK DAERAH\nDENGAN RAHMAT TUHAN",
            "12",
            2018,
            "Pajak Daerah",
        ),
        (
            "PERATURAN MENTERI\nNOMOR 5/PMK.07/2010\nTENTANG\nCARA\nMENTERI KEUANGAN,",
            "5/PMK.07/2010",
            2010,
            "Cara",
        ),
        (
            "Peraturan Bupati Klaten\nNomor 7 Tahun 2020\nTENTANG\nAPBD DESA\nBUPATI KLATEN,",
            "7",
            2020,
            "APBD Desa",
        ),
    ],
)
def test_number_year_and_title_of_the_head(head: str, number: str, year: int, title: str) -> None:
    structure = parse(f"{head}\nMenimbang : a. bahwa;\nPasal 1\nSatu.")
    assert (structure.number, structure.year, structure.title) == (number, year, title)


def test_headings_that_look_like_references_and_references_that_look_like_headings() -> None:
    assert labels(
        "Pasal 1\nSebagaimana dimaksud\nPasal 2\nPeraturan ini wajib.\n"
        "Pasal 2\nDua.\nPasal 2A\nsetiap orang.\nPasal 3\nTiga."
    ) == [
        "Pasal 1",
        "Pasal 2",
        "Pasal 2A",
        "Pasal 3",
    ]
    structure = parse(
        "BAB I\nUMUM\nPasal 1\nSatu, dalam\nBAB II\nPeraturan Daerah ini.\n"
        "BAB II\nISI\nPasal 2\na. satu,\nb. dua,\nPasal 2A\nDua a."
    )
    assert [c.title for c in structure.chapters] == ["UMUM", "ISI"]
    assert [p.label for p in structure.articles] == ["Pasal 1", "Pasal 2", "Pasal 2A"]


@pytest.mark.parametrize(
    "text",
    [
        "1. x:\n" * 1500,
        "Pasal 1\n" * 12_500,
        "Pasal 1\nPasal 2\n" * 6_000,
        "TENTANG " * 12_500,
        "(" * 50_000,
        "a. " * 30_000,
        "Pasal 1\nPada saat ini mulai berlaku "
        + "Pasal 1 dan " * 8000
        + " dicabut Peraturan Daerah Nomor 1 Tahun 2000",
    ],
)
def test_hostile_texts_end(text: str) -> None:
    parse(text)
    paragraphs(text)
