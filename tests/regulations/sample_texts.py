"""Regulations drawn by the tests in words of their own, built like the real ones.

A Perda on parking with 17 BAB and 41 pasal.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

_ROMAN = [
    "I",
    "II",
    "III",
    "IV",
    "V",
    "VI",
    "VII",
    "VIII",
    "IX",
    "X",
    "XI",
    "XII",
    "XIII",
    "XIV",
    "XV",
    "XVI",
    "XVII",
]
# how many pasal each BAB holds
_CHAPTERS = (1, 2, 7, 4, 2, 4, 2, 1, 1, 2, 1, 4, 1, 5, 1, 1, 2)
_WORDS = {
    28: (
        "(1) Pemerintah Daerah dapat menyediakan aplikasi parkir contoh.\n"
        "(2) Aplikasi itu terbuka bagi warga."
    ),
    29: (
        "(1) Penyelenggara parkir wajib memakai aplikasi contoh:\n"
        "a. pada jam ramai; dan\nb. di gedung.\n"
        "(2) Penyelenggara wajib melapor."
    ),
    30: "(1) Aplikasi contoh paling sedikit memuat tarif dan tempat.",
    31: (
        "Ketentuan lebih lanjut mengenai aplikasi contoh diatur dalam Peraturan\n"
        "Wali Kota paling lama 6 (enam) bulan sejak diundangkan."
    ),
    33: "(1) Pelanggaran dikenakan sanksi administratif contoh.",
    39: "(1) Pelanggar dipidana dengan pidana kurungan contoh.",
    40: (
        "Pada saat Perda ini mulai berlaku, Peraturan Daerah Kota\n"
        "Surabaya Nomor 1 Tahun 2009 tentang Lama dicabut dan\n"
        "dinyatakan tidak berlaku."
    ),
    41: "Peraturan Daerah ini mulai berlaku pada tanggal diundangkan.",
}


def perda_like_the_parking_one() -> str:
    """A Perda 3/2018 in the test's own words, with the real one's skeleton."""
    lines = [
        "SALINAN",
        "PERATURAN DAERAH KOTA SURABAYA",
        "NOMOR 3 TAHUN 2018",
        "TENTANG",
        "PENATAAN PARKIR CONTOH DI KOTA SURABAYA",
        "DENGAN RAHMAT TUHAN YANG MAHA ESA",
        "Menimbang : a. bahwa ini naskah contoh;",
        "Mengingat : 1. Undang-Undang Nomor 12 Tahun 2011 tentang contoh;",
        "MEMUTUSKAN:",
        "Menetapkan : PERATURAN DAERAH TENTANG PENATAAN PARKIR CONTOH.",
    ]
    number = 0
    for roman, count in zip(_ROMAN, _CHAPTERS, strict=True):
        lines += [f"BAB {roman}", f"JUDUL BAB {roman}"]
        for _ in range(count):
            number += 1
            lines += [
                f"Pasal {number}",
                *_WORDS.get(number, f"Bunyi contoh pasal {number}.").split("\n"),
            ]
    lines += [
        "Agar setiap orang mengetahuinya, memerintahkan pengundangan Peraturan Daerah ini.",
        "Ditetapkan di Surabaya",
        "pada tanggal 21 Juni 2018",
        "Diundangkan di Surabaya",
        "pada tanggal 21 Juni 2018",
        "LEMBARAN DAERAH KOTA SURABAYA TAHUN 2018 NOMOR 3",
        "PENJELASAN",
        "ATAS PERATURAN CONTOH",
        "I. UMUM",
        "Naskah contoh untuk uji.",
        "II. PASAL DEMI PASAL",
        *(f"Pasal {n} : cukup jelas" for n in range(1, 42)),
    ]
    return "\n".join(lines)


PERWALI = """PERATURAN WALI KOTA SURABAYA
NOMOR 99 TAHUN 2019
TENTANG
APLIKASI PARKIR CONTOH
DENGAN RAHMAT TUHAN YANG MAHA ESA
Menimbang : bahwa untuk melaksanakan ketentuan Pasal 31 Peraturan Daerah
Kota Surabaya Nomor 3 Tahun 2018 tentang Contoh, perlu menetapkan peraturan;
Mengingat : 1. Undang-Undang contoh;
MEMUTUSKAN:
Menetapkan : PERATURAN WALI KOTA TENTANG APLIKASI PARKIR CONTOH.
BAB I
KETENTUAN UMUM
Pasal 1
Aplikasi parkir contoh dipakai di tempat parkir.
Pasal 2
Peraturan Wali Kota ini mulai berlaku pada tanggal diundangkan.
Ditetapkan di Surabaya
pada tanggal 3 Januari 2019
Diundangkan di Surabaya
pada tanggal 4 Januari 2019
BERITA DAERAH KOTA SURABAYA TAHUN 2019 NOMOR 99
"""

REPEALER = """PERATURAN DAERAH KOTA SURABAYA
NOMOR 9 TAHUN 2024
TENTANG
PENGGANTI CONTOH
DENGAN RAHMAT TUHAN YANG MAHA ESA
Menimbang : bahwa ini contoh;
MEMUTUSKAN:
Menetapkan : PERATURAN DAERAH TENTANG PENGGANTI CONTOH.
Pasal 1
Pada saat Peraturan Daerah ini mulai berlaku, Peraturan Daerah Kota Surabaya Nomor 3
Tahun 2018 tentang Contoh dicabut dan dinyatakan tidak berlaku.
Pasal 2
Peraturan Daerah ini mulai berlaku pada tanggal diundangkan.
Ditetapkan di Surabaya
pada tanggal 1 Februari 2024
Diundangkan di Surabaya
pada tanggal 1 Februari 2024
LEMBARAN DAERAH KOTA SURABAYA TAHUN 2024 NOMOR 9
"""


OWN = """
PERATURAN DAERAH KOTA CONTOH
NOMOR 7 TAHUN 2020
TENTANG
PENATAAN CONTOH

