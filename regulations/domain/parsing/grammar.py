"""A regulation's text into its parts. One small rule per part; `_Reader.RULES` is their order.

Numbered parts are taken in order: a heading that does not continue its count is text (a catchword
at the foot of a page, a reference that stands alone on a line, a pasal quoted from another
regulation).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import replace

from regulations.domain.parsing import patterns
from regulations.domain.parsing.after import read_annex, read_explanation, sections
from regulations.domain.parsing.changes import read_changes
from regulations.domain.parsing.endings import read_effects, read_end
from regulations.domain.parsing.head import read_head
from regulations.domain.parsing.lines import GOES_ON, REFERS, parted, printed_lines
from regulations.domain.parsing.numbers import article_number, letter_after, ordinal, roman
from regulations.domain.parsing.parts import Part, Structure
from regulations.vocabulary import HEADINGS, PartKind

LONGEST_TITLE = 600  # letters of a heading's title that are kept; each pasal below carries them
GAP = 3  # headings that a bad scan may swallow before the count goes on


def parse(text: str) -> Structure:
    """The structure of a regulation's text.

    Of an amending one, its Pasal I and II and what they change.
    """
    lines, pages = printed_lines(parted(text))
    body, rest = sections(lines)
    structure = Structure()
    reader = _Reader(structure, body, pages)
    reader.read()
    read_end(structure, body[reader.closed :] if reader.closed else body[-60:])
    read_effects(structure)
    if structure.amending and structure.articles:
        structure.changes = read_changes(structure.articles[0].text)
    for name, begins, section in rest:
        if name == "PENJELASAN":
            read_explanation(structure, section, pages[begins])
        else:
            read_annex(structure, name, section, pages[begins])
    return structure


class _Reader:
    """Goes through the body line by line; the first rule that takes a line has it."""

    def __init__(self, structure: Structure, lines: list[str], pages: list[int]) -> None:
        self.structure = structure
        self.lines = lines
        self.pages = pages
        self.page = 1
        self.above: dict[PartKind, Part] = {}  # the headings in force, from Buku to Paragraf
        self.counts: dict[PartKind, tuple[int, str]] = {}
        self.last = (0, "")  # the last pasal
        self.open: Part | None = None  # the part that takes the next lines
        self.pending: list[str] = []
        self.begun = False
        self.closed = 0  # the line where the signatures begin
        headings = ((i, patterns.ARTICLE.match(line)) for i, line in enumerate(lines))
        standing = [(i, article_number(m[1]), m[2]) for i, m in headings if m]
        # pasal without a letter, where they stand
        self.plain = [(i, number) for i, number, letter in standing if not letter]
        # headings that are still to come
        self.later = Counter((number, letter) for _, number, letter in standing)
        self.look_for_amendment()

    def look_for_amendment(self) -> None:
        """Whether it amends: it has a Pasal I that says so, or a Pasal 1, against the rule."""
        lines = self.lines
        first = next((i for i, number in self.plain if number == 1), len(lines))
        romans = ((i, patterns.ROMAN_ARTICLE.match(line)) for i, line in enumerate(lines))
        roman_one = next((i for i, match in romans if match and match[1] == "I"), None)
        if roman_one is not None and roman_one <= first:
            says = " ".join(lines[roman_one : roman_one + 16]).lower()
            self.structure.amending = "diubah" in says
        elif first < len(lines) and re.search(r"TENTANG\s+PERUBAHAN", " ".join(lines[:first])):
            begins = " ".join(" ".join(lines[first : first + 16]).lower().split())
            self.structure.amending = "diubah sebagai berikut" in begins
            seconds = (i for i, number in reversed(self.plain) if number == 2)
            last = next((i for i in seconds if i > first), None)
            for index, name in ((first, "Pasal I"), (last, "Pasal II")):
                if self.structure.amending and index is not None:
                    lines[index] = name

    RULES = (
        *("preamble", "book", "chapter", "part", "paragraph"),
        *("roman_article", "article", "closing"),
    )

    def read(self) -> None:
        head = next((i for i, line in enumerate(self.lines) if patterns.PREAMBLE.match(line)), 0)
        read_head(self.structure, self.lines[: head + 1])
        for index, line in enumerate(self.lines):
            self.page = self.pages[index]
            standing = patterns.ARTICLE.match(line)
            if standing:
                self.later[article_number(standing[1]), standing[2]] -= 1
            if not self.closed and not any(getattr(self, rule)(index, line) for rule in self.RULES):
                self.pending.append(line)
        self.close()

    def refers(self, index: int) -> bool:
        """Whether what stands alone on a line is a reference in a sentence.

        The line before leads to it, or the one after goes on.
        """
        above = reversed(self.lines[max(0, index - 3) : index])
        before = next((line for line in above if line.strip()), "")
        after = next((line for line in self.lines[index + 1 : index + 4] if line.strip()), "")
        return bool(REFERS.search(before.rstrip()) or GOES_ON.match(after))

    def close(self) -> None:
        """Ends the part that is open with the lines held for it."""
        lines = [line for line in self.pending if line.strip()]
        self.pending = []
        if self.open is None:
            return
        if self.open.kind in HEADINGS:
            title = " ".join(" ".join([self.open.title, *lines]).split())[:LONGEST_TITLE]
            part = replace(self.open, title=title)
            self.above[part.kind] = part
        else:
            part = replace(self.open, text="\n".join(line.strip() for line in lines))
        self.structure.parts.append(part)
        self.open = None

    def start(self, kind: PartKind, label: str, path: str, title: str = "") -> bool:
        self.close()
        self.open = Part(kind, label[:40], path, title[:LONGEST_TITLE], page=self.page)
        return True

    def again(self, index: int, rule: re.Pattern[str], name: str) -> bool:
        """Whether the same heading stands once more within the next pasal or two."""
        matches = map(rule.match, self.lines[index + 1 : index + 60])
        return any(match and name in match.groups() for match in matches)

    def headed(self, kind: PartKind, label: str, number: int, letter: str, title: str) -> bool:
        """Begins a heading that continues its count; what stood under it begins to count anew."""
        last, last_letter = self.counts.get(kind, (0, ""))
        inserted = letter and number == last and letter == letter_after(last_letter)
        if not inserted and not (not letter and last < number <= last + 1 + GAP):
            return False
        if title and not (title[0].isupper() or title[0].isdigit()):
            return False  # a reference in a sentence
        self.close()
        self.begun = True
        self.counts[kind] = (number, letter)
        for inner in HEADINGS[HEADINGS.index(kind) + 1 :]:
            self.counts.pop(inner, None)
        for inner in HEADINGS[HEADINGS.index(kind) :]:
            self.above.pop(inner, None)
        outside = reversed(HEADINGS[: HEADINGS.index(kind)])
        outer = next((self.above[k].path for k in outside if k in self.above), "")
        path = f"{kind.value}-{number}{letter.lower()}"
        return self.start(kind, label, f"{outer}-{path}" if outer else path, title)

    def preamble(self, _index: int, line: str) -> bool:
        if self.begun:
            return False
        match = patterns.PREAMBLE.match(line)
        if match:
            kind = PartKind(match[1].lower())
            stands = any(part.kind == kind for part in self.structure.parts)
            if stands or (self.open is not None and self.open.kind == kind):
                return False
            self.start(kind, match[1].capitalize(), kind.value)
            self.pending = [match[2]]
            return True
        if patterns.DECIDES.match(line):
            self.close()
            return True
        return False

    def book(self, _index: int, line: str) -> bool:
        match = patterns.BOOK.match(line) if not self.structure.amending else None
        if match is None:
            return False
        number = roman(match[1]) if set(match[1]) <= set("IVXLC") else ordinal(match[1])
        label, title = f"BUKU {match[1]}", match[2].strip()
        return bool(number) and self.headed(PartKind.BOOK, label, number, "", title)

    def chapter(self, index: int, line: str) -> bool:
        match = patterns.CHAPTER.match(line) if not self.structure.amending else None
        if match is None:
            return False
        if line.lstrip().startswith("Bab") and match[4] and not match[4].isupper():
            return False  # "Bab II peraturan ini"
        number = ordinal(match[3]) if match[3] else roman(match[1])
        printed = match[3] or match[1].translate(str.maketrans("l1", "II"))
        if self.again(index, patterns.CHAPTER, match[1] or match[3]) and self.refers(index):
            return False  # a reference: the heading itself is still to come
        letter, title = match[2] or "", match[4].strip()
        label = f"BAB {printed}{letter}"
        return bool(number) and self.headed(PartKind.CHAPTER, label, number, letter, title)

    def takes_parts(self) -> bool:
        """Whether a Bagian or a Paragraf may stand here: not above the body, nor in a Pasal I."""
        return self.begun and not self.structure.amending

    def part(self, index: int, line: str) -> bool:
        match = patterns.PART.match(line) if self.takes_parts() else None
        if match is None or not ordinal(match[1]):
            return False
        if self.again(index, patterns.PART, match[1]) and self.refers(index):
            return False
        letter, title = match[2] or "", match[3].strip()
        label = f"Bagian {' '.join(match[1].split())}{letter}"
        return self.headed(PartKind.PART, label, ordinal(match[1]), letter, title)

    def paragraph(self, _index: int, line: str) -> bool:
        match = patterns.PARAGRAPH.match(line) if self.takes_parts() else None
        if match is None:
            return False
        number = roman(match[1]) if set(match[1]) <= set("IVX") else ordinal(match[1])
        if match[1].isdecimal():
            number = int(match[1])
        label, title = f"Paragraf {match[1]}{match[2]}", match[3].strip()
        return bool(number) and self.headed(PartKind.PARAGRAPH, label, number, match[2], title)

    def roman_article(self, _index: int, line: str) -> bool:
        match = patterns.ROMAN_ARTICLE.match(line) if self.structure.amending else None
        if not match or roman(match[1]) != self.last[0] + 1:
            return False
        self.begun, self.last = True, (roman(match[1]), "")
        return self.start(PartKind.ARTICLE, f"Pasal {match[1]}", f"pasal-{match[1].lower()}")

    def article(self, index: int, line: str) -> bool:
        if self.structure.amending:
            return False
        alone = patterns.ARTICLE.match(line)
        inline = patterns.ARTICLE_WITH_TEXT.match(line) if alone is None else None
        match = alone or inline
        if match is None:
            return False
        number, letter = article_number(match[1]), match[2]
        clean = match[1].strip().isdecimal()  # a broken number ("2 4", "1O") must fit exactly
        if (number, letter) == self.last and not any(line.strip() for line in self.pending):
            return True  # a catchword without its dots, right above or below the heading
        if not self._follows(number, letter) and letter in ("O", "I", "l"):
            number, letter, clean = article_number(match[1] + letter), "", False
        follows = self._follows(number, letter)
        if not follows and not (clean and not letter and self._swallowed(number, index)):
            return False
        if self.later[number, letter] > 0 and self.refers(index):
            return False  # the heading itself is still to come
        self.begun, self.last = True, (number, letter)
        self.close()  # the heading just above this pasal
        above = (self.above[kind] for kind in HEADINGS if kind in self.above)
        title = " ".join(f"{heading.label} {heading.title}" for heading in above)
        label, path = f"Pasal {number}{letter}", f"pasal-{number}{letter.lower()}"
        self.start(PartKind.ARTICLE, label, path, title)
        if inline:
            self.pending = [inline[3]]
        return True

    def _follows(self, number: int, letter: str) -> bool:
        """Whether this pasal continues the count.

        The next number, or a letter inserted after the last one.
        """
        if not letter:
            return number == self.last[0] + 1
        return number == self.last[0] and letter == letter_after(self.last[1])

    def _swallowed(self, number: int, index: int) -> bool:
        """Whether the headings between are lost, and not still to come.

        The count goes on after this one.
        """
        last = self.last[0]
        at = bisect_right(self.plain, (index, 10_000))
        ahead = [n for _, n in self.plain[at : at + 2]]
        goes_on = not ahead or number + 1 in ahead or number + 2 in ahead[:1]
        if not goes_on or not last < number - 1 <= last + GAP:
            return False
        return not any(self.later[n, ""] > 0 for n in range(last + 1, number))

    def closing(self, index: int, line: str) -> bool:
        if (
            self.open is None
            or self.open.kind != PartKind.ARTICLE
            or not patterns.CLOSING.match(line)
        ):
            return False
        below = " ".join(self.lines[index : index + 7])
        if line.lstrip()[:4].lower() in ("agar", "supa"):
            if "memerintahkan" not in below:
                return False  # a pasal about promulgation says it too
        elif "tanggal" not in " ".join(self.lines[index : index + 4]).lower():
            return False
        self.close()
        self.closed = index
        return True
