"""The address of a part that an officer writes or renames: the one that the reader would give it.

A heading's is its number under the heading around it, so that what an amendment says of "BAB II"
finds it, whoever wrote it.
"""

from __future__ import annotations

import re

from django.db.models import QuerySet
from django.utils.text import slugify

from egov.verbs.refusal import Invalid
from regulations.domain.parsing import patterns
from regulations.domain.parsing.numbers import ordinal, roman
from regulations.models import Provision
from regulations.vocabulary import HEADINGS, PartKind

LONGEST = 60  # letters of an address
# the groups of its pattern that hold a heading's number, and the one of its letter
NUMBERED = {
    PartKind.BOOK: (patterns.BOOK, (1,), 0),
    PartKind.CHAPTER: (patterns.CHAPTER, (1, 3), 2),
    PartKind.PART: (patterns.PART, (1,), 2),
    PartKind.PARAGRAPH: (patterns.PARAGRAPH, (1,), 2),
}


def part_path(kind: str, label: str, above: QuerySet[Provision]) -> str:
    """The address of a part: "Pasal 128A" -> "pasal-128a", "Bagian Kesatu" -> "bab-2-bagian-1".

    `above`: the parts that stand before it. Refuses a label that is none.
    """
    label = label.strip()
    if kind == PartKind.ARTICLE:
        return _article(label)
    number = _number(kind, label) if kind in HEADINGS else ""
    path = f"{kind}-{number}" if number else slugify(label)[:LONGEST]
    if not path:
        raise Invalid(
            "bad_label", "Tulis nama bagiannya, contoh BAB II atau Lampiran I.", field="label"
        )
    outer = _around(kind, above) if number else ""
    return f"{outer[: LONGEST - len(path) - 1]}-{path}" if outer else path


def _article(label: str) -> str:
    match = re.fullmatch(r"Pasal\s+(\d{1,4}\s?[A-Z]{0,2}|I{1,3}|IV)", label)
    if match is None:
        raise Invalid(
            "bad_label",
            f"“{label}” bukan nama pasal. Tulis seperti Pasal 12 atau Pasal 12A.",
            field="label",
        )
    return f"pasal-{match[1].replace(' ', '').lower()}"


def _number(kind: str, label: str) -> str:
    """A heading's number and letter: "BAB IIA" -> "2a". Empty where its name has none."""
    pattern, groups, letter = NUMBERED[PartKind(kind)]
    match = pattern.match(label) or pattern.match(label.upper())
    if match is None:
        return ""
    number = _value(next(filter(None, (match[group] for group in groups))))
    return f"{number}{(match[letter] or '').lower() if letter else ''}" if number else ""


def _value(printed: str) -> int:
    if printed.isdecimal():
        return int(printed)
    return roman(printed) if set(printed) <= set("IVXLC1l") else ordinal(printed)


def _around(kind: str, above: QuerySet[Provision]) -> str:
    """The address of the innermost heading under which a heading of this kind stands."""
    outside = HEADINGS[: HEADINGS.index(PartKind(kind))]
    rows = above.filter(kind__in=outside).order_by("position")
    around: dict[str, str] = {}
    for heading, path in rows.values_list("kind", "path"):
        inside = HEADINGS[HEADINGS.index(PartKind(heading)) :]
        around = {kind: path for kind, path in around.items() if kind not in inside}
        around[heading] = path
    return next((around[kind] for kind in reversed(outside) if kind in around), "")
