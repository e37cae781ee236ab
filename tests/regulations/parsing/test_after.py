"""Penjelasan and lampiran, which follow the signatures."""

from __future__ import annotations

import pytest

from regulations.domain.parsing.grammar import parse

SIGNED = (
    "Agar setiap orang mengetahuinya, memerintahkan pengundangan.\n"
    "Ditetapkan di Contoh\npada tanggal 1 Maret 2020\n"
)


def test_penjelasan_and_lampiran_stand_after_the_signatures_in_either_order() -> None:
    body = f"Pasal 1\nSatu.\nPasal 2\nDua.\nPasal 3\nTiga.\n{SIGNED}"
    annex = (
        "LAMPIRAN I PERATURAN BUPATI CONTOH\nNOMOR 1\nBAB II ISI TEKNIS\n"
        "Pasal 2 Perjanjian ini.\nBUPATI CONTOH,\nttd\nNAMA\n"
        "LAMPIRAN II\nTARIF\nMobil\n500\n"
    )
    explained = (
        "PENJELASAN ATAS\nPERATURAN CONTOH\nI. UMUM\nLatar.\nII. PASAL DEMI PASAL\n"
        "Pasal 1 : Cukup jelas.\nPasal 2 s/d Pasal 3\nCukup jelas juga.\n"
        "TAMBAHAN LEMBARAN DAERAH\n"
    )
    for rest in (annex + explained, explained + annex):
        structure = parse(body + rest)
        assert [p.label for p in structure.articles] == ["Pasal 1", "Pasal 2", "Pasal 3"]
        assert structure.explanation == {
            "pasal-1": "Cukup jelas.",
            "pasal-2": "Cukup jelas juga.",
            "pasal-3": "Cukup jelas juga.",
        }
        kept = {
            p.path: p.text for p in structure.parts if p.kind in ("lampiran", "penjelasan-umum")
        }
        assert kept["penjelasan-umum"] == "Latar."
        assert "ttd" not in kept["lampiran-i"]
        assert set(kept) == {"penjelasan-umum", "lampiran-i", "lampiran-ii"}


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        (
            "Pasal 1 ayat (1) : Cukup jelas.\nPasal 2 Cukup Jelas\nPasal 3\nTiga.",
            ["ayat (1) : Cukup jelas.", "Cukup Jelas", "Tiga."],
        ),
        (
            "Pasal 1\nDimaksud dalam\nPasal 3\nwajib.\nPasal 2\nDua.\nPasal 3\nTiga.",
            ["Dimaksud dalam\nPasal 3\nwajib.", "Dua.", "Tiga."],
        ),
        (  # the one that is cited comes next
            "Pasal 1\nSatu.\nPasal 2\nDimaksud dalam\nPasal 3\nwajib.\nPasal 3\nTiga.",
            ["Satu.", "Dimaksud dalam\nPasal 3\nwajib.", "Tiga."],
        ),
        (  # a sentence without its end: no other heading comes
            "Pasal 1\nSatu.\nPasal 2\nDimaksud dalam\nPasal 3\nTiga.",
            ["Satu.", "Dimaksud dalam", "Tiga."],
        ),
        ("Pasal 1, Pasal 2, dan Pasal 3\nCukup jelas.", ["Cukup jelas."] * 3),
    ],
)
def test_the_penjelasan_stands_beside_its_pasal(rest: str, expected: list[str]) -> None:
    structure = parse(
        f"Pasal 1\nSatu.\nPasal 2\nDua.\nPasal 3\nTiga.\n{SIGNED}"
        f"PENJELASAN ATAS\n1. UMUM\nLatar.\n2. PASAL DEMI PASAL\n{rest}"
    )
    assert list(structure.explanation.values()) == expected
    assert structure.parts[-1].text == "Latar."


def test_an_organisation_chart_keeps_its_words_without_its_signature() -> None:
    annex = (
        "LAMPIRAN PERATURAN WALI KOTA\nWALI KOTA CONTOH\nSEKRETARIS DAERAH\nBAGIAN UMUM\n"
        "WALI KOTA CONTOH,\nttd\nNAMA ORANG\nSUB BAGIAN KEUANGAN\nNIP. 123"
    )
    structure = parse(f"Pasal 1\nSatu.\n{SIGNED}{annex}")
    assert (
        structure.parts[-1].text
        == "WALI KOTA CONTOH\nSEKRETARIS DAERAH\nBAGIAN UMUM\nSUB BAGIAN KEUANGAN"
    )


@pytest.mark.parametrize(
    ("words", "begins"),
    [
        ("Lampiran II\nPeraturan Bupati Contoh\nNomor 1", True),
        ("Lampiran : Peraturan Bupati Contoh\nNomor 1", True),
        ("Lampiran II\nTabel tanpa kepala.", False),
        ("sebagaimana dimaksud dalam\nLampiran II\nPeraturan Bupati Contoh", False),
        ("sebagaimana dimaksud dalam\n\nLampiran II\nPeraturan Bupati Contoh", False),
        ("Lampiran II\nayat yang mengubah Peraturan Bupati Contoh", False),
        ("sebagaimana dimaksud dalam\nLAMPIRAN II\nTarif", True),  # capitals head a page
    ],
)
def test_in_small_letters_a_sentence_may_only_name_a_lampiran(words: str, begins: bool) -> None:
    structure = parse(f"Pasal 1\nSatu.\n{SIGNED}Catatan.\n{words}\n")
    assert ["lampiran" in part.path for part in structure.parts] == [False, *[True] * begins]
