"""The inventory read as columns: the same values that a table gives in, and an export gives out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, partial
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.expressions import Combinable

from egov.accounts.models import User
from infrastructure.domain.columns import CODE, COMMON, MODELS, Column, columns_of
from infrastructure.domain.naming import AssetOf, OneOf
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
        return bool(self.asset("")) or bool(self.inside)


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
    """Where a column lies, from the asset; of one that names an asset, where its key lies."""
    if column.of_asset or kind is None:
        return column.field
    path = f"{MODELS[kind]._meta.model_name}__{column.field}"
    return f"{path}_id" if isinstance(column.reader, AssetOf) else path


@cache
def whole_expression_of(kind: AssetKind | None, column: Column) -> Combinable:
    """For who may know of everything; what is put into a query is a copy."""
    return expression_of(kind, column, WHOLE)


def expression_of(kind: AssetKind | None, column: Column, sight: Sight) -> Combinable:
    """The column, and nothing that the reader may not know."""
    path = path_of(kind, column)
    if isinstance(column.reader, AssetOf):
        # not by a join: the planner would weigh the order of sixteen tables for a page of fifty
        named = Asset.objects.filter(sight.asset(""), pk=OuterRef(path)).order_by()
        return Subquery(named.values("code"))
    told = column.reader.told(path) if isinstance(column.reader, OneOf) else F(path)
    rule = sight.inside if column.inner else Q()
    return Case(When(rule, then=told), default=None) if rule else told


def select(
    kind: AssetKind | None, assets: QuerySet[Asset], columns: Sequence[Column], sight: Sight
) -> QuerySet[Any]:
    """These assets as rows (id, code, kind, c0, c1, ...), a column each that lies in one value."""
    plain = [column for column in columns if not column.is_several]
    made = partial(expression_of, sight=sight) if sight.narrow else whole_expression_of
    named = {f"c{n}": made(kind, column) for n, column in enumerate(plain)}
    annotated = assets.annotate(**named)
    rows: QuerySet[Any] = annotated.values_list("id", "code", "kind", *named, named=True)
    return rows


def finish(columns: Sequence[Column], rows: Sequence[Any], sight: Sight) -> list[Sequence[Any]]:
    """The values of rows that `select` gave, by column."""
    keys = [row[0] for row in rows]
    plain = iter(list(zip(*rows, strict=True))[3:] if rows else [()] * len(columns))
    return [_values(column, plain, keys, sight) for column in columns]


def _values(
    column: Column, plain: Iterator[Sequence[Any]], keys: Sequence[int], sight: Sight
) -> Sequence[Any]:
    if column.is_several:
        held = PARTS[column.name].held(keys, sight.asset) if keys else {}
        return [held.get(key, ()) for key in keys]
    values = next(plain)
    return list(map(column.reader.held, values)) if column.converts else values


def read_rows(
    kind: AssetKind,
    assets: QuerySet[Asset],
    columns: Sequence[Column],
    sight: Sight = WHOLE,
) -> list[tuple[int, Sequence[Any]]]:
    """(id, values) of these assets: one query, and one for each column kept in rows of its own."""
    rows = list(select(kind, assets, columns, sight))
    lines = zip(*finish(columns, rows, sight), strict=True)
    return [(row[0], line) for row, line in zip(rows, lines, strict=True)]


def all_rows(
    kind: AssetKind, assets: QuerySet[Asset], columns: Sequence[Column], sight: Sight
) -> Iterator[Sequence[Any]]:
    """The values of all, a thousand at a time, by code."""
    last = ""
    while True:
        page = assets.filter(kind=kind, code__gt=last).order_by("code")[:AT_ONCE]
        rows = list(select(kind, page, columns, sight))
        yield from zip(*finish(columns, rows, sight), strict=True)
        if len(rows) < AT_ONCE:
            return
        last = rows[-1].code
