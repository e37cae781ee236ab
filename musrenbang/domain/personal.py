"""Data of persons in a text that everybody will read: found, so that its writer is warned."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

FIELDS = {"title": "judul", "problem": "masalah", "wish": "harapan", "address": "alamat"}
NIK = re.compile(r"(?<!\d)(?:\d[ .-]?){15}\d(?!\d)")
PHONE = re.compile(r"(?<![\d.])(?:\+62|62|0)[ .-]?8(?:[ .-]?\d){7,11}(?!\d)")
EMAIL = re.compile(r"[^\s@<>()]+@[^\s@<>()]+\.[A-Za-z]{2,}")
SIGNS = (("nomor induk (NIK)", NIK), ("alamat e-mail", EMAIL), ("nomor HP", PHONE))


def personal_data(text: str) -> list[str]:
    """What kinds of personal data a text seems to hold."""
    return [word for word, sign in SIGNS if sign.search(text)]


def warnings(texts: Mapping[str, object]) -> Iterator[str]:
    """A sentence for each text that seems to hold such data; the data itself is not repeated."""
    for field, word in FIELDS.items():
        kinds = personal_data(str(texts.get(field, "")))
        if kinds:
            yield (
                f"Bagian {word} tampaknya memuat {' dan '.join(kinds)}. "
                "Tulisan ini dibaca umum: hapus dulu bila itu data seseorang."
            )
