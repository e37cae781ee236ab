"""What differs between two texts, word by word."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from egov.web.html import plain_text
from news.models import Edition

COMPARED = ("title", "lead", "body", "claim", "evidence")
MOST_WORDS = 12_000


def compare(before: Edition, after: Edition) -> SafeString:
    """The newer text with what went as <del> and what came as <ins>."""
    old, new = (_words(edition) for edition in (before, after))
    parts = " ".join(_told(old, new))
    return mark_safe(parts)  # noqa: S308 - every word is escaped below


def _words(edition: Edition) -> list[str]:
    texts = (plain_text(getattr(edition, name)) for name in COMPARED)
    return " ".join(texts).split()[:MOST_WORDS]


def _told(old: list[str], new: list[str]) -> Iterator[str]:
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = escape(" ".join(old[i:j])), escape(" ".join(new[k:m]))
        if tag == "equal":
            yield come
            continue
        if gone:
            yield f"<del>{gone}</del>"
        if come:
            yield f"<ins>{come}</ins>"
