"""A PDF's text, page by page, without what the printer added.

Running heads, page numbers, catchwords, broken hyphens.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import pypdfium2

from regulations.limits import MAX_LETTERS, MAX_OBJECTS, MAX_PAGES, Unreadable

MIN_LETTERS = 100  # a page with fewer is a picture
PAGE_BREAK = "\n\f"  # a form feed opens each page after the first
LONGEST_CATCHWORD = 200  # letters of its line
EDGE = 3  # lines at the top and the foot of a page where a running head may stand
_HEADING = re.compile(
    r"^\s*(?:BUKU|BAB|Bagian|BAGIAN|Paragraf|PARAGRAF|Pasal|PASAL|LAMPIRAN|PENJELASAN)\b"
)
_CONTENT = re.compile(
    r"(?:cukup\s+jelas|^\s*(?:\(\w+\)|[a-z]\.|Ayat|Huruf|Angka)|[.;:]\s*$)", re.IGNORECASE
)
BROKEN = "\ufffe"  # pdfium's mark of a hyphen at a line's end
LONGEST = 60  # letters of a word: what is longer is none
_BROKEN_LINE = re.compile(rf"{BROKEN}([^\W\d_]\w*)")
_BROKEN_PAGE = re.compile(rf"{BROKEN}\s*([^\W\d_]\w*)")
_SOFT_HYPHEN = re.compile(r"\xad\s*")
_ENDS_LINE = re.compile(
    rf"{BROKEN}(?=\s*(?:\d|[-–—]|www\.|https?:|[^\s{BROKEN}]{{0,{LONGEST}}}\.go\.id))"
)
_NUMBER = re.compile(
    r"^\s*(?:[-–—~]\s*\d{1,3}\s*[-–—~]|\d{1,3}(?:\s*[-–—~])?|(?:Halaman|Page)\s+\d+.*"
    r"|\d{1,3}\s*/\s*\d{1,3}|\d+\s*\|\s*P\s*a\s*g\s*e)\s*$"
)
# the State Secretariat's sheet number
_SHEET = re.compile(r"^\s*SK\s*No\.?\s*\d+(?:\s*[A-Z])?\s*$")
_CATCHWORD = re.compile(r"^\s*(?:\S+\s+){0,5}\S*\s?(?:\.\s?\.\s?\.?|…)[.\s…]*$")
_LETTERHEAD = re.compile(r"^\s*(?:WALI\s?KOTA|BUPATI|GUBERNUR|PROVINSI)\s[A-Z\s]+$")


@dataclass(frozen=True)
class PdfText:
    """What a PDF says.

    `needs_ocr`: most of its pages hold no text.
    `damaged`: the pages, from 1, that could not be read.
    """

    text: str
    needs_ocr: bool
    pages: int
    damaged: tuple[int, ...] = ()


def read_pdf(
    content: bytes, *, first: int = MAX_PAGES, on_page: Callable[[int, int], None] | None = None
) -> PdfText:
    """The text of a PDF's `first` pages. Raises Unreadable.

    `on_page` is told (page, of how many) after each.
    """
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise Unreadable("pdf_locked" if locked else "not_a_pdf") from None
    try:
        of = len(document)
        if of > MAX_PAGES:
            raise Unreadable("too_many_pages")
        pages: list[str] = []
        damaged: list[int] = []
        letters = 0
        for number in range(1, min(of, first) + 1):
            text = _page_text(document, number - 1)
            letters += len(text or "")
            if letters > MAX_LETTERS:
                raise Unreadable("too_many_letters")
            if text is None:
                damaged.append(number)
            # a damaged page keeps its place: the others keep their numbers
            pages.append(text or "")
            if on_page is not None:
                on_page(number, min(of, first))
    finally:
        document.close()
    if len(damaged) == len(pages):
        raise Unreadable("pdf_damaged")
    empty = sum(len(re.findall(r"[A-Za-z]", page)) < MIN_LETTERS for page in pages)
    return PdfText(joined(pages), empty * 2 > len(pages), of, tuple(damaged))


def _page_text(document: pypdfium2.PdfDocument, index: int) -> str | None:
    """The text of one page as it is printed.

    None where the page is damaged or holds more than anyone draws.
    """
    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        return None
    try:
        if pypdfium2.raw.FPDFPage_CountObjects(page) > MAX_OBJECTS:
            return None
        text: str = page.get_textpage().get_text_range()
    except pypdfium2.PdfiumError:
        return None
    finally:
        page.close()  # with all that was unpacked for it
    return text


def joined(pages: list[str]) -> str:
    """The pages as one text, without the printer's own lines.

    With words broken over two pages made whole.
    """
    text = PAGE_BREAK.join(clean_pages([_plain(page) for page in pages]))
    return _BROKEN_PAGE.sub(_rejoin, text).replace(BROKEN, "")


def _plain(page: str) -> str:
    """Without what no XML and no database holds, and with words that a line's end broke made whole.

    A word broken at the page's end is left with its mark: what follows it there is the foot of
    the page.
    """
    text = _SOFT_HYPHEN.sub(BROKEN, page.replace("\r\n", "\n"))
    text = _ENDS_LINE.sub(f"{BROKEN}\n", text)
    return re.sub(r"[\x00-\x08\x0b-\x1f\uffff]", "", _BROKEN_LINE.sub(_rejoin, text))


def _rejoin(match: re.Match[str]) -> str:
    """A word broken at a line's end.

    The hyphen stays where it doubles the word (masing-masing, perundang-undangan).
    What stands left of the mark is read backwards from it, no further than a word is long: a
    search that begins at every letter for a mark that never comes costs the square of the letters.
    """
    before = match.string[max(0, match.start() - LONGEST) : match.start()]
    word = re.match(r"\w*", before[::-1])
    left, right = (word[0][::-1] if word else "").lower(), match[1].lower()
    if not left:
        return match[0]
    longest = min(len(left), len(right))
    doubled = left == right or any(left.endswith(right[:size]) for size in range(longest, 3, -1))
    return f"-{match[1]}" if doubled else match[1]


def _masked(line: str) -> str:
    return re.sub(r"\d+", "#", line.strip())


def clean_pages(pages: list[str]) -> list[str]:
    """The pages without what the printer set at their edges.

    Page numbers, sheet numbers and catchwords, and lines that stand there on a third of the pages
    and more. A heading of the text, or a line that reads like its content, never counts as one.
    """
    split, edges = [], []
    seen: Counter[str] = Counter()
    for page in pages:
        lines = [line for line in page.split("\n") if not _SHEET.match(line)]
        kept = [i for i, line in enumerate(lines) if line.strip()]
        top, foot = kept[:EDGE], kept[-EDGE:]
        split.append(lines)
        edges.append((top, foot))
        seen.update({_masked(lines[i]) for i in {*top, *foot}})
    often = max(3, len(pages) / 3)
    offset = _numbering(split, edges)
    cleaned = []
    for number, (lines, (top, foot)) in enumerate(zip(split, edges, strict=True)):
        edge = {*top, *foot}
        drop = {i for i in edge if _running(lines[i], seen, often) or _is_page_number(lines[i])}
        for outer in (top[:1], foot[-1:]):
            drop |= {i for i in outer if _bare(lines[i]) and int(lines[i]) - number == offset}
        last = next((i for i in reversed(foot) if i not in drop), None)
        if last is not None and number + 1 < len(pages) and _is_catchword(lines[last]):
            drop.add(last)
        if number == 0:
            drop |= {i for i in foot if i > len(lines) / 2 and _LETTERHEAD.match(lines[i])}
        cleaned.append("\n".join(line for i, line in enumerate(lines) if i not in drop))
    return cleaned


def _bare(line: str) -> bool:
    """Whether nothing but a number stands on a line, one that a page may have."""
    plain = line.strip()
    return plain.isdecimal() and len(plain) <= 4


def _is_page_number(line: str) -> bool:
    """Whether a line is a number set as no text sets one: "- 3 -", "Halaman 3"."""
    return _NUMBER.match(line) is not None and not line.strip().isdecimal()


def _is_catchword(line: str) -> bool:
    return len(line) <= LONGEST_CATCHWORD and ":" not in line and _CATCHWORD.match(line) is not None


def _numbering(split: list[list[str]], edges: list[tuple[list[int], list[int]]]) -> int | None:
    """By how much a bare number at the outermost line runs ahead of the page's index.

    On most of the pages that have one; else None.
    """
    offsets: Counter[int] = Counter()
    for number, (lines, (top, foot)) in enumerate(zip(split, edges, strict=True)):
        outermost = (lines[i] for i in {*top[:1], *foot[-1:]})
        offsets.update(int(line) - number for line in outermost if _bare(line))
    offset, count = offsets.most_common(1)[0] if offsets else (None, 0)
    return offset if count >= min(2, len(split)) else None


def _running(line: str, seen: Counter[str], often: float) -> bool:
    plain = line.strip()
    if plain.isdecimal() or len(plain) <= 3 or _HEADING.match(line) or _CONTENT.search(line):
        return False
    return seen[_masked(line)] >= often
