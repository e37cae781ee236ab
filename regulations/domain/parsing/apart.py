"""A PDF from outside is read in a process of its own (`egov.verbs.apart`).

`python -m regulations.domain.parsing.apart` is that process. It says {"page": 3, "of": 40} for
each page, then as its end {"read": …} or {"refused": code}.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from egov.verbs.apart import Stopped, failed, messages, say, serve
from regulations.domain.parsing.grammar import parse
from regulations.domain.parsing.parts import Part, Structure
from regulations.domain.parsing.pdf import PdfText, read_pdf
from regulations.limits import MAX_LETTERS, SENTENCES, STOPPED, Limits, Unreadable
from regulations.vocabulary import PartKind

MODULE = "regulations.domain.parsing.apart"
LONGEST_LINE = 3 * 12 * MAX_LETTERS  # bytes of an answer: text and parts, a letter as 12 at most
DATES = ("enacted_on", "commences_on", "promulgated_on")
# of a Structure, beside its parts and dates
KEPT = ("kind", "number", "year", "title", "place", "gazette", "amending")

OnPage = Callable[[int, int], None]


@dataclass(frozen=True)
class Reading:
    """A PDF's text and the parts found in it; no parts where it needs OCR."""

    pdf: PdfText
    found: Structure


def read_apart(
    content: bytes, limits: Limits, on_page: OnPage = lambda _page, _of: None
) -> Reading:
    """Reads a PDF in its own process. Raises Unreadable, also where that was stopped or died.

    A fault of ours is told as such ("reading_failed") and noted by its place, without a word of
    the text.
    """
    try:
        answer = _converse(content, limits, on_page)
        if "read" in answer:
            return _reading(answer["read"])
        if answer["refused"] not in SENTENCES:
            raise failed(MODULE, str(answer["refused"]))
    except Stopped as stopped:
        raise Unreadable(STOPPED[stopped.reason]) from None
    raise Unreadable(answer["refused"])


def _converse(content: bytes, limits: Limits, on_page: OnPage) -> dict[str, Any]:
    """Hears of pages until the answer."""
    told = messages(MODULE, content, limits, arguments=[limits.pages], longest=LONGEST_LINE)
    for message in told:
        if "page" in message:
            on_page(message["page"], message["of"])
    return message


def _reading(answer: dict[str, Any]) -> Reading:
    pdf = PdfText(answer["text"], answer["needs_ocr"], answer["pages"], tuple(answer["damaged"]))
    parts = [Part(PartKind(kind), *rest) for kind, *rest in answer["parts"]]
    plain = {name: answer[name] for name in KEPT}
    structure = Structure(parts=parts, explanation=answer["explanation"], **plain)
    for name in DATES:
        setattr(structure, name, date.fromisoformat(answer[name]) if answer[name] else None)
    return Reading(pdf, structure)


def _answer(pdf: PdfText) -> dict[str, Any]:
    structure = Structure() if pdf.needs_ocr else parse(pdf.text)
    parts = [[p.kind, p.label, p.path, p.title, p.text, p.page] for p in structure.parts]
    letters = sum(len(p.title) + len(p.text) for p in structure.parts)
    letters += sum(map(len, structure.explanation.values()))
    if letters > 2 * MAX_LETTERS:  # a Penjelasan that a hostile heading sets beside many pasal
        raise Unreadable("too_many_letters")
    days = {name: day.isoformat() if (day := getattr(structure, name)) else "" for name in DATES}
    kept = {name: getattr(structure, name) for name in KEPT}
    return {**asdict(pdf), **days, **kept, "parts": parts, "explanation": structure.explanation}


def _tell(content: bytes, numbers: list[int]) -> None:
    """Reads in the process of its own: `numbers` holds how many pages, from the first."""
    try:
        pdf = read_pdf(
            content, first=numbers[0], on_page=lambda page, of: say({"page": page, "of": of})
        )
        say({"end": True, "read": _answer(pdf)})
    except Unreadable as unreadable:
        say({"end": True, "refused": unreadable.code})


if __name__ == "__main__":
    serve(_tell, sys.argv[1:])
