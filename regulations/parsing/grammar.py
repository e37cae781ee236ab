"""A regulation's text into its parts. One small rule per part; `_Reader.RULES` is their order.

Numbered parts are taken in order: a heading that does not continue its count is text (a catchword at the foot of a page, a
reference that stands alone on a line, a pasal quoted from another regulation).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regulations.parsing.changes import read_changes
from regulations.parsing.endings import read_effects, read_end, read_head
from regulations.parsing.numbers import article_number, ordinal, roman
from regulations.parsing.parts import HEADINGS, Part, PartKind, Structure

GAP = 3  # headings that a bad scan may swallow before the count goes on
_ORDINAL = r"Ke\w+(?:\s+[Bb]elas|\s+[Pp]uluh(?:\s+(?:[Ss]atu|[Dd]ua|[Tt]iga|[Ee]mpat|[Ll]ima|[Ee]nam|[Tt]ujuh|[Dd]elapan|[Ss]embilan))?)?|Pertama"
_PREAMBLE = re.compile(r"^\s*(Menimbang|MENIMBANG|Mengingat|MENGINGAT|Menetapkan|MENETAPKAN)\s*:?\s*(.*)$")
_DECIDES = re.compile(r"^\s*M\s*E\s*M\s*U\s*T\s*U\s*S\s*K\s*A\s*N|^\s*Dengan\s+[Pp]ersetujuan\s+[Bb]ersama")
_BOOK = re.compile(rf"^\s*BUKU\s+({_ORDINAL}|[IVXLC]+)\s*(.*)$", re.IGNORECASE)
_CHAPTER = re.compile(r"^\s*BAB\s+([IVXLC]+)([A-Z]?)\b\s*(.*)$")
_PART = re.compile(rf"^\s*Bagian\s+({_ORDINAL})(?:\s?([A-Z]))?\b\s*(.*)$")
_PARAGRAPH = re.compile(r"^\s*Paragraf\s+(\d+)\s?([A-Z]?)\b\s*(.*)$")
_ARTICLE = re.compile(r"^\s*Pasal\s+(\d[\dOolI ]*?|[lI]\d*)\s*([A-Z]?)\s*$")
_ROMAN_ARTICLE = re.compile(r"^\s*Pasal\s+(I{1,3}|IV)\s*$")
_EXPLANATION = re.compile(r"^\s*PENJELASAN\s*$")
_ARTICLE_BY_ARTICLE = re.compile(r"PASAL\s+DEMI\s+PASAL", re.IGNORECASE)
_EXPLAINED = re.compile(r"^\s*Pasal\s+(\d+)\s*([A-Z]?)\s*(?:$|[:.]\s*(.*)$|([Cc]ukup\s+jelas.*)$)")
_ANNEX = re.compile(r"^\s*LAMPIRAN(?:\s+([IVXLC]+|\d+))?\b")
_CLOSING = re.compile(r"^\s*(?:Agar\s+(?:supaya\s+)?setiap\s+orang|Di(?:tetapkan|sahkan)\s+di\b|Diundangkan\s+di\b)", re.IGNORECASE)
_SIGNED = re.compile(r"^\s*(?:Di(?:tetapkan|sahkan|undangkan)\s+di\b)", re.IGNORECASE)
_CERTIFIED = re.compile(r"^\s*(?:Salinan\s+sesuai\s+dengan\s+asli|ttd\b|NIP\b)", re.IGNORECASE)
_CATCHWORD = re.compile(r"^\s*(?:BAB\s+[IVXLC]+|Pasal\s+\d+[A-Z]?|Bagian\s+Ke\w+|\(\d+\)|[a-z]\.)[^.…]{0,40}(?:\.\s?\.|…)[.\s…]*$")
_PAGE = re.compile(r"^\s*-?\s*\d{1,3}\s*-?\s*$")


def parse(text: str) -> Structure:
    """The structure of a regulation's text; of an amending one, its Pasal I and II and what they change."""
    lines, pages = _lines(text)
    body, rest = _sections(lines)
    found = Structure()
    reader = _Reader(found, body, pages)
    reader.read()
    read_end(found, body[reader.closed :] if reader.closed else body[-60:])
    read_effects(found, found.articles)
    if found.amending and found.articles:
        found.changes = read_changes(found.articles[0].text)
    for name, begins, section in rest:
        if name == "PENJELASAN":
            _read_explanation(found, section, pages[begins])
        else:
            _read_annex(found, name, section, pages[begins])
    return found


