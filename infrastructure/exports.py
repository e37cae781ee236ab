"""The inventory as tables: what is exported imports to no change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from egov.accounts.models import User
from egov.web.exports import Table
from infrastructure.domain.columns import Column, columns_of
from infrastructure.domain.rows import all_rows
from infrastructure.models import Asset, visible_assets
from infrastructure.vocabulary import AssetKind


def asset_table(user: User, kind: AssetKind) -> Table:
    """All assets of a kind that this person may read, in the columns of the import."""
    columns = [column for column in columns_of(kind) if not column.private]
    assets = Asset.objects.visible_to(user)
    rows = all_rows(kind, assets, columns, partial(visible_assets, user))
    return Table(kind.label, [column.name for column in columns], _cells(columns, rows))


def _cells(columns: list[Column], rows: Iterable[list[Any]]) -> Iterator[list[Any]]:
    writers = [column.reader.cell for column in columns]
    for row in rows:
        yield [write(value) for write, value in zip(writers, row, strict=True)]
