"""The inventory read as columns: the same values that a table gives in, and an export gives out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, F, Q, QuerySet, When
from django.db.models.expressions import Combinable

from egov.accounts.models import User
from infrastructure.domain.columns import CODE, COMMON, MODELS, Column, columns_of
from infrastructure.domain.naming import AssetOf
from infrastructure.domain.parts import PARTS
from infrastructure.models import Asset, inner_assets, visible_assets
from infrastructure.vocabulary import AssetKind

AT_ONCE = 1000


class Sight:
    """What one reader may know of the assets that a row names, and of its own inside."""

    def __init__(self, user: User | AnonymousUser | None) -> None:
        self.user = user

    def asset(self, prefix: str) -> Q:
        return visible_assets(self.user, prefix)

    @property
    def inside(self) -> Q:
        return inner_assets(self.user)

    @property
    def narrow(self) -> bool:
        """Whether anything is hidden from this reader."""
        return bool(self.asset(""))


class _WholeSight(Sight):
    def asset(self, _prefix: str) -> Q:
        return Q()

    @property
    def inside(self) -> Q:
        return Q()


WHOLE = _WholeSight(None)


def told_columns(kind: AssetKind | None, *, in_list: bool = False) -> tuple[Column, ...]:
    """What is given out of a kind; of all kinds, what every asset has."""
    columns = (CODE, *COMMON) if kind is None else columns_of(kind)
    return tuple(c for c in columns if c.given_out and (c.listed or not in_list))


def path_of(kind: AssetKind | None, column: Column) -> str:
    """Where a column lies, from the asset."""
    if column.of_asset or kind is None:
        return f"{column.field}__code" if column.is_reference else column.field
    model = MODELS[kind]
    path = f"{model._meta.model_name}__{column.field}"
    if isinstance(column.reader, AssetOf):
        field: Any = model._meta.get_field(column.field)
        return f"{path}__code" if field.related_model is Asset else f"{path}__asset__code"
    return f"{path}__code" if column.is_reference else path


def expression_of(kind: AssetKind | None, column: Column, sight: Sight) -> Combinable:
    """The column, and nothing that the reader may not know."""
    path = path_of(kind, column)
    rule = Q()
    if isinstance(column.reader, AssetOf):
        rule = sight.asset(path.removesuffix("code"))
    elif column.inner:
        rule = sight.inside
    return Case(When(rule, then=F(path)), default=None) if rule else F(path)


def select(
    kind: AssetKind | None, assets: QuerySet[Asset], columns: Sequence[Column], sight: Sight
) -> QuerySet[Any]:
    """These assets as rows (id, code, kind, c0, c1, ...), a column each that lies in one value."""
    plain = [column for column in columns if not column.is_several]
    named = {f"c{n}": expression_of(kind, column, sight) for n, column in enumerate(plain)}
    annotated = assets.annotate(**named)
    rows: QuerySet[Any] = annotated.values_list("id", "code", "kind", *named, named=True)
    return rows


def finish(columns: Sequence[Column], rows: Sequence[Any], sight: Sight) -> list[list[Any]]:
    """The values of rows that `select` gave, in the order of the columns."""
    keys = [row[0] for row in rows]
    lines = [list(row[3:]) for row in rows]
    for n, column in enumerate(columns):
        if column.is_several:
            held = PARTS[column.name].held(keys, sight.asset) if keys else {}
            for key, line in zip(keys, lines, strict=True):
                line.insert(n, held.get(key, ()))
        elif column.converts:
            hold = column.reader.held
            for line in lines:
                line[n] = hold(line[n])
    return lines


def read_rows(
    kind: AssetKind,
    assets: QuerySet[Asset],
    columns: Sequence[Column],
    sight: Sight = WHOLE,
) -> list[tuple[int, list[Any]]]:
    """(id, values) of these assets: one query, and one for each column kept in rows of its own."""
    rows = list(select(kind, assets, columns, sight))
    return [(row[0], line) for row, line in zip(rows, finish(columns, rows, sight), strict=True)]


def all_rows(
    kind: AssetKind, assets: QuerySet[Asset], columns: Sequence[Column], sight: Sight
) -> Iterator[list[Any]]:
    """The values of all, a thousand at a time, by code."""
    last = ""
    while True:
        page = assets.filter(kind=kind, code__gt=last).order_by("code")[:AT_ONCE]
        rows = list(select(kind, page, columns, sight))
        yield from finish(columns, rows, sight)
        if len(rows) < AT_ONCE:
            return
        last = rows[-1].code
