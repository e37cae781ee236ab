"""Tables of rows without a code, and types of devices."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from egov.imports.engine import Effect, RowError
from egov.imports.readers import Row
from egov.verbs.refusal import Refusal
from infrastructure.domain.catalogue import record_device_type
from infrastructure.domain.tables import RowTable, record_rows
from infrastructure.imports.assets import ActorImporter, as_row_error


class RowImporter(ActorImporter):
    """Cores, joints, deployments, dependencies, contracts."""

    def __init__(self, table: type[RowTable]) -> None:
        self.table_class = table
        self.kind: Any = table.title.lower()  # type: ignore[misc]
        columns = table.columns
        self.required: Any = tuple(c.name for c in columns if c.required)  # type: ignore[misc]
        self.known = frozenset(name for column in columns for name in column.names)
        self.table: RowTable | None = None

    def missing(self, row: Row) -> list[str]:
        columns = (column for column in self.table_class.columns if column.required)
        return [column.name for column in columns if row.keys().isdisjoint(column.names)]

    def record(self, rows: Sequence[Row]) -> Iterable[Effect | RowError]:
        self.table = self.table or self.table_class(self.actor, self.reason)
        for item in record_rows(table=self.table, rows=rows):
            if item.refusal is not None:
                yield as_row_error(item.refusal)
            elif item.effect is not None:
                yield item.effect


class DeviceTypeImporter(ActorImporter):
    """A type a file, or a list of them: devicetype-library's YAML."""

    kind = "tipe perangkat"
    required = ("manufacturer", "model", "slug")

    def __init__(self) -> None:
        self.seen: set[str] = set()

    def _unread(self, _rows: Sequence[Row]) -> Iterable[RowError]:
        """All of a definition is kept."""
        return ()

    def record(self, rows: Sequence[Row]) -> Iterable[Effect | RowError]:
        for row in rows:
            yield self._recorded(row)

    def _recorded(self, row: Row) -> Effect | RowError:
        slug = str(row["slug"])
        if slug in self.seen:
            return RowError("slug", "duplicate", f"Tipe {slug} sudah ada di atas.")
        self.seen.add(slug)
        try:
            return record_device_type(actor=self.actor, definition=row)
        except Refusal as refusal:
            error = as_row_error(refusal)
            error.line = getattr(refusal, "line", None)
            return error
