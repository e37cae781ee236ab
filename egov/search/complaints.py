"""Is something broken now, or should something be built?

What is broken now waits for no musrenbang: who says so is shown where it is reported.
"""

from __future__ import annotations

from egov.search.names import normalise
from egov.search.queries import meanings


def is_complaint(text: str) -> bool:
    """Whether a text tells of something broken now, and does not propose anything."""
    known = meanings()
    words = [known.short.get(word, word) for word in normalise(text).split()]
    said = f" {' '.join(words)} "
    if any(f" {wish} " in said for wish in known.wishes):
        return False
    return any(f" {mark} " in said for mark in known.broken)