def _lines(text: str) -> tuple[list[str], list[int]]:
    """The lines that carry text, and the page of each."""
    lines, pages, page = [], [], 1
    for line in text.split("\n"):
        page += line.count("\f")
        clean = line.replace("\f", "").rstrip()
        if not _PAGE.match(clean) and not _CATCHWORD.match(clean):
            lines.append(clean)
            pages.append(page)
    return lines, pages


def _sections(lines: list[str]) -> tuple[list[str], list[tuple[str, int, list[str]]]]:
    """(body, [("PENJELASAN" or "LAMPIRAN I", where it begins, its lines)]): both stand after the signatures, in either order."""
    signed = next((i for i, line in enumerate(lines) if _SIGNED.match(line)), None)
    marks: list[tuple[int, str]] = []
    for index, line in enumerate(lines):
        annex = _ANNEX.match(line) if signed is not None and index > signed else None
        name = "PENJELASAN" if _EXPLANATION.match(line) else f"LAMPIRAN {annex[1] or ''}".strip() if annex else ""
        if name and name not in (known for _, known in marks):  # a Lampiran repeats its head on each page
            marks.append((index, name))
    ends = [*(i for i, _ in marks[1:]), len(lines)][: len(marks)]
    return lines[: marks[0][0] if marks else None], [(name, i, lines[i + 1 : end]) for (i, name), end in zip(marks, ends, strict=True)]


