"""How much of a long text one page carries."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import Sum
from django.db.models.functions import Length

from regulations.domain.text.versions import Version, text_as_of
from regulations.models import LegalEvent, Provision, Regulation
from regulations.vocabulary import HEADINGS, PartKind

# letters; a longer text is read BAB by BAB, so that no page is heavy on a poor line
WHOLE_TEXT = 90_000


def fits_one_page(parts: Any) -> bool:
    """Whether the words of some parts are few enough to be read on one page."""
    size = parts.aggregate(size=Sum(Length("text") + Length("explanation")))["size"] or 0
    return bool(size <= WHOLE_TEXT)


def sheets(text: str) -> list[str]:
    """A long part, such as a Lampiran of tariffs, in pieces that a page can carry.

    Cut at line ends.
    """
    if len(text) <= WHOLE_TEXT:
        return [text]
    pieces, piece, size = [], list[str](), 0
    for line in _lines(text):
        if size + len(line) > WHOLE_TEXT and piece:
            pieces.append("\n".join(piece))
            piece, size = [], 0
        piece.append(line)
        size += len(line) + 1
    return [*pieces, "\n".join(piece)]


def _lines(text: str) -> Iterator[str]:
    """The lines of a text; one that is too long for a page in pieces."""
    for printed in text.split("\n"):
        yield from textwrap.wrap(printed, WHOLE_TEXT // 2) or [""]


def under_heading(
    regulation: Regulation,
    parts: Sequence[Provision],
    index: int,
    amendments: Sequence[LegalEvent],
    on: date,
) -> dict[str, Any]:
    """What stands under a heading: its pasal with their text.

    Or only its inner headings where that is too long for one page.
    """
    kind = PartKind(parts[index].kind)
    inner = (*HEADINGS[HEADINGS.index(kind) + 1 :], PartKind.ARTICLE) if kind in HEADINGS else ()
    end = next((i for i in range(index + 1, len(parts)) if parts[i].kind not in inner), len(parts))
    start = index + 1 if inner else index
    inside = regulation.provisions.filter(pk__in=[part.pk for part in parts[start:end]])
    whole = fits_one_page(inside)
    below = list(inside if whole else inside.defer("search", "text", "explanation"))
    rows: list[Version] = text_as_of(below, amendments, on)
    return {"parts": rows, "whole": whole, "after": parts[end] if end < len(parts) else None}
