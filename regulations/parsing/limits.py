"""How much of a PDF is read at most, and what is said where it is more."""

from __future__ import annotations

MAX_PAGES = 1500
MAX_LETTERS = 3_000_000  # of the whole text; the longest Perda with its Lampiran has a third of it
MAX_OBJECTS = 300_000  # on one page; a map drawn in full has some ten thousand

SENTENCES = {
    "not_a_pdf": "Berkas ini bukan PDF yang dapat dibuka.",
    "pdf_locked": "PDF ini terkunci kata sandi. Simpan ulang tanpa kata sandi, lalu unggah lagi.",
    "pdf_damaged": "Semua halaman PDF ini rusak. Minta berkas aslinya, atau pindai lagi naskahnya.",
    "too_many_pages": f"PDF ini lebih dari {MAX_PAGES} halaman. Pisahkan lampirannya, lalu unggah naskahnya saja.",
    "too_many_letters": "Naskah PDF ini lebih dari 3 juta huruf. Pisahkan lampirannya, lalu unggah naskahnya saja.",
    "reading_too_long": "Membaca PDF ini memakan waktu terlalu lama, jadi dihentikan. Simpan ulang PDF-nya atau pisahkan lampirannya.",
    "pdf_too_complex": "PDF ini terlalu rumit: memori pembacanya habis. Simpan ulang PDF-nya atau pisahkan lampirannya.",
    "reading_broke_off": "Pembacaan PDF ini terputus berkali-kali. Simpan ulang PDF-nya, lalu unggah lagi.",
}


class Unreadable(ValueError):
    """A PDF that is not read, or not to its end; `code` is one of SENTENCES."""

    def __init__(self, code: str) -> None:
        super().__init__(SENTENCES[code])
        self.code, self.sentence = code, SENTENCES[code]
