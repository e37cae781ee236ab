"""What Pasal I of an amending regulation says."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulations.domain.parsing.changes import read_changes
from regulations.domain.parsing.grammar import parse
from regulations.domain.parsing.pdf import read_pdf
from tests.regulations.sample_texts import PASAL_I


def test_each_instruction_is_told_pasal_by_pasal() -> None:
    changes = read_changes(PASAL_I)
    assert [(c.number, c.act, c.label, c.after) for c in changes] == [
        (1, "ubah", "Pasal 1", ""),
        (2, "sisip", "Pasal 2A", "pasal-2"),
        (2, "sisip", "Pasal 2B", "pasal-2a"),
        (3, "hapus", "Pasal 3", ""),
        (4, "sisip", "BAB IIA", ""),
        (4, "sisip", "Pasal 4A", ""),
        (5, "ubah", "Pasal 5", ""),
    ]
    assert changes[0].text.endswith("2. Ketentuan adalah yang diatur.")
    assert changes[1].text == "(1) Bunyi 2A menunjuk\nPasal 3\nsebagai rujukan."
    assert "(1a) Satu a." in changes[-1].text


@pytest.mark.parametrize(
    ("sentence", "labels"),
    [
        ("1. Pasal 7 dihapus.", ["Pasal 7"]),
        ("1. Ketentuan Pasal 7, Pasal 8 dan Pasal 9 dihapus.", ["Pasal 7", "Pasal 8", "Pasal 9"]),
        ("1. Ketentuan Pasal 7 sampai dengan Pasal 9 dihapus.", ["Pasal 7", "Pasal 8", "Pasal 9"]),
        ("1. Pasal 8, Pasal 9, dan Pasal 10 dihapus.", ["Pasal 8", "Pasal 9", "Pasal 10"]),
        ("1. Pasal 20A sampai dengan Pasal 20C dihapus.", ["Pasal 20A", "Pasal 20B", "Pasal 20C"]),
        ("1. Pasal 16 s.d. Pasal 18 dihapus.", ["Pasal 16", "Pasal 17", "Pasal 18"]),
        ("Pasal 7 dihapus.", ["Pasal 7"]),
        ("1. BAB V dihapus.", ["BAB V"]),
    ],
)
def test_what_is_deleted_is_only_what_is_named(sentence: str, labels: list[str]) -> None:
    assert sorted(c.label for c in read_changes(sentence)) == sorted(labels)
    assert {c.act for c in read_changes(sentence)} == {"hapus"}


def test_a_change_inside_a_pasal_that_is_not_quoted_anew_comes_without_its_words() -> None:
    changes = read_changes("1. Ketentuan ayat (3) Pasal 7 dihapus.\n2. Pasal 6 huruf b dihapus.")
    assert [(c.act, c.label, c.text) for c in changes] == [
        ("ubah", "Pasal 7", ""),
        ("ubah", "Pasal 6", ""),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # one change needs no number
        (
            "Ketentuan Pasal 5 diubah sehingga berbunyi sebagai berikut:\nPasal 5\nIsi.",
            [("ubah", "Pasal 5", "Isi.")],
        ),
        (
            "1. Di antara Pasal 30 dan Pasal 31 disisipkan 1 pasal, "
            "yaitu Pasal 30A yang berbunyi:\nPasal 30A\nIsi.",
            [("sisip", "Pasal 30A", "Isi.")],
        ),
        (
            "1. Setelah Pasal 44 ditambah 2 (dua) pasal, yakni Pasal 45 dan Pasal 46:\n"
            "Pasal 45\nA.\nPasal 46\nB.",
            [("sisip", "Pasal 45", "A."), ("sisip", "Pasal 46", "B.")],
        ),
        (
            "1. Beberapa ketentuan Pasal 7 diubah sehingga berbunyi:\nPasal 7\nA.\n"
            "2. Pasal 8 dihapus.",
            [("ubah", "Pasal 7", "A."), ("hapus", "Pasal 8", "")],
        ),
        (
            "1. Ketentuan Pasal 9 diubah:\nPasal 9\n"
            "(1) Sekretariat dipimpin oleh Kepala\nBagian Keuangan yang ada.\n(2) Isi.",
            [
                (
                    "ubah",
                    "Pasal 9",
                    "(1) Sekretariat dipimpin oleh Kepala\nBagian Keuangan yang ada.\n(2) Isi.",
                )
            ],
        ),
        (
            "1. Ketentuan Pasal 9 diubah, sehingga sebagaimana dimaksud dalam\nPasal 9\n"
            "berbunyi sebagai berikut:\nPasal 9\nIsi.",
            [("ubah", "Pasal 9", "Isi.")],
        ),
    ],
)
def test_the_forms_that_amending_rules_take(
    text: str, expected: list[tuple[str, str, str]]
) -> None:
    assert [(c.act, c.label, c.text) for c in read_changes(text)] == expected


@given(st.text(alphabet="Pasal 123AB.()\nBab IVXdiubahsp", max_size=400))
def test_no_text_breaks_the_grammar(text: str) -> None:
    structure = parse(f"Pasal 1\n{text}")
    assert structure.articles[0].path == "pasal-1" or structure.amending
    read_changes(text)


def test_the_real_amending_file_names_its_seven_pasal(shared_data: Path) -> None:
    text = read_pdf(
        (shared_data / "regulations" / "pdf" / "rancangan-perdprd-surabaya-2022-1.pdf").read_bytes()
    ).text
    structure = parse(text)
    assert [c.label for c in structure.changes] == [
        f"Pasal {n}" for n in (49, 51, 55, 92, 93, 96, 131)
    ]
    assert structure.amends == ("Peraturan Dewan Perwakilan Rakyat Daerah", "1", 2018)
    assert all(c.text.startswith("(1)") for c in structure.changes)


@pytest.mark.parametrize("words", ["yakni berbunyi", "yaitu sehingga berbunyi"])
def test_an_insertion_that_names_nothing_is_left_to_the_officer(words: str) -> None:
    text = f"1. Di antara Pasal 1 dan Pasal 2 disisipkan 1 pasal, {words}:\nPasal 1A\nBaru."
    assert read_changes(text) == []
