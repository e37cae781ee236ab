"""A PDF's text, page by page, without what the printer added: running heads, page numbers, catchwords, broken hyphens."""

from __future__ import annotations

import re
from collections import Counter

import pypdfium2

MIN_LETTERS = 100  # a page with fewer is a picture
PAGE_BREAK = "\n\f"  # a form feed opens each page after the first
EDGE = 3  # lines at the top and the foot of a page where a running head may stand
_HEADING = re.compile(r"^\s*(?:BUKU|BAB|Bagian|BAGIAN|Paragraf|PARAGRAF|Pasal|PASAL|LAMPIRAN|PENJELASAN)\b")
_CONTENT = re.compile(r"(?:cukup\s+jelas|^\s*(?:\(\w+\)|[a-z]\.|Ayat|Huruf|Angka)|[.;:]\s*$)", re.IGNORECASE)
_HYPHEN = re.compile(r"(\w+)\ufffe(\w+)")
_NUMBER = re.compile(
    r"^\s*(?:[-–—~]\s*\d{1,3}\s*[-–—~]|\d{1,3}\s*[-–—~]?|(?:Halaman|Page)\s+\d+.*|\d{1,3}\s*/\s*\d{1,3}|\d+\s*\|\s*P\s*a\s*g\s*e)\s*$"
)
_SHEET = re.compile(r"^\s*SK\s*No\.?\s*\d+\s*[A-Z]?\s*$")  # the State Secretariat's sheet number
_CATCHWORD = re.compile(r"^\s*(?:\S+\s+){0,5}\S*\s?(?:\.\s?\.\s?\.?|…)[.\s…]*$")
_LETTERHEAD = re.compile(r"^\s*(?:(?:WALI\s?KOTA|BUPATI|GUBERNUR)\s+[A-Z ]+|PROVINSI\s+[A-Z ]+)\s*$")


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
    return PAGE_BREAK.join(clean_pages([_plain(page) for page in pages])), empty * 2 > len(pages)


def _plain(page: str) -> str:
    """Without what no XML and no database holds, and with words that a line's end broke made whole."""
    return re.sub(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]", "", _HYPHEN.sub(_rejoin, page.replace("\r\n", "\n")))


def _rejoin(found: re.Match[str]) -> str:
    """A word broken at a line's end: the hyphen stays where it doubles the word (masing-masing, perundang-undangan)."""
    left, right = found[1], found[2]
    doubled = left.lower() == right.lower() or any(left.lower().endswith(right[:size].lower()) for size in range(min(len(left), len(right)), 3, -1))
    return f"{left}-{right}" if doubled else f"{left}{right}"


def _masked(line: str) -> str:
    return re.sub(r"\d+", "#", line.strip())


def clean_pages(pages: list[str]) -> list[str]:
    """The pages without page numbers, sheet numbers and catchwords at their edges, and without lines that stand there on a third of
    the pages and more. A heading of the text, or a line that reads like its content, never counts as one."""
    split = [page.split("\n") for page in pages]
    edges = []
    for lines in split:
        kept = [i for i, line in enumerate(lines) if line.strip()]
        edges.append({*kept[:EDGE], *kept[-EDGE:]})
    seen = Counter(masked for lines, edge in zip(split, edges, strict=True) for masked in {_masked(lines[i]) for i in edge})
    often = max(3, len(pages) / 3)
    cleaned = []
    for number, (lines, edge) in enumerate(zip(split, edges, strict=True)):
        last = max(edge, default=0)
        while last in edge and (_is_number(lines[last], len(pages)) or _SHEET.match(lines[last])):
            last -= 1  # a catchword stands above the sheet's number
        cleaned.append(
            "\n".join(
                line
                for i, line in enumerate(lines)
                if not _SHEET.match(line)
                and not (i in edge and _printers(line, seen, often, len(pages)))
                and not (i == last and number + 1 < len(pages) and _CATCHWORD.match(line) and line.strip())
                and not (number == 0 and i in edge and i > len(lines) / 2 and _LETTERHEAD.match(line))
            )
        )
    return cleaned


def _is_number(line: str, pages: int) -> bool:
    """Whether a line is the page's number; a bare number far beyond the pages there are belongs to the text."""
    bare = line.strip()
    return _NUMBER.match(line) is not None and not (bare.isdecimal() and int(bare) > pages + 20)


def _printers(line: str, seen: Counter[str], often: float, pages: int) -> bool:
    if _is_number(line, pages):
        return True
    if line.strip().isdecimal():
        return False
    return seen[_masked(line)] >= often and len(line.strip()) > 3 and not _HEADING.match(line) and not _CONTENT.search(line)
