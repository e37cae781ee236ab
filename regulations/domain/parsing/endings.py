"""What a regulation says of itself at its end.

Its dates and gazette, when it commences; and what its text does to others.
"""

from __future__ import annotations

import re
from datetime import date

from regulations.domain.parsing.citing import Cited, cited, joined
from regulations.domain.parsing.dates import DAY, later, printed_day
from regulations.domain.parsing.parts import Structure
from regulations.domain.parsing.repeals import repealed_in
from regulations.vocabulary import PartKind

_DATED = re.compile(rf"pada\s+tanggal\s*(?:[:,]\s*)?{DAY}", re.IGNORECASE)
_PLACE = re.compile(
    r"Di\s?(?:tetap|sah)kan\s+di\s+([A-Za-z][A-Za-z .'-]{1,60}?)\s*,?\s+pada\s+tanggal",
    re.IGNORECASE,
)
_GAZETTE = re.compile(
    r"\b((?:LEMBARAN|BERITA)\s+(?:DAERAH|NEGARA)\b(?:(?!TAMBAHAN|NOMOR|TAHUN)[A-Z\s]){0,60}?,?\s*"
    r"(?:TAHUN\s+(?:19|20)\d\d,?\s+(?:NOMOR|NO\.?)\s*:?\s*[\w/.]+(?:\s+SERI\s+\w+)?"
    r"|(?:NOMOR|NO\.?)\s*:?\s*[\w/.]+\s+TAHUN\s+(?:19|20)\d\d))",
    re.IGNORECASE,
)
_WHOLE = (
    r"(?:Undang-\s?Undang"
    r"|Peraturan\s+(?:Daerah|Wali\s?kota|Bupati|Gubernur|Presiden|Pemerintah|Menteri"
    r"|DPRD|Dewan|Badan|Lembaga|Kepala)"
    r"(?:\s+(?!ini\b|dari\b|yang\b|mulai\b)[\w.]+){0,8}?)\s+ini\s+"
)
_COMMENCES = re.compile(
    rf"{_WHOLE}(?:mulai\s+)?berlaku\s+(?:secara\s+)?(?:efektif\s+)?"
    rf"(?:pada|sejak|terhitung\s+(?:sejak|mulai)|mulai)\s+(?:tanggal\s+)?{DAY}",
    re.IGNORECASE,
)
_RETROACTIVE = re.compile(
    rf"{_WHOLE}.{{0,80}}?(?:(?:mempunyai\s+)?daya\s+laku\s+surut|berlaku\s+surut)\s+"
    rf"(?:terhitung\s+)?(?:sejak|mulai)\s+(?:tanggal\s+)?{DAY}",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"{_WHOLE}mulai\s+berlaku\s+(?:setelah\s+)?(\d{{1,4}})\s*(?:\([^()]{{0,60}}\)\s*)?"
    r"(hari|bulan|tahun)\s+(?:terhitung\s+)?(?:sejak|setelah)\s+(?:tanggal\s+)?diundangkan",
    re.IGNORECASE,
)


def read_end(structure: Structure, lines: list[str]) -> None:
    """ "Ditetapkan di … pada tanggal …", "Diundangkan di … pada tanggal …" and the gazette.

    From the lines after the last pasal.
    """
    tail = " ".join(" ".join(lines[:80]).split())
    end = 0
    for name, words in (
        ("enacted_on", r"Di\s?(?:tetap|sah)kan\b"),
        ("promulgated_on", r"Di\s?undangkan\b"),
    ):
        for place in re.finditer(words, tail, re.IGNORECASE):
            dated = _DATED.search(tail, place.end(), place.end() + 140)
            day = printed_day(dated[1], dated[2], dated[3]) if dated else None
            if dated and day:
                setattr(structure, name, day)
                end = max(end, dated.end())
    placed = _PLACE.search(tail)
    structure.place = " ".join(placed[1].split()).title() if placed else ""
    gazette = _GAZETTE.search(tail, end) or _GAZETTE.search(tail)
    structure.gazette = gazette_words(gazette[1]) if gazette else ""


def gazette_words(text: str) -> str:
    """ "Lembaran Daerah Kota Surabaya Tahun 2018 Nomor 3", however it is printed."""
    words = re.sub(
        r"\s*,\s*|\bNO\.\s*",
        lambda m: " " if "," in m[0] else "Nomor ",
        " ".join(text.split()),
        flags=re.IGNORECASE,
    )
    words = re.sub(r"\b(NOMOR)\s*:\s*", r"\1 ", words, flags=re.IGNORECASE)
    return " ".join(w.capitalize() if w.isalpha() and len(w) > 1 else w for w in words.split())


def commencement_in(text: str, promulgated_on: date | None = None) -> date | None:
    """The day a pasal's text names for the commencement of its own regulation.

    None for "on promulgation".
    "6 bulan sejak diundangkan" counts from `promulgated_on`.
    """
    plain = joined(text)
    for rule in (_RETROACTIVE, _COMMENCES, _AFTER):
        for match in rule.finditer(plain):
            before = plain[max(0, match.start() - 60) : match.start()].rstrip()
            if before and not re.search(r"(?:[.;:]|\(\d+\w?\))$", before):
                # of a pasal, or of something that stands in the regulation: not of the whole
                continue
            if rule is not _AFTER:
                return printed_day(match[1], match[2], match[3])
            if promulgated_on is None:
                return None
            try:
                return later(promulgated_on, int(match[1]), match[2].lower())
            except (ValueError, OverflowError):  # beyond the last day of the calendar
                return None
    return None


def read_effects(structure: Structure) -> None:
    """What the text says of its own commencement, of what it ends, and of what it amends."""
    repealed: dict[Cited, None] = {}
    for part in structure.articles:
        begins = commencement_in(part.text, structure.promulgated_on)
        structure.commences_on = begins or structure.commences_on
        repealed.update(dict.fromkeys(r.cited for r in repealed_in(part.text) if not r.partly))
    structure.repeals = list(repealed)
    if structure.amending and structure.of(PartKind.ARTICLE):
        structure.amends = next(cited(structure.articles[0].text), None)