Menimbang : a. bahwa ini teks contoh;
Mengingat : 1. Undang-Undang contoh;

BAB I
KETENTUAN UMUM
Pasal 1
Dalam Peraturan Daerah ini yang dimaksud dengan:
1. Contoh adalah contoh.
Pasal 2 ...
2
Pasal 2
Rujukan pada
Pasal 1
tetap teks.
BAB II ..
BAB II
PENATAAN
Bagian Kesatu
Umum
Pasal 3
(1) Setiap orang wajib tertib.
Pasal 3A
Disisipkan.
BAB III
PENUTUP
Pasal 4
Pada saat Peraturan Daerah ini mulai berlaku, Peraturan Daerah
Kota Contoh Nomor 1 Tahun 2001 tentang Lama, dicabut dan dinyatakan
tidak berlaku.
Pasal 5
Peraturan Daerah ini mulai berlaku pada tanggal 1 Maret 2021.
Agar setiap orang mengetahuinya, memerintahkan pengundangan.
Ditetapkan di Contoh
pada tanggal 3 Februari 2020
Diundangkan di ……
Diundangkan di Contoh
pada tanggal 4 Februari 2020
LEMBARAN DAERAH KOTA CONTOH TAHUN 2020 NOMOR 5/E
PENJELASAN
ATAS
Pasal 1
Cukup jelas.
Pasal 2
Cukup jelas sekali.
"""

PASAL_I = """Beberapa ketentuan dalam Peraturan Daerah Nomor 1 Tahun 2015 diubah sebagai berikut:
1. Ketentuan Pasal 1 diubah, sehingga Pasal 1 berbunyi sebagai
berikut:
Pasal 1
Dalam Peraturan Daerah ini yang dimaksud dengan:
1. Daerah adalah Kota Contoh.
2. Ketentuan adalah yang diatur.
2. Di antara Pasal 2 dan Pasal 3 disisipkan 2 (dua) pasal, yakni Pasal 2A dan Pasal 2B, \
sehingga berbunyi
sebagai berikut:
Pasal 2A
(1) Bunyi 2A menunjuk
Pasal 3
sebagai rujukan.
Pasal 2B
Bunyi 2B.
3. Pasal 3 dihapus.
4. Di antara BAB II dan BAB III disisipkan 1 (satu) bab, yakni BAB IIA \
sehingga berbunyi sebagai berikut:
BAB IIA
TAMBAHAN
Pasal 4A
Bunyi 4A.
5. Di antara ayat (1) dan ayat (2) Pasal 5 disisipkan 1 (satu) ayat, yakni ayat (1a), \
sehingga Pasal 5 berbunyi sebagai berikut:
Pasal 5
(1) Satu.
(1a) Satu a.
(2) Dua."""
AMENDING = f"""PERATURAN DAERAH KOTA CONTOH
NOMOR 4 TAHUN 2020
TENTANG
PERUBAHAN ATAS PERATURAN DAERAH NOMOR 1 TAHUN 2015 TENTANG CONTOH
DENGAN RAHMAT TUHAN YANG MAHA ESA
Menimbang : a. bahwa contoh;
Mengingat : 1. Undang-Undang contoh;
MEMUTUSKAN:
Menetapkan : PERATURAN DAERAH TENTANG PERUBAHAN.
Pasal I
{PASAL_I}
Pasal II
Peraturan Daerah ini mulai berlaku pada tanggal diundangkan.
Ditetapkan di Contoh
pada tanggal 1 Maret 2020
Diundangkan di Contoh
pada tanggal 2 Maret 2020
"""


def draw(text: str) -> bytes:
    """A PDF of a text, one printed line a line, on pages of A4."""
    import typst

    source = (
        "#set page(margin: 2cm)\n#set text(size: 11pt)\n"
        '#for l in json(bytes(sys.inputs.at("t"))).split("\\n") [#l \\ ]\n'
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "uji.typ"
        path.write_text(source, encoding="utf-8")
        return bytes(
            typst.compile(
                str(path), root=folder, sys_inputs={"t": json.dumps(text)}, ignore_system_fonts=True
            )
        )
