"""The inventory as tables: what is exported imports to no change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from egov.accounts.models import User
from egov.web.exports import Table
from infrastructure.domain.columns import Column
from infrastructure.domain.rows import Sight, all_rows, told_columns
from infrastructure.models import Asset, inner_assets
from infrastructure.vocabulary import AssetKind


def asset_table(user: User, kind: AssetKind) -> Table:
    """All assets of a kind whose inside this person may know, in the columns of the import."""
    columns = told_columns(kind)
    rows = all_rows(kind, Asset.objects.filter(inner_assets(user)), columns, Sight(user))
    return Table(kind.label, [column.name for column in columns], _cells(columns, rows))


def _cells(columns: Sequence[Column], rows: Iterable[list[Any]]) -> Iterator[list[Any]]:
    writers = [column.reader.cell for column in columns]
    for row in rows:
        yield [write(value) for write, value in zip(writers, row, strict=True)]
