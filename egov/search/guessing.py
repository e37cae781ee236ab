"""What may have been meant: words near to one that nobody wrote, and words that begin so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from egov.search.names import normalise
from egov.search.queries import meanings

NEAR = 0.25  # how alike a word must look to be compared letter by letter
SHOWN = 8
SHORTEST = 5  # letters of a word that is corrected: of fewer too many others are near
_NEAREST = """
SELECT typed, near.word FROM unnest(%(words)s::text[]) AS typed
JOIN LATERAL (
    SELECT word, n FROM search_word
    WHERE word %% typed AND abs(length(word) - length(typed)) < 3
    ORDER BY similarity(word, typed) DESC, n DESC LIMIT 8
) AS near ON true
WHERE NOT EXISTS (SELECT 1 FROM search_word WHERE word = typed)
ORDER BY near.n DESC, near.word
"""
# a word shows where more titles hold it than there are hidden ones with it: early, late, or changed
# and not yet read again. Where too much is hidden to ask, nothing is told.
_SHOWN = """
WITH asked AS MATERIALIZED ({asked}), hidden AS MATERIALIZED (
    (SELECT words FROM search_entry WHERE visible_from > %(now)s LIMIT %(most)s)
    UNION ALL (SELECT words FROM search_entry WHERE visible_until <= %(now)s LIMIT %(most)s)
    UNION ALL (
        SELECT e.words FROM search_pending p JOIN search_entry e
        ON e.kind = p.kind AND e.source_id = p.source_id LIMIT %(most)s
    )
)
SELECT w.word FROM asked w
WHERE (SELECT count(*) FROM hidden) < %(most)s
AND w.n > (
    SELECT count(*) FROM hidden h
    WHERE h.words @@ plainto_tsquery('indonesian', search_stemmable_words(w.word))
)
ORDER BY w.n DESC, w.word LIMIT %(limit)s
"""
MOST_HIDDEN = 5000
_NAMED = "SELECT word, n FROM search_word WHERE word = ANY(%(words)s)"
# by the first two letters the index has them in this order, however many begin so
_BEGINNING = """
SELECT word, n FROM search_word WHERE "left"(word, 2) = %(two)s AND word LIKE %(begin)s
ORDER BY n DESC, word LIMIT %(limit)s * 2
"""


def distance(one: str, other: str) -> int:
    """How many letters are wrong, missing, too many, or in each other's place."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        row = [i]
        for j, beside in enumerate(other, start=1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != beside))
            if i > 1 and j > 1 and letter == other[j - 2] and beside == one[i - 2]:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]


def corrected(words: Sequence[str], now: datetime) -> list[str]:
    """The same words with the nearest known one for each that no title has; [] if none is near."""
    known = meanings()
    typed = [
        word for word in " ".join(words).split() if len(word) >= SHORTEST and not known.of(word)
    ]
    if not typed:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [str(NEAR)])
        cursor.execute(_NEAREST, {"words": typed})
        pairs = cursor.fetchall()
    near = {word: _nearest(word, [w for t, w in pairs if t == word]) for word in typed}
    named = [word for word in near.values() if word]
    shown = set(_shown(_NAMED, now, len(named), words=named) if named else [])
    better = {word: meant for word, meant in near.items() if meant in shown}
    if not better:
        return []
    return [" ".join(better.get(word, word) for word in phrase.split()) for phrase in words]


def _nearest(typed: str, words: Sequence[str]) -> str:
    """The word with the fewest wrong letters, the more common one first; "" beyond two."""
    most = 1 if len(typed) == SHORTEST else 2
    close = [(distance(typed, word), place, word) for place, word in enumerate(words)]
    best = min(close, default=(most + 1, 0, ""))
    return best[2] if best[0] <= most else ""


def suggestions(text: str, now: datetime) -> list[str]:
    """What titles that everybody may see begin the last word with; from two letters on."""
    plain = normalise(text)
    before, _, last = plain.rpartition(" ")
    if len(last) < 2:
        return []
    words = _shown(_BEGINNING, now, SHOWN, two=last[:2], begin=f"{last}%")
    return [f"{before} {word}".strip() for word in words]


def _shown(asked: str, now: datetime, limit: int, **values: Any) -> list[str]:
    """Of the words asked for those that stand in something that shows now, the commonest first."""
    values |= {"now": now, "most": MOST_HIDDEN, "limit": limit}
    with connection.cursor() as cursor:
        cursor.execute(_SHOWN.format(asked=asked), values)
        return [row[0] for row in cursor.fetchall()]
