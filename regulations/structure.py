"""A regulation's text into its parts: BAB, Bagian, Paragraf, Pasal, and the dates at its end. One small rule per part.

Legal structure after UU 12/2011 Lampiran II. Pasal are taken in order: a heading that does not continue the count is text (a
catchword at the foot of a page, a reference that stands alone on a line).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import pypdfium2

_MONTHS = ("januari", "februari", "maret", "april", "mei", "juni", "juli", "agustus", "september", "oktober", "november", "desember")
_BAB = re.compile(r"^\s*BAB\s+([IVXLC]+[A-Z]?)\s*(.*)$")
_PART = re.compile(r"^\s*(Bagian\s+Ke\w+(?:\s+[Bb]elas|\s+[Pp]uluh(?:\s+\w+)?)?|Paragraf\s+\d+)\s*(.*)$")
_PASAL = re.compile(r"^\s*Pasal\s+(\d+)\s*([A-Z]?)\s*$")
_ROMAN_PASAL = re.compile(r"^\s*Pasal\s+(I{1,3})\s*$")
_EXPLANATION = re.compile(r"^\s*PENJELASAN\s*$")
_CLOSING = re.compile(r"^\s*(?:Agar\s+(?:supaya\s+)?setiap\s+orang|Ditetapkan\s+di|Diundangkan\s+di)", re.IGNORECASE)
_CATCHWORD = re.compile(r"^\s*(?:BAB\s+[IVXLC]+|Pasal\s+\d+[A-Z]?|Bagian\s+Ke\w+|\(\d+\)|[a-z]\.)[^.…]{0,40}(?:\.\s?\.|…)[.\s…]*$")
_PAGE = re.compile(r"^\s*-?\s*\d{1,3}\s*-?\s*$")
_DATED = re.compile(r"pada\s+tanggal\s*:?\s*(\d{1,2})\s*([A-Za-z]+)\s*((?:19|20)\d\d)", re.IGNORECASE)
_GAZETTE = re.compile(r"((?:LEMBARAN|BERITA)\s+(?:DAERAH|NEGARA)\s+[A-Z\s]{0,60}?TAHUN\s+(?:19|20)\d\d\s+NOMOR\s+[\w/.]+)", re.IGNORECASE)
_COMMENCES = re.compile(r"mulai\s+berlaku\s+pada\s+tanggal\s+(\d{1,2})\s*([A-Za-z]+)\s*((?:19|20)\d\d)", re.IGNORECASE)
_REPEALS = re.compile(r"(?:di)?cabut\s+dan\s+dinyatakan\s+tidak\s+berlaku", re.IGNORECASE)
_CITED = re.compile(
    r"(Peraturan\s+Daerah|Peraturan\s+Wali\s*kota|Peraturan\s+Bupati|Peraturan\s+Presiden|Keputusan\s+Presiden|Peraturan\s+Pemerintah|Undang-Undang)"
    r"[^;()]{0,60}?\bNomor\s+([\w./-]+)\s+Tahun\s+((?:19|20)\d\d)",
    re.IGNORECASE,
)
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
GAP = 3  # headings that a bad scan may swallow before the count goes on
MIN_LETTERS = 100  # a page with fewer is a picture


@dataclass(frozen=True)
class Part:
    """One pasal with the headings it stands under. `label` as printed: "Pasal 128A"; `path`: "pasal-128a"."""

    label: str
    path: str
    chapter: str
    heading: str
    text: str


@dataclass
class Structure:
    """What was found, in order. Dates are None where the text does not state them."""

    chapters: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    preamble: str = ""
    explanation: dict[str, str] = field(default_factory=dict)
    repeals: list[tuple[str, str, int]] = field(default_factory=list)  # (kind as printed, number, year)
    enacted_on: date | None = None
    commences_on: date | None = None
    promulgated_on: date | None = None
    gazette: str = ""
    amending: bool = False


def pdf_text(content: bytes) -> tuple[str, bool]:
    """(text, needs_ocr) of a PDF. `needs_ocr` is True when most pages hold no text. Raises ValueError for what is no PDF."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise ValueError(str(error)) from None
    try:
        pages = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    empty = sum(len(re.findall(r"[A-Za-z]", page)) < MIN_LETTERS for page in pages)
    return "\n".join(pages).replace("\r\n", "\n").replace("\ufffe", "").replace("\x00", ""), empty * 2 > len(pages)


