"""Ayat, huruf and angka, however deep."""

from __future__ import annotations

import pytest

from regulations.domain.parsing.units import Unit, find_unit, paragraphs, read_units, units


def flat(siblings: list[Unit]) -> list[str]:
    paths: list[str] = []
    for unit in siblings:
        paths += [unit.path, *flat(unit.units)]
    return paths


PASAL = """(1) Izin diberikan kepada:
a. orang perseorangan; atau
b. badan, yang memenuhi:
1. syarat pertama;
2. syarat kedua.
(2) Pelanggar dikenakan sanksi sebagaimana
(1) disebut di atas.
(2a) Disisipkan.
(3) Selesai."""


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("a.pelaksanaan;\nb.penyusunan.", ["huruf-a", "huruf-b"]),
        (
            "1. Daerah.\n2. Badan meliputi:\na. satu;\nb. dua.\n3. Bupati.",
            ["angka-1", "angka-2", "angka-2/huruf-a", "angka-2/huruf-b", "angka-3"],
        ),
        (
            "1. A:\na. x;\nb. y.\n2. B:\na. z;",
            ["angka-1", "angka-1/huruf-a", "angka-1/huruf-b", "angka-2", "angka-2/huruf-a"],
        ),
        ("(1) A pada ayat\n(2) huruf b wajib.\n(2) B.", ["ayat-1", "ayat-2"]),
        ("(l) A.\n(2) B.\n( 3 ) C.", ["ayat-1", "ayat-2", "ayat-3"]),
        ("a. b;\nb. c;\nd. e;\ne. f.", ["huruf-a", "huruf-b", "huruf-d", "huruf-e"]),
        ("6. enam;\n6a. enam a.", []),
        ("1. satu;\n1a. satu a;\n2. dua.", ["angka-1", "angka-1a", "angka-2"]),
        ("a.\nsatu;\nb.\ndua.", ["huruf-a", "huruf-b"]),
        (  # the numbers of another letter are not gone on with
            "a. x:\n1. p;\n2. q;\nb. y sebanyak\n3. kali.",
            ["huruf-a", "huruf-a/angka-1", "huruf-a/angka-2", "huruf-b"],
        ),
        ("(0) Nol.\n(1) Satu.", ["ayat-1"]),
        (
            "(1) X:\na. y:\n1. z:\na) p;\nb) q;\n2. r.\n(2) S.",
            [
                "ayat-1",
                "ayat-1/huruf-a",
                "ayat-1/huruf-a/angka-1",
                "ayat-1/huruf-a/angka-1/huruf-a",
                "ayat-1/huruf-a/angka-1/huruf-b",
                "ayat-1/huruf-a/angka-2",
                "ayat-2",
            ],
        ),
        (
            "\n".join(f"{c}. x;" for c in "abcdefghijklmnopqrstuvwxyz") + "\naa. y;\nbb. z.",
            [*(f"huruf-{c}" for c in "abcdefghijklmnopqrstuvwxyz"), "huruf-aa", "huruf-bb"],
        ),
        ("Tarif Rp\n1.000 sekali parkir.", []),
    ],
)
def test_units_are_found_however_deep(text: str, paths: list[str]) -> None:
    assert flat(read_units(text)[1]) == paths


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("(1) A pada ayat\n(2) wajib.\n(2) B.", "B."),
        ("(1) A pada ayat (3) dan\n(2) wajib.\n(2) B.", "B."),
        ("(1) A wajib memuat\n(2) huruf b juga.\n(2) B.", "B."),
        ("a. A pada huruf\nb. wajib.\nb. B.", "B."),
        ("a. A pada Pasal\nb. wajib.\nb. B.", "B."),
        ("1. A pada angka\n2. wajib.\n2. B.", "B."),
        ("1. A dalam BAB\n2. wajib.\n2. B.", "B."),
        ("1. A sebesar Rp\n2. juta.\n2. B.", "B."),
        ("(1) A wajib.\n(2) B.", "B."),
        ("1. A dan\n2. B.", "B."),
    ],
)
def test_a_mark_that_a_sentence_refers_to_begins_nothing(text: str, second: str) -> None:
    first, last = units(text)
    assert last.text == second
    assert " ".join(text.split()) == f"{first.mark} {first.text} {last.mark} {last.text}"


def test_no_word_of_a_pasal_is_lost() -> None:
    text = (
        "Penyelenggara wajib:\na. tertib; dan\nb. rapi:\n1. selalu;\n2. juga.\n"
        "Selain itu ia menjaga.\n"
    )
    assert " ".join(words for _, words in paragraphs(text)).split() == text.split()


def test_ayat_huruf_and_angka_are_found_in_order() -> None:
    ayat = units(PASAL)
    assert [u.label for u in ayat] == ["ayat (1)", "ayat (2)", "ayat (2a)", "ayat (3)"]
    assert [u.path for u in ayat[0].units] == ["ayat-1/huruf-a", "ayat-1/huruf-b"]
    second = find_unit(ayat, "ayat-1/huruf-b/angka-2")
    assert second
    assert second.text == "syarat kedua."
    assert ayat[1].text == "Pelanggar dikenakan sanksi sebagaimana (1) disebut di atas."
    assert find_unit(ayat, "ayat-9") is None
    assert [u.path for u in units("Dalam peraturan ini:\n1. Satu adalah a.\n2. Dua adalah b.")] == [
        "angka-1",
        "angka-2",
    ]
