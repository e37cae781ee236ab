"""How printers set regulations, and what a reader must make of it. Every text is the test's own."""

from __future__ import annotations

from datetime import date

import pytest

from regulations.domain.text.parsing.endings import commencement_in, read_end, repealed_in
from regulations.domain.text.parsing.grammar import parse
from regulations.domain.text.parsing.parts import Structure
from regulations.domain.text.parsing.pdf import clean_pages, joined
from regulations.domain.text.parsing.units import Unit, paragraphs, read_units


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
    found = parse("Pasal 1\nSatu.\nPasal 2\nPasal 2\nDua.\nPasal 3\nTiga.")
    assert [(p.label, p.text) for p in found.articles] == [
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
    found = parse(
        f"BAB I\nUMUM\nPasal 1\nSatu.\n{head}\nPasal 2\nDua.\nBAB III\nPENUTUP\nPasal 3\nTiga."
    )
    assert [c.path for c in found.chapters] == ["bab-1", "bab-2", "bab-3"]
    assert found.chapters[1].title == "MAKSUD"
    assert [p.text for p in found.articles] == ["Satu.", "Dua.", "Tiga."]


def test_books_let_the_bab_begin_anew_and_the_pasal_go_on() -> None:
    found = parse(
        "BUKU KESATU\nATURAN\nBAB I\nSATU\nPasal 1\na.\nBAB II\nDUA\nPasal 2\nb.\n"
        "BUKU KEDUA\nLAIN\nBAB I\nTIGA\nBAGIAN KESATU\nUmum\n"
        "Paragraf Kesatu\nJenis\nPasal 3\nc.\nParagraf 2 : Tujuan\nPasal 4\nd."
    )
    assert [p.path for p in found.parts if p.kind != "pasal"] == [
        "buku-1",
        "buku-1-bab-1",
        "buku-1-bab-2",
        "buku-2",
        "buku-2-bab-1",
        "buku-2-bab-1-bagian-1",
        "buku-2-bab-1-bagian-1-paragraf-1",
        "buku-2-bab-1-bagian-1-paragraf-2",
    ]
    assert [p.label for p in found.articles] == ["Pasal 1", "Pasal 2", "Pasal 3", "Pasal 4"]


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
        found = parse(body + rest)
        assert [p.label for p in found.articles] == ["Pasal 1", "Pasal 2", "Pasal 3"]
        assert found.explanation == {
            "pasal-1": "Cukup jelas.",
            "pasal-2": "Cukup jelas juga.",
            "pasal-3": "Cukup jelas juga.",
        }
        kept = {p.path: p.text for p in found.parts if p.kind in ("lampiran", "penjelasan-umum")}
        assert kept["penjelasan-umum"] == "Latar."
        assert "ttd" not in kept["lampiran-i"]
        assert set(kept) == {"penjelasan-umum", "lampiran-i", "lampiran-ii"}


def flat(found: list[Unit]) -> list[str]:
    paths: list[str] = []
    for unit in found:
        paths += [unit.path, *flat(unit.units)]
    return paths


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


def test_no_word_of_a_pasal_is_lost() -> None:
    text = (
        "Penyelenggara wajib:\na. tertib; dan\nb. rapi:\n1. selalu;\n2. juga.\n"
        "Selain itu ia menjaga.\n"
    )
    assert " ".join(words for _, words in paragraphs(text)).split() == text.split()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Pada saat Perda ini mulai berlaku, Peraturan Daerah Nomor 5 Tahun 2000 tentang A "
            "dicabut dan dinyatakan tidak berlaku.",
            [("5", False)],
        ),
        (
            "Pada saat Perda ini mulai berlaku, mencabut dan menyatakan tidak berlaku:\n"
            "a. Peraturan Daerah Nomor : 5 Tahun 2000 tentang A; dan\n"
            "b. Peraturan Daerah No. 6 Tahun 2001 tentang B.",
            [("5", False), ("6", False)],
        ),
        (
            "Dengan berlakunya Perda ini, Peraturan Bupati Nomor 7 Tahun 2002 "
            "tentang Pelaksanaan Peraturan Daerah Nomor 3 Tahun 1999 "
            "dinyatakan tidak berlaku lagi.",
            [("7", False)],
        ),
        (
            "Pada saat Perda ini mulai berlaku, ketentuan Pasal 5 "
            "Peraturan Daerah Nomor 8 Tahun 2003 tentang C dicabut.",
            [("8", True)],
        ),
        (
            "Pada saat Perda ini mulai berlaku, Peraturan Daerah Nomor 9 Tahun 2004 tentang D, "
            "sepanjang mengatur retribusi, dicabut.",
            [("9", True)],
        ),
        (
            "Pada saat Perda ini mulai berlaku:\n"
            "a. peraturan pelaksanaan Peraturan Daerah Nomor 6 Tahun 2000 "
            "masih tetap berlaku; dan\n"
            "b. Peraturan Daerah Nomor 5 Tahun 2000 tentang A "
            "dicabut dan dinyatakan tidak berlaku.",
            [("5", False)],
        ),
        (
            "Undang-\nUndang Nomor 10 Tahun 2004 tentang E, "
            "pada saat Undang-Undang ini mulai berlaku, dicabut dan dinyatakan tidak berlaku.",
            [("10", False)],
        ),
        (
            "Izin yang diterbitkan berdasarkan Peraturan Daerah Nomor 1 Tahun 1999 dapat dicabut.",
            [],
        ),
        (
            "Peraturan pelaksanaan Peraturan Daerah Nomor 2 Tahun 2000 tetap berlaku "
            "sampai ada yang baru.",
            [],
        ),
    ],
)
def test_what_a_text_ends_and_what_it_only_names(
    text: str, expected: list[tuple[str, bool]]
) -> None:
    assert [(r.cited[1], r.partly) for r in repealed_in(text)] == expected


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Peraturan Bupati ini mulai berlaku pada tanggal diundangkan.", None),
        ("Peraturan Wali Kota ini mulai berlaku pada tanggal 1 Januari 2022.", date(2022, 1, 1)),
        ("Peraturan Daerah ini mulai berlaku 6 (enam) bulan sejak diundangkan.", date(2020, 8, 29)),
        (
            "Undang-Undang ini mulai berlaku setelah 1 (satu) tahun "
            "terhitung sejak tanggal diundangkan.",
            date(2021, 2, 28),
        ),
        (
            "Peraturan Bupati ini mulai berlaku pada tanggal diundangkan "
            "dan mempunyai daya laku surut sejak tanggal 2 Januari 2019.",
            date(2019, 1, 2),
        ),
        (
            "Ketentuan sebagaimana dimaksud dalam Pasal 5 Peraturan Daerah ini mulai berlaku "
            "pada tanggal 1 Januari 2021.",
            None,
        ),
    ],
)
def test_when_a_text_commences(text: str, day: date | None) -> None:
    assert commencement_in(text, date(2020, 2, 29)) == day


