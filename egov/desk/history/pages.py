"""One history out of several tables: each keeps its own order, the newest of all comes first."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

ROWS = 100
KEY = re.compile(r"[0-9]{0,18}")  # one with more digits is none of ours


@dataclass(frozen=True)
class Change:
    """One field, as it read before and after; `before` is empty where nothing was known."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Line:
    """What happened, when, by whom ("" where the sentence says it), and what it changed."""

    at: datetime
    sentence: str
    by: str = ""
    note: str = ""
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Source:
    """Rows of one table, ordered by a number that only grows; `speak` makes a line of each."""

    rows: QuerySet[Any]
    key: str
    when: Callable[[Any], datetime]
    speak: Callable[[Sequence[Any]], list[Line]]

    def newest(self, before: int | None) -> list[Any]:
        """One row more than a page holds: whether it is there says whether older ones are."""
        rows = self.rows if before is None else self.rows.filter(**{f"{self.key}__lt": before})
        return list(rows.order_by(f"-{self.key}")[: ROWS + 1])


@dataclass(frozen=True)
class Page:
    """Up to ROWS lines. `older` is where the next page begins, "" where nothing is older."""

    lines: list[Line]
    older: str
    first: bool


def page_of(sources: Sequence[Source], before: str = "") -> Page:
    """The newest lines, or those before what another page gave as `older`; else it begins anew."""
    bounds = _bounds(before, len(sources))
    read = [source.newest(bound) for source, bound in zip(sources, bounds, strict=True)]
    taken: list[list[Any]] = [[] for _ in sources]
    order: list[int] = []
    while len(order) < ROWS:
        heads = [i for i, rows in enumerate(read) if len(taken[i]) < len(rows)]
        if not heads:
            break
        newest = max(heads, key=lambda i: sources[i].when(read[i][len(taken[i])]))
        taken[newest].append(read[newest][len(taken[newest])])
        order.append(newest)
    spoken = [iter(source.speak(taken[i]) if taken[i] else []) for i, source in enumerate(sources)]
    lines = [next(spoken[i]) for i in order]
    more = any(len(rows) > len(mine) for rows, mine in zip(read, taken, strict=True))
    for i, source in enumerate(sources):
        bounds[i] = getattr(taken[i][-1], source.key) if taken[i] else bounds[i]
    older = ".".join("" if key is None else str(key) for key in bounds)
    return Page(lines, older if more else "", not before)


def _bounds(before: str, count: int) -> list[int | None]:
    """One number for each table, None where no row of it was shown yet."""
    parts = before.split(".")
    if len(parts) != count or not all(KEY.fullmatch(part) for part in parts):
        return [None] * count
    return [int(p) if p else None for p in parts]
