"""Pages by key, not by number: the same cost on page one and on page ten thousand, and nothing is counted."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

from egov.acts.refusal import Invalid

CURSOR = re.compile(r"^[A-Za-z0-9_-]+$")  # base64url without its padding
M = TypeVar("M", bound=Model)
BAD_CURSOR = Invalid("bad_cursor", "Alamat halaman ini tidak lengkap. Mulai lagi dari halaman pertama.", field="sesudah")


@dataclass(frozen=True)
class Page(Generic[M]):
    items: list[M]
    next: str  # the cursor of the following page; empty at the end
    first: bool


def _encode(values: list[Any]) -> str:
    raw = json.dumps([str(v) if v is not None else None for v in values], separators=(",", ":"))
    return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")


def _decode(cursor: str, size: int) -> list[str]:
    if not CURSOR.match(cursor):
        raise BAD_CURSOR
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, RecursionError):
        values = None
    if not isinstance(values, list) or len(values) != size:
        raise BAD_CURSOR
    if not all(isinstance(v, str) and len(v) < 300 and v.isprintable() for v in values):
        raise BAD_CURSOR
    return values


def _read(model: type[Model], names: list[str], cursor: str) -> list[Any]:
    """The cursor's values as their columns hold them: a number too large for one is no cursor."""
    texts = _decode(cursor, len(names))
    columns: list[Any] = [model._meta.get_field(name) for name in names]
    try:
        return [column.clean(text, None) for column, text in zip(columns, texts, strict=True)]
    except ValidationError:
        raise BAD_CURSOR from None


def keyset_page(rows: QuerySet[M], *, order: tuple[str, ...], cursor: str = "", size: int = 25) -> Page[M]:
    """The page after `cursor`. `order` are plain non-null columns, all in one direction, the last one unique: ("-cost", "-id")."""
    names = [name.removeprefix("-") for name in order]
    descending = order[0].startswith("-")
    page = rows.order_by(*order)
    if cursor:
        values = _read(rows.model, names, cursor)
        after = Q(pk__in=[])
        for index, name in enumerate(names):
            same = Q(**dict(zip(names[:index], values[:index], strict=True)))
            after |= same & Q(**{f"{name}__{'lt' if descending else 'gt'}": values[index]})
        page = page.filter(after)
    items = list(page[: size + 1])
    more = len(items) > size
    items = items[:size]
    following = _encode([getattr(items[-1], name) for name in names]) if more else ""
    return Page(items, following, first=not cursor)
