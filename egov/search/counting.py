"""How many rows a list has, told as far as people want to know it."""

from __future__ import annotations

from typing import Any

MOST = 5_000


def count_to(rows: Any, page: Any, most: int = MOST) -> int:
    """The number of rows, `most` + 1 where there are more; not asked where the page has all."""
    if page.first and not page.next:
        return len(page.items)
    count: int = rows.order_by()[: most + 1].count()
    return count
