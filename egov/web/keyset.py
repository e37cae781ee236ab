"""Pages by key, not by number: page ten thousand costs what page one costs, and nothing is counted.

The key is compared as a row, `(cost, id) < (…, …)`: only so does PostgreSQL begin in the middle
of the index, where `cost < … OR (cost = … AND id < …)` has it read all that stands before.

"At most, and not that row" rather than "less": PostgreSQL guesses how many rows follow by the first
column alone, and would take the last tie (all those that nobody supports) for the end of the list.
"""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.db.models.fields.tuple_lookups import TupleGreaterThanOrEqual, TupleLessThanOrEqual

from egov.verbs.refusal import Invalid

CURSOR = re.compile(r"^[A-Za-z0-9_-]+$")  # base64url without its padding
M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Page(Generic[M]):
    items: list[M]
    next: str  # the cursor of the following page; empty at the end
    first: bool


def encode(values: list[Any]) -> str:
    """The cursor after a row with these values."""
    raw = json.dumps([str(value) for value in values], separators=(",", ":"))
    return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")


def _bad_cursor() -> Invalid:
    """A new one each time: what is raised again keeps the frames of the first, and their rows."""
    sentence = "Alamat halaman ini tidak lengkap. Mulai lagi dari halaman pertama."
    return Invalid("bad_cursor", sentence, field="sesudah")


def _is_plain(value: Any) -> bool:
    return isinstance(value, str) and len(value) < 300 and value.isprintable()


def _decode(cursor: str, columns: list[Any]) -> list[Any]:
    """The values of a cursor, each as its column holds it.

    A wrong one is refused before any SQL.
    """
    if not CURSOR.match(cursor):
        raise _bad_cursor()
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(values, list) or not all(_is_plain(value) for value in values):
            raise _bad_cursor()
        return [column.clean(v, None) for column, v in zip(columns, values, strict=True)]
    except (ValueError, ValidationError, RecursionError):
        raise _bad_cursor() from None


def keyset_page(
    rows: QuerySet[M],
    *,
    order: tuple[str, ...],
    cursor: str = "",
    size: int = 25,
) -> Page[M]:
    """The page after `cursor`. `order` are plain columns, the last one unique: ("-cost", "-id").

    They are never null, since a row with a null compares as neither less nor greater, and all go in
    one direction, as one comparison of rows does.
    """
    names = [name.removeprefix("-") for name in order]
    columns = [rows.model._meta.get_field(name) for name in names]
    descending = order[0].startswith("-")
    assert all(name.startswith("-") == descending for name in order)
    assert not any(column.null for column in columns)
    page = rows.order_by(*order)
    if cursor:
        values = _decode(cursor, columns)
        beyond = TupleLessThanOrEqual if descending else TupleGreaterThanOrEqual
        page = page.filter(beyond(tuple(names), values)).exclude(**{names[-1]: values[-1]})
    items = list(page[: size + 1])
    more = len(items) > size
    items = items[:size]
    following = encode([getattr(items[-1], name) for name in names]) if more else ""
    return Page(items, following, first=not cursor)
