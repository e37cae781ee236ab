"""What a regulation says of itself: its head, the dates and gazette at its end, when it commences, what it repeals and amends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from regulations.parsing.parts import Part, Structure

MONTHS = ("januari", "februari", "maret", "april", "mei", "juni", "juli", "agustus", "september", "oktober", "november", "desember")
_SPELLINGS = {"pebruari": "februari", "nopember": "november", "agustus": "agustus", "desembar": "desember"}
_DATED = re.compile(r"pada\s+tanggal\s*:?\s*(\d{1,2})\s*([A-Za-z]+)\s*((?:19|20)\d\d)", re.IGNORECASE)
_GAZETTE = re.compile(r"((?:LEMBARAN|BERITA)\s+(?:DAERAH|NEGARA)\s+[A-Z\s]{0,60}?TAHUN\s+(?:19|20)\d\d\s+NOMOR\s+[\w/.]+)", re.IGNORECASE)
_COMMENCES = re.compile(
    r"\bini\s+mulai\s+berlaku\s+(?:pada\s+tanggal|terhitung\s+sejak\s+tanggal)\s+(\d{1,2})\s*([A-Za-z]+)\s*((?:19|20)\d\d)", re.IGNORECASE
)
_REPEALS = re.compile(r"(?:di)?cabut\s+dan\s+dinyatakan\s+tidak\s+berlaku", re.IGNORECASE)
_CARRIES_OUT = re.compile(r"\b(?:melaksanakan|pelaksanaan)\s+(?:lebih\s+lanjut\s+)?(?:ketentuan\s+)?(?:Pasal|Peraturan|Undang)", re.IGNORECASE)
_CITED = re.compile(
    r"(Peraturan\s+D(?:ewan\s+Perwakilan\s+Rakyat\s+D)?aerah(?:\s+Provinsi)?|Peraturan\s+Wali\s*kota|Peraturan\s+Bupati|Peraturan\s+Gubernur"
    r"|Peraturan\s+Presiden|Peraturan\s+Menteri|Peraturan\s+Pemerintah|Keputusan\s+Presiden|Keputusan\s+Wali\s*kota|Keputusan\s+Bupati|Undang-Undang)"
    r"(?:(?!Peraturan\s|Keputusan\s|Undang-Undang|\bini\b)[^;()]){0,80}?\bNomor\s+([\w./-]+)\s+Tahun\s+((?:19|20)\d\d)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\bNOMOR\s*:?\s*([\w./-]+(?:\s*/\s*[\w.-]+)*)\s+TAHUN\s+((?:19|20)\d\d)")
_SMALL = frozenset(
    [
        "di",
        "dan",
        "atau",
        "atas",
        "tentang",
        "yang",
        "untuk",
        "dengan",
        "pada",
        "dalam",
        "ke",
        "dari",
        "oleh",
        "serta",
        "bagi",
        "sebagai",
        "secara",
        "terhadap",
        "antara",
    ]
)
_ACRONYMS = frozenset(
    [
        "DPRD",
        "APBD",
        "RT",
        "RW",
        "LPMK",
        "ASN",
        "BUMD",
        "BUMN",
        "SPBE",
        "RPJMD",
        "RPJPD",
        "RKPD",
        "PNS",
        "PKL",
        "UMKM",
        "BPHTB",
        "PBB",
        "SKPD",
        "OPD",
        "CCTV",
        "RSUD",
        "BLUD",
        "TPP",
    ]
)


def day(found: re.Match[str]) -> date | None:
    """The date of a match whose first groups are day, month in words, year; None for what is no date."""
    name = found[2].lower()
    name = _SPELLINGS.get(name, name)
    try:
        return date(int(found[3]), MONTHS.index(name) + 1, int(found[1]))
    except ValueError:
        return None


def cited(text: str) -> Iterator[tuple[str, str, int]]:
    """(kind as printed, number, year) of each regulation that a text cites, each once."""
    seen = set()
    for found in _CITED.finditer(" ".join(text.split())):
        number = found[2].rstrip("./-")
        if re.fullmatch(r"[\dlIO]+", number):  # as a scan prints it
            number = number.translate(str.maketrans("lIO", "110"))
        key = (" ".join(found[1].split()), number, int(found[3]))
        if key not in seen:
            seen.add(key)
            yield key


def read_head(found: Structure, lines: list[str]) -> None:
    """Number, year and title, from what stands above Menimbang."""
    head = "\n".join(lines)
    number = _NUMBERED.search(head)
    if number:
        found.number, found.year = re.sub(r"\s", "", number[1]).rstrip("."), int(number[2])
    below = head[number.end() :] if number else head
    told = re.search(r"T\s?E\s?N\s?T\s?A\s?N\s?G\s+(.*?)\s*(?:(?:DENGAN|ATAS)\s+RAHMAT|M[Ee][Nn][Ii][Mm][Bb][Aa][Nn][Gg])", below, re.DOTALL)
    title = " ".join(told[1].split()) if told else ""
    found.title = titled(title) if title.isupper() else title


def titled(text: str) -> str:
    """A title printed in capitals, as it is written in a list: "Penyelenggaraan Perparkiran di Kota Surabaya"."""
    words = text.split()
    return " ".join(
        w if w in _ACRONYMS else w.lower() if i and w.lower() in _SMALL else "-".join(p.capitalize() for p in w.split("-"))
        for i, w in enumerate(words)
    )


def read_end(found: Structure, lines: list[str]) -> None:
    """ "Ditetapkan di … pada tanggal …", "Diundangkan di … pada tanggal …" and the gazette, from the lines after the last pasal."""
    tail = " ".join(" ".join(lines[:80]).split())
    end = 0
    for name, words in (("enacted_on", r"Di(?:tetap|sah)kan\b"), ("promulgated_on", r"Diundangkan\s+di\b")):
        for place in re.finditer(words, tail, re.IGNORECASE):
            dated = _DATED.search(tail, place.end(), place.end() + 80)
            told = day(dated) if dated else None
            if dated and told:
                setattr(found, name, told)
                end = dated.end()
    gazette = _GAZETTE.search(tail, end)
    found.gazette = " ".join(gazette[1].split()) if gazette else ""


def repealed_in(text: str) -> list[tuple[str, str, int]]:
    """What a pasal's text repeals; an ayat that keeps something in force repeals nothing."""
    found: dict[tuple[str, str, int], None] = {}
    for clause in re.split(r"(?=\(\d+\)\s)", " ".join(text.split())):
        if _REPEALS.search(clause):
            found.update(dict.fromkeys(cited(clause)))
    return list(found)


def commencement_in(text: str) -> date | None:
    """The day a pasal's text names for the commencement of its own regulation; None for "on promulgation"."""
    told = _COMMENCES.search(" ".join(text.split()))
    return day(told) if told else None


def carried_out_in(text: str) -> list[tuple[str, str, int]]:
    """What a Menimbang says the regulation carries out: "untuk melaksanakan ketentuan Pasal 31 Peraturan Daerah …"."""
    plain = " ".join(text.split())
    return [key for part in re.split(r"(?:;|(?<=\s)[a-z]\.\s)", plain) if _CARRIES_OUT.search(part) for key in cited(part)][:3]


def read_effects(found: Structure, articles: list[Part]) -> None:
    """What the text says of its own commencement, of what it repeals, and of what it amends."""
    repealed: dict[tuple[str, str, int], None] = {}
    for part in articles:
        found.commences_on = commencement_in(part.text) or found.commences_on
        repealed.update(dict.fromkeys(repealed_in(part.text)))
    found.repeals = list(repealed)
    if found.amending and articles:
        found.amends = next(cited(articles[0].text), None)
