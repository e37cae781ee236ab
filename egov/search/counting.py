"""How many rows a list has, told as far as people want to know it."""

from __future__ import annotations

import hashlib
from typing import Any

from egov.verbs.memory import remembered

MOST = 5_000
KEPT = 120  # seconds: whoever reads on does not count again


def count_to(rows: Any, page: Any, asked: str, most: int = MOST) -> int:
    """The number of rows, `most` + 1 where there are more; not asked where the page has all.

    `asked`: what the list was narrowed by, the same for the same rows.
    """
    if page.first and not page.next:
        return len(page.items)
    key = hashlib.sha256(f"{rows.model._meta.label}|{asked}|{most}".encode()).hexdigest()[:32]
    return remembered(f"count:{key}", KEPT, lambda: _count(rows, most))


def _count(rows: Any, most: int) -> int:
    count: int = rows.order_by()[: most + 1].count()
    return count