class _Reader:
    """Goes through the body line by line; the first rule that takes a line has it."""

    def __init__(self, found: Structure, lines: list[str], pages: list[int]) -> None:
        self.found = found
        self.lines = lines
        self.pages = pages
        self.page = 1
        self.above: dict[PartKind, Part] = {}  # the headings in force, from Buku to Paragraf
        self.counts: dict[PartKind, tuple[int, str]] = {}
        self.last = (0, "")  # the last pasal
        self.open: Part | None = None  # the part that takes the next lines
        self.held: list[str] = []
        self.begun = False
        self.closed = 0  # the line where the signatures begin
        self.ahead = [(i, article_number(m[1])) for i, line in enumerate(lines) if (m := _ARTICLE.match(line)) and not m[2]]
        first = next((i for i, number in self.ahead if number == 1), len(lines))
        roman_one = next((i for i, line in enumerate(lines) if (m := _ROMAN_ARTICLE.match(line)) and m[1] == "I"), None)
        self.found.amending = roman_one is not None and roman_one <= first and "diubah" in " ".join(lines[roman_one : roman_one + 16]).lower()

    RULES = ("preamble", "book", "chapter", "part", "paragraph", "roman_article", "article", "closing")

    def read(self) -> None:
        head = next((i for i, line in enumerate(self.lines) if _PREAMBLE.match(line)), 0)
        read_head(self.found, self.lines[: head + 1])
        for index, line in enumerate(self.lines):
            self.page = self.pages[index]
            if not any(getattr(self, rule)(index, line) for rule in self.RULES):
                self.held.append(line)
        self.close()

    def close(self) -> None:
        """Ends the part that is open with the lines held for it."""
        lines = [line for line in self.held if line.strip()]
        self.held = []
        if self.open is None:
            return
        if self.open.kind in HEADINGS:
            made = Part(self.open.kind, self.open.label, self.open.path, " ".join(" ".join([self.open.title, *lines]).split()), "", self.open.page)
            self.above[made.kind] = made
        else:
            made = Part(self.open.kind, self.open.label, self.open.path, self.open.title, "\n".join(line.strip() for line in lines), self.open.page)
        self.found.parts.append(made)
        self.open = None

    def start(self, kind: PartKind, label: str, path: str, title: str = "") -> bool:
        self.close()
        self.open = Part(kind, label, path, title, page=self.page)
        return True

    def headed(self, kind: PartKind, label: str, number: int, letter: str, title: str) -> bool:
        """Begins a heading that continues its count; what stood under it begins to count anew."""
        last, last_letter = self.counts.get(kind, (0, ""))
        inserted = letter and number == last and letter == (chr(ord(last_letter) + 1) if last_letter else "A")
        if not inserted and not (not letter and last < number <= last + 1 + GAP):
            return False
        if title and (title.startswith(".") or not (title[0].isupper() or title[0].isdigit())):
            return False  # a reference in a sentence, or a catchword
        self.close()
        self.begun = True
        self.counts[kind] = (number, letter)
        for inner in HEADINGS[HEADINGS.index(kind) + 1 :]:
            self.counts.pop(inner, None)
        for inner in HEADINGS[HEADINGS.index(kind) :]:
            self.above.pop(inner, None)
        outer = next((self.above[k].path for k in reversed(HEADINGS[: HEADINGS.index(kind)]) if k in self.above), "")
        path = f"{kind.value}-{number}{letter.lower()}"
        return self.start(kind, label, f"{outer}-{path}" if outer else path, title)

    def preamble(self, index: int, line: str) -> bool:
        if self.begun:
            return False
        told = _PREAMBLE.match(line)
        if told:
            kind = PartKind(told[1].lower())
            if kind in (part.kind for part in (*self.found.parts, *([self.open] if self.open else []))):
                return False
            self.start(kind, told[1].capitalize(), kind.value)
            self.held = [told[2]]
            return True
        if _DECIDES.match(line):
            self.close()
            return True
        return False

    def book(self, index: int, line: str) -> bool:
        told = _BOOK.match(line) if not self.found.amending else None
        number = (roman(told[1]) if told[1].isupper() and set(told[1]) <= set("IVXLC") else ordinal(told[1])) if told else 0
        return bool(told and number) and self.headed(PartKind.BOOK, f"BUKU {told[1]}", number, "", told[2].strip())  # type: ignore[index]

    def chapter(self, index: int, line: str) -> bool:
        told = _CHAPTER.match(line) if not self.found.amending else None
        return bool(told) and self.headed(PartKind.CHAPTER, f"BAB {told[1]}{told[2]}", roman(told[1]), told[2], told[3].strip())  # type: ignore[index]

    def part(self, index: int, line: str) -> bool:
        told = _PART.match(line) if self.begun and not self.found.amending else None
        label = f"Bagian {' '.join(told[1].split())}{told[2] or ''}" if told else ""
        return bool(told) and self.headed(PartKind.PART, label, ordinal(told[1]), told[2] or "", told[3].strip())  # type: ignore[index]

    def paragraph(self, index: int, line: str) -> bool:
        told = _PARAGRAPH.match(line) if self.begun and not self.found.amending else None
        return bool(told) and self.headed(PartKind.PARAGRAPH, f"Paragraf {told[1]}{told[2]}", int(told[1]), told[2], told[3].strip())  # type: ignore[index]

    def roman_article(self, index: int, line: str) -> bool:
        told = _ROMAN_ARTICLE.match(line) if self.found.amending else None
        if not told or roman(told[1]) != self.last[0] + 1:
            return False
        self.begun, self.last = True, (roman(told[1]), "")
        return self.start(PartKind.ARTICLE, f"Pasal {told[1]}", f"pasal-{told[1].lower()}")

    def article(self, index: int, line: str) -> bool:
        told = _ARTICLE.match(line) if not self.found.amending else None
        if not told:
            return False
        number, letter = article_number(told[1]), told[2]
        clean = told[1].strip().isdecimal()  # a broken number ("2 4", "1O") must fit exactly
        if not self._follows(number, letter) and not (clean and not letter and self._swallowed(number, index)):
            return False
        self.begun, self.last = True, (number, letter)
        stands = " ".join(f"{self.above[k].label} {self.above[k].title}" for k in HEADINGS if k in self._standing())
        return self.start(PartKind.ARTICLE, f"Pasal {number}{letter}", f"pasal-{number}{letter.lower()}", stands)

    def _standing(self) -> dict[PartKind, Part]:
        self.close()  # the heading just above this pasal
        return self.above

    def _follows(self, number: int, letter: str) -> bool:
        """Whether this pasal continues the count: the next number, or a letter inserted after the last one."""
        if not letter:
            return number == self.last[0] + 1
        return number == self.last[0] and letter == (chr(ord(self.last[1]) + 1) if self.last[1] else "A")

    def _swallowed(self, number: int, index: int) -> bool:
        """Whether the headings between are lost, and not still to come: the count goes on after this one."""
        last, ahead = self.last[0], [n for i, n in self.ahead if i > index]
        return last < number - 1 <= last + GAP and number + 1 in ahead[:2] and not set(range(last + 1, number)) & set(ahead)

    def closing(self, index: int, line: str) -> bool:
        if self.open is None or self.open.kind != PartKind.ARTICLE or not _CLOSING.match(line):
            return False
        if line.lstrip().lower().startswith("agar") and "memerintahkan" not in " ".join(self.lines[index : index + 3]):
            return False  # a pasal about promulgation says it too
        self.close()
        self.closed = index
        return True


