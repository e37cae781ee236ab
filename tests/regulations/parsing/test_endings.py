"""How texts end: what they repeal, when they commence, where they stand in the gazette."""

from __future__ import annotations

from datetime import date

import pytest

from regulations.domain.parsing.endings import commencement_in, read_end
from regulations.domain.parsing.parts import Structure
from regulations.domain.parsing.repeals import repealed_in

SIGNED = (
    "Agar setiap orang mengetahuinya, memerintahkan pengundangan.\n"
    "Ditetapkan di Contoh\npada tanggal 1 Maret 2020\n"
)


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
            "Peraturan Daerah Nomor 4 Tahun 2001 tentang F telah dicabut "
            "dan dinyatakan tidak berlaku.",
            [],  # it tells of an end that was before
        ),
        (
            "Pada saat Perda ini mulai berlaku:\n"
            "a. Peraturan Daerah Nomor 5 Tahun 2000 tentang A; dan\n"
            "b. Peraturan Daerah Nomor 6 Tahun 2001 tentang B,\n"
            "dicabut dan dinyatakan tidak berlaku.",
            [("5", False), ("6", False)],
        ),
        (
            "Pada saat Perda ini mulai berlaku, izin menurut Peraturan Daerah Nomor 5 Tahun 2000 "
            "dapat dicabut.",
            [],
        ),
        (
            "Pada saat Perda ini mulai berlaku, Peraturan Daerah Nomor 5 Tahun 2000 tentang A "
            "diganti.",
            [],
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
    structure = Structure()
    read_end(structure, lines.split("\n"))
    assert (structure.enacted_on, structure.promulgated_on, structure.gazette) == (
        enacted,
        promulgated,
        gazette,
    )


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