def _lines(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        if not _PAGE.match(line) and not _CATCHWORD.match(line):
            yield line.rstrip()


def roman(text: str) -> int:
    """The value of a Roman number; the letter of an inserted BAB ("IXA") is left out."""
    digits = [_ROMAN[c] for c in text if c in _ROMAN]
    return sum(-d if any(d < later for later in digits[i + 1 : i + 2]) else d for i, d in enumerate(digits))


def _swallowed(number: int, last: int, ahead: list[int]) -> bool:
    """Whether the headings between `last` and `number` are lost, and not still to come: the count goes on after this one."""
    return last < number - 1 <= last + GAP and number + 1 in ahead[:2] and not set(range(last + 1, number)) & set(ahead)


def _follows(number: int, letter: str, last: tuple[int, str]) -> bool:
    """Whether this pasal continues the count: the next number, or a letter inserted after the last one."""
    if not letter:
        return number == last[0] + 1
    return number == last[0] and letter == (chr(ord(last[1]) + 1) if last[1] else "A")


def parse(text: str) -> Structure:
    """The structure of a regulation's text; of an amending one, its Pasal I and II."""
    lines = list(_lines(text))
    cut = next((i for i, line in enumerate(lines) if _EXPLANATION.match(line)), len(lines))
    body, rest = lines[:cut], lines[cut:]
    first = next((i for i, line in enumerate(body) if (m := _PASAL.match(line)) and m[1] == "1"), len(body))
    found = Structure(amending=any(_ROMAN_PASAL.match(line) for line in body[:first]))
    numbered = [(i, int(m[1])) for i, line in enumerate(body) if (m := _PASAL.match(line)) and not m[2]]
    begun = False
    chapter = heading = label = ""
    last = (0, "")
    held: list[str] = []
    expecting = ""  # the heading lines that follow a BAB or a Bagian

    def close() -> None:
        if label:
            found.parts.append(Part(label, label.lower().replace(" ", "-"), chapter, heading, "\n".join(held).strip()))

    for index, line in enumerate(body):
        bab, part, article = _BAB.match(line), _PART.match(line), _ROMAN_PASAL.match(line)
        if bab and (bab[2].lstrip(" .").strip() != bab[2].strip() or not 0 <= roman(bab[1]) - len(found.chapters) <= 1 + GAP):
            bab = None  # a catchword, or a BAB that somebody quotes
        pasal = _PASAL.match(line) if not found.amending else None
        if article and found.amending and article[1] == "I" * (len(found.parts) + (1 if not label else 2)):
            close()
            label, held, begun, expecting = f"Pasal {article[1]}", [], True, ""
        elif pasal and (
            _follows(int(pasal[1]), pasal[2], last) or (not pasal[2] and _swallowed(int(pasal[1]), last[0], [n for i, n in numbered if i > index]))
        ):
            close()
            last = (int(pasal[1]), pasal[2])
            label, held, begun, expecting = f"Pasal {pasal[1]}{pasal[2]}", [], True, ""
        elif bab and not found.amending:
            close()
            label, held, heading, begun = "", [], "", True
            chapter = f"BAB {bab[1]} {bab[2].strip()}".strip()
            found.chapters.append(chapter)
            expecting = "bab"
        elif part and begun and not found.amending:
            close()
            label, held = "", []
            heading = " ".join(f"{part[1]} {part[2]}".split())
            expecting = "part"
        elif label and _CLOSING.match(line):
            close()
            label, held = "", []
        elif expecting and not label and line.strip():
            if expecting == "bab":
                chapter = f"{chapter} {line.strip()}"
                found.chapters[-1] = chapter
            else:
                heading = f"{heading} {line.strip()}"
        elif begun:
            held.append(line)
        else:
            found.preamble += f"{line}\n"
    close()
    _read_end(found, body)
    _read_effects(found)
    _read_explanation(found, rest)
    return found


def _read_end(found: Structure, lines: list[str]) -> None:
    """ "Ditetapkan di … pada tanggal …", "Diundangkan di … pada tanggal …" and the gazette, from the end of the body."""
    tail = " ".join(" ".join(lines[-60:]).split())
    end = 0
    for name, words in (("enacted_on", r"Ditetapkan\b"), ("promulgated_on", r"Diundangkan\s+di\b")):
        for place in re.finditer(words, tail, re.IGNORECASE):
            dated = _DATED.search(tail, place.end(), place.end() + 80)
            if dated and dated[2].lower() in _MONTHS:
                setattr(found, name, _day(dated))
                end = dated.end()
    gazette = _GAZETTE.search(tail, end)
    found.gazette = " ".join(gazette[1].split()) if gazette else ""


def _day(found: re.Match[str]) -> date:
    return date(int(found[3]), _MONTHS.index(found[2].lower()) + 1, int(found[1]))


def _read_effects(found: Structure) -> None:
    """What the text says of its own commencement and of what it repeals, from its pasal."""
    for part in found.parts:
        text = " ".join(part.text.split())
        commences = _COMMENCES.search(text)
        if commences and commences[2].lower() in _MONTHS and "ini mulai" in text:
            found.commences_on = _day(commences)
        if _REPEALS.search(text):
            for cited in _CITED.finditer(text):
                found.repeals.append((" ".join(cited[1].split()), cited[2].rstrip("./-"), int(cited[3])))


def _read_explanation(found: Structure, lines: list[str]) -> None:
    """The Penjelasan beside its pasal: path -> text."""
    last, path = (0, ""), ""
    for line in lines:
        pasal = _PASAL.match(line)
        if pasal and _follows(int(pasal[1]), pasal[2], last):
            last, path = (int(pasal[1]), pasal[2]), f"pasal-{pasal[1]}{pasal[2].lower()}"
            found.explanation[path] = ""
        elif path:
            found.explanation[path] = f"{found.explanation[path]}{line}\n"
    found.explanation = {path: text.strip() for path, text in found.explanation.items()}


@dataclass
class Unit:
    """A part of a pasal: ayat (1), huruf a, angka 1. `path` continues the pasal's: "ayat-1/huruf-a"."""

    kind: str
    label: str
    path: str
    text: str
    units: list[Unit] = field(default_factory=list)


_AYAT = re.compile(r"^\s*\((\d+)([a-z]?)\)\s*(.*)$")
_HURUF = re.compile(r"^\s*([a-z])\.\s+(.*)$")
_ANGKA = re.compile(r"^\s*(\d{1,3})[.)]\s+(.*)$")


def units(text: str) -> list[Unit]:
    """The ayat, huruf and angka of a pasal's text, each in order; a mark that does not continue its count is text.

    angka stand under a huruf, or directly under the pasal or ayat (definitions).
    """
    top: list[Unit] = []
    ayat: Unit | None = None
    huruf: Unit | None = None
    current: Unit | None = None

    def add(unit: Unit, parent: Unit | None) -> Unit:
        (parent.units if parent else top).append(unit)
        unit.path = f"{parent.path}/{unit.path}" if parent else unit.path
        return unit

    def count(parent: Unit | None, kind: str) -> int:
        return sum(u.kind == kind for u in (parent.units if parent else top))

    for line in text.split("\n"):
        found = _AYAT.match(line)
        last = [u.label for u in top if u.kind == "ayat"]
        if found and (int(found[1]) == len([x for x in last if x[-2].isdigit()]) + 1 or (found[2] and last)):
            mark = f"{found[1]}{found[2]}"
            ayat = current = add(Unit("ayat", f"ayat ({mark})", f"ayat-{mark}", found[3]), None)
            huruf = None
            continue
        found = _HURUF.match(line)
        if found and ord(found[1]) - ord("a") == count(ayat, "huruf"):
            huruf = current = add(Unit("huruf", f"huruf {found[1]}", f"huruf-{found[1]}", found[2]), ayat)
            continue
        found = _ANGKA.match(line)
        above = huruf or ayat
        if found and int(found[1]) == count(above, "angka") + 1:
            current = add(Unit("angka", f"angka {found[1]}", f"angka-{found[1]}", found[2]), above)
            continue
        if current is not None:
            current.text = f"{current.text} {line.strip()}".strip()
    return top


def find_unit(found: list[Unit], path: str) -> Unit | None:
    """The unit at a path like "ayat-1/huruf-a"."""
    for unit in found:
        if unit.path == path:
            return unit
        below = find_unit(unit.units, path)
        if below is not None:
            return below
    return None
