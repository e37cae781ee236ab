"""A PDF's text, page by page, without what the printer added: running heads, broken hyphens."""

from __future__ import annotations

import re
from collections import Counter

import pypdfium2

MIN_LETTERS = 100  # a page with fewer is a picture
PAGE_BREAK = "\n\f"  # a form feed opens each page after the first
EDGE = 3  # lines at the top and the foot of a page where a running head may stand
_HEADING = re.compile(r"^\s*(?:BUKU|BAB|Bagian|Paragraf|Pasal|LAMPIRAN|PENJELASAN)\b")
_HYPHEN = re.compile(r"(\w+)\ufffe(\w+)")


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
    cleaned = [_HYPHEN.sub(_rejoin, page.replace("\r\n", "\n")).replace("\ufffe", "").replace("\x00", "") for page in pages]
    return PAGE_BREAK.join(without_running_heads(cleaned)), empty * 2 > len(pages)


def _rejoin(found: re.Match[str]) -> str:
    """A word broken at a line's end: the hyphen stays where it doubles the word (masing-masing, perundang-undangan)."""
    left, right = found[1], found[2]
    doubled = any(left.lower().endswith(right[:size].lower()) for size in range(min(len(left), len(right)), 3, -1))
    return f"{left}-{right}" if doubled else f"{left}{right}"


def without_running_heads(pages: list[str]) -> list[str]:
    """The pages without lines that stand at the edge of a third of them and more; a heading of the text never counts as one."""
    if len(pages) < EDGE:
        return pages
    split = [page.split("\n") for page in pages]
    edges = [[i for i, line in enumerate(lines) if line.strip()] for lines in split]
    seen = Counter(line for lines, kept in zip(split, edges, strict=True) for line in {lines[i].strip() for i in {*kept[:EDGE], *kept[-EDGE:]}})
    running = {line for line, count in seen.items() if count >= max(3, len(pages) / 3) and len(line) > 3 and not _HEADING.match(line)}
    return [
        "\n".join(line for i, line in enumerate(lines) if not (line.strip() in running and i in {*kept[:EDGE], *kept[-EDGE:]}))
        for lines, kept in zip(split, edges, strict=True)
    ]
