"""The inventory read as columns: the same values that a table gives in, and an export gives out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Case, F, QuerySet, When
from django.db.models.expressions import Combinable

from infrastructure.domain.columns import MODELS, Column
from infrastructure.domain.parts import PARTS, Sees, everything
from infrastructure.domain.reading import AssetOf
from infrastructure.models import Asset
from infrastructure.vocabulary import AssetKind

AT_ONCE = 1000


def path_of(kind: AssetKind, column: Column) -> str:
    """Where a column lies, from the asset."""
    model = MODELS[kind]
    path = column.field if column.of_asset else f"{model._meta.model_name}__{column.field}"
    if not column.is_reference:
        return path
    if isinstance(column.reader, AssetOf):
        field: Any = model._meta.get_field(column.field)
        own = field.related_model is Asset
        return f"{path}__code" if own else f"{path}__asset__code"
    return f"{path}__code"


def expression_of(kind: AssetKind, column: Column, sees: Sees) -> Combinable:
    """The column, but nothing of another asset that the reader may not read."""
    path = path_of(kind, column)
    if isinstance(column.reader, AssetOf):
        rule = sees(path.removesuffix("code"))
        if rule:
            return Case(When(rule, then=F(path)), default=None)
    return F(path)


def read_rows(
    kind: AssetKind,
    assets: QuerySet[Asset],
    columns: Sequence[Column],
    sees: Sees = everything,
) -> list[tuple[int, list[Any]]]:
    """(id, values) of these assets: one query, and one for each column kept in rows of its own."""
    plain = [column for column in columns if not column.is_several]
    expressions = [expression_of(kind, column, sees) for column in plain]
    names = [f"_{n}" for n in range(len(plain))]
    rows = assets.annotate(**dict(zip(names, expressions, strict=True)))
    found = list(rows.values_list("pk", *names))
    keys = [row[0] for row in found]
    parts = {
        column.name: PARTS[column.name].held(keys, sees) if keys else {}
        for column in columns
        if column.is_several
    }
    held = [None if c.is_several else c.reader.held for c in columns]
    result = []
    for key, *values in found:
        given = iter(values)
        line = [
            parts[column.name].get(key, ()) if hold is None else hold(next(given))
            for column, hold in zip(columns, held, strict=True)
        ]
        result.append((key, line))
    return result


def all_rows(
    kind: AssetKind, assets: QuerySet[Asset], columns: Sequence[Column], sees: Sees
) -> Iterator[list[Any]]:
    """The values of all, a thousand at a time, by code."""
    last = ""
    while True:
        rows = assets.filter(kind=kind, code__gt=last).order_by("code")[:AT_ONCE]
        page = read_rows(kind, rows, (columns_code(columns), *columns), sees)
        for _, (_code, *line) in page:
            yield line
        if len(page) < AT_ONCE:
            return
        last = page[-1][1][0]


def columns_code(columns: Sequence[Column]) -> Column:
    return next(column for column in columns if column.name == "code")