@pytest.mark.parametrize(
    ("lines", "enacted", "promulgated", "gazette"),
    [
        (
            "Ditetapkan di Klaten\npada tanggal 5 - 2 - 2019\n"
            "Diundangkan di Klaten\npada tanggal 6 Pebruari 2019\n"
            "BERITA DAERAH KABUPATEN KLATEN TAHUN 2019 NOMOR 12",
            date(2019, 2, 5),
            date(2019, 2, 6),
            "Berita Daerah Kabupaten Klaten Tahun 2019 Nomor 12",
        ),
        (
            "Di tetapkan di Contoh\npada tanggal, 9 Nopember 2018\n"
            "Diundangkan dalam Berita Daerah\npada tanggal 10 Nopember 2018\n"
            "LEMBARAN DAERAH KOTA CONTOH TAHUN 2018, NOMOR : 5",
            date(2018, 11, 9),
            date(2018, 11, 10),
            "Lembaran Daerah Kota Contoh Tahun 2018 Nomor 5",
        ),
        (
            "Disahkan di Jakarta\npada tanggal 5 Januari 2022\n"
            "Diundangkan di Jakarta\npada tanggal 5 Januari 2022\n"
            "LEMBARAN NEGARA REPUBLIK INDONESIA NOMOR 4 TAHUN 2022",
            date(2022, 1, 5),
            date(2022, 1, 5),
            "Lembaran Negara Republik Indonesia Nomor 4 Tahun 2022",
        ),
    ],
)
def test_dates_and_gazette_at_the_end(
    lines: str, enacted: date, promulgated: date, gazette: str
) -> None:
    found = Structure()
    read_end(found, lines.split("\n"))
    assert (found.enacted_on, found.promulgated_on, found.gazette) == (
        enacted,
        promulgated,
        gazette,
    )


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
    found = parse(f"{head}\nMenimbang : a. bahwa;\nPasal 1\nSatu.")
    assert (found.number, found.year, found.title) == (number, year, title)


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
    ("text", "day"),
    [
        (
            "Ketentuan mengenai PKB sebagaimana diatur dalam Undang-Undang ini mulai berlaku "
            "3 (tiga) tahun terhitung sejak tanggal diundangkannya.",
            None,
        ),
        (
            "Peraturan pelaksanaan dari Peraturan Daerah ini mulai berlaku "
            "1 (satu) tahun sejak diundangkan.",
            None,
        ),
        (
            "(1) Izin lama tetap berlaku. "
            "(2) Peraturan Daerah ini mulai berlaku pada tanggal 1 Juli 2021.",
            date(2021, 7, 1),
        ),
    ],
)
def test_only_the_whole_regulations_own_commencement_counts(text: str, day: date | None) -> None:
    assert commencement_in(text, date(2020, 2, 29)) == day


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
        ("Pasal 1, Pasal 2, dan Pasal 3\nCukup jelas.", ["Cukup jelas."] * 3),
    ],
)
def test_the_penjelasan_stands_beside_its_pasal(rest: str, expected: list[str]) -> None:
    found = parse(
        f"Pasal 1\nSatu.\nPasal 2\nDua.\nPasal 3\nTiga.\n{SIGNED}"
        f"PENJELASAN ATAS\n1. UMUM\nLatar.\n2. PASAL DEMI PASAL\n{rest}"
    )
    assert list(found.explanation.values()) == expected
    assert found.parts[-1].text == "Latar."


def test_an_organisation_chart_keeps_its_words_without_its_signature() -> None:
    annex = (
        "LAMPIRAN PERATURAN WALI KOTA\nWALI KOTA CONTOH\nSEKRETARIS DAERAH\nBAGIAN UMUM\n"
        "WALI KOTA CONTOH,\nttd\nNAMA ORANG\nSUB BAGIAN KEUANGAN\nNIP. 123"
    )
    found = parse(f"Pasal 1\nSatu.\n{SIGNED}{annex}")
    assert (
        found.parts[-1].text
        == "WALI KOTA CONTOH\nSEKRETARIS DAERAH\nBAGIAN UMUM\nSUB BAGIAN KEUANGAN"
    )


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
    found = parse(
        "BAB I\nUMUM\nPasal 1\nSatu, dalam\nBAB II\nPeraturan Daerah ini.\n"
        "BAB II\nISI\nPasal 2\na. satu,\nb. dua,\nPasal 2A\nDua a."
    )
    assert [c.title for c in found.chapters] == ["UMUM", "ISI"]
    assert [p.label for p in found.articles] == ["Pasal 1", "Pasal 2", "Pasal 2A"]


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
