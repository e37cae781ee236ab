"""What was typed, checked: too long, a person's number, an unknown facet are refused in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from egov.portal.joining import search_source
from egov.search.facets import Facets
from egov.search.finding import MOST_PAGES
from egov.search.names import normalise
from egov.verbs.refusal import Invalid

LONGEST = 200
_NIK = re.compile(r"(?<!\d)\d{16}(?!\d)")
_CODE = re.compile(r"[\w.\-]{1,40}")
LABELS = {"jenis": "kind", "kecamatan": "district", "opd": "agency", "tahun": "year"}


@dataclass(frozen=True)
class Asked:
    """The text and what it is narrowed to."""

    text: str
    facets: Facets
    page: int


def read_asked(given: Mapping[str, str]) -> Asked:
    """What a page's or a program's query string asks; refuses with a sentence at its field."""
    text = " ".join("".join(c if c.isprintable() else " " for c in given.get("q", "")).split())
    if len(text) > LONGEST:
        sentence = f"Paling panjang {LONGEST} huruf. Tulis beberapa kata yang penting saja."
        raise Invalid("too_long", sentence, field="q")
    if _NIK.search(re.sub(r"(?<=\d)[ .\-](?=\d)", "", text)):
        sentence = "Ini seperti NIK. Jangan tulis NIK di sini; cari dengan kata atau nomor usulan."
        raise Invalid("personal_number", sentence, field="q")
    return Asked(text, _facets(given), _page(given.get("halaman", "")))


def _facets(given: Mapping[str, str]) -> Facets:
    kind, year = given.get("jenis", ""), given.get("tahun", "")
    if kind and search_source(kind) is None:
        raise Invalid("unknown_kind", "Jenis ini tidak ada. Pilih dari daftar.", field="jenis")
    if year and not re.fullmatch(r"[12]\d{3}", year):
        raise Invalid("bad_year", "Tulis tahun dengan empat angka.", field="tahun")
    for name in ("kecamatan", "opd"):
        if given.get(name) and not _CODE.fullmatch(given[name]):
            raise Invalid("unknown_code", "Kode ini tidak ada. Pilih dari daftar.", field=name)
    district, agency = given.get("kecamatan", ""), given.get("opd", "")
    return Facets(kind, district, agency, int(year) if year else None)


def _page(text: str) -> int:
    if not text:
        return 1
    if not re.fullmatch(r"[1-9]\d?", text) or int(text) > MOST_PAGES:
        sentence = "Halaman ini tidak ada. Kembali ke halaman pertama."
        raise Invalid("bad_page", sentence, field="halaman")
    return int(text)


def says_nothing(text: str) -> bool:
    """Whether there is no letter and no digit in it to look for, or one alone."""
    return len(normalise(text).replace(" ", "")) < 2