def _explained(lines: list[str]) -> Iterator[tuple[str, str]]:
    last = (0, "")
    for line in lines:
        told = _EXPLAINED.match(line)
        if told:
            number, letter = int(told[1]), told[2]
            if (not letter and last[0] < number <= last[0] + 1 + GAP) or (letter and number == last[0]):
                last = (number, letter)
                yield f"pasal-{number}{letter.lower()}", told[3] or told[4] or ""
                continue
        yield "", line


def _read_explanation(found: Structure, lines: list[str], page: int) -> None:
    """The Penjelasan: its general part as a part of its own, the rest beside its pasal."""
    begins = next((i for i, line in enumerate(lines) if _ARTICLE_BY_ARTICLE.search(line)), None)
    general = lines[: begins if begins is not None else 0]
    start = next((i for i, line in enumerate(general) if re.match(r"^\s*(?:I\.?\s*)?UMUM\s*$", line)), None)
    if start is not None:
        text = "\n".join(line.strip() for line in general[start + 1 :] if line.strip())
        if text:
            found.parts.append(Part(PartKind.GENERAL_EXPLANATION, "Penjelasan umum", "penjelasan-umum", "", text, page))
    path = ""
    for begun, line in _explained(lines[(begins + 1) if begins is not None else 0 :]):
        path = begun or path
        if re.match(r"^\s*TAMBAHAN\s+(?:LEMBARAN|BERITA)\b", line):
            break
        if path and line.strip():
            found.explanation[path] = f"{found.explanation.get(path, '')}\n{line.strip()}".strip()
        elif path:
            found.explanation.setdefault(path, "")


def _read_annex(found: Structure, name: str, lines: list[str], page: int) -> None:
    """A Lampiran up to its signatures; a table or a drawing comes as loose words, for the PDF holds no more."""
    end = next((i for i, line in enumerate(lines) if _CERTIFIED.match(line)), len(lines))
    text = "\n".join(line.strip() for line in lines[:end] if line.strip() and not _ANNEX.match(line))
    number = name.removeprefix("LAMPIRAN").strip()
    path = f"lampiran-{number.lower()}" if number else "lampiran"
    found.parts.append(Part(PartKind.ANNEX, f"Lampiran {number}".strip(), path, "", text, page))
