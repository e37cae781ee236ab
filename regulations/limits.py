"""How much of a PDF is read at most, and what is said where it is more."""

from __future__ import annotations

from dataclasses import dataclass

from egov.verbs.apart import Bounds

MAX_PAGES = 1500
MAX_LETTERS = 3_000_000  # of the whole text; the longest Perda with its Lampiran has a third of it
MAX_OBJECTS = 300_000  # on one page; a map drawn in full has some ten thousand

APART = "Pisahkan lampirannya, lalu unggah naskahnya saja."
AGAIN = "Simpan ulang PDF-nya atau pisahkan lampirannya, lalu unggah lagi."
SENTENCES = {
    "not_a_pdf": "Berkas ini bukan PDF yang dapat dibuka.",
    "pdf_locked": "PDF ini terkunci kata sandi. Simpan ulang tanpa kata sandi, lalu unggah lagi.",
    "pdf_damaged": "Semua halaman PDF ini rusak. Minta berkas aslinya, atau pindai lagi naskahnya.",
    "too_many_pages": f"PDF ini lebih dari {MAX_PAGES} halaman. {APART}",
    "too_many_letters": f"Naskah PDF ini lebih dari 3 juta huruf. {APART}",
    "reading_too_long": f"Membaca PDF ini terlalu lama, jadi dihentikan. {AGAIN}",
    "pdf_too_complex": f"PDF ini terlalu rumit: memori pembacanya habis. {AGAIN}",
    "file_missing": "Berkas PDF ini hilang dari tempatnya. "
    "Unggah lagi, dan beri tahu administrator.",
    "reading_failed": "Pembacaan PDF ini gagal karena gangguan pada portal, "
    "bukan karena berkasnya. "
    "Unggah lagi berkas yang sama nanti; bila tetap gagal, beri tahu administrator.",
    "reading_broke_off": f"Pembacaan PDF ini terputus berkali-kali. {AGAIN}",
}

# what no other PDF would mend: such a reading may be tried again as it is
OUR_FAULTS = ("reading_failed", "reading_broke_off")


# by the reason of a process that was stopped
STOPPED = {
    "too_long": "reading_too_long",
    "too_complex": "pdf_too_complex",
    "failed": "reading_failed",
}


@dataclass(frozen=True)
class Limits(Bounds):
    """Of one reading; and how many pages from the first."""

    pages: int = MAX_PAGES


class Unreadable(ValueError):
    """A PDF that is not read, or not to its end; `code` is one of SENTENCES."""

    def __init__(self, code: str) -> None:
        super().__init__(SENTENCES[code])
        self.code, self.sentence = code, SENTENCES[code]
