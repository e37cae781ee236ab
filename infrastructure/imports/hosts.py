"""Hosts that a monitor exports come in as differences, not as devices."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from egov.imports.engine import Effect, RowError
from egov.imports.readers import Row
from egov.verbs.permission import require
from egov.verbs.refusal import Refusal
from infrastructure.domain.hosts import Comparison, read_host
from infrastructure.imports.assets import ActorImporter, as_row_error
from infrastructure.vocabulary import HostSource

KEEP_CATALOGUE = "infrastructure.keep_catalogue"  # a whole network's hosts are the region's


class HostImporter(ActorImporter):
    """A host a row: as the API of Zabbix (`host.get`) or LibreNMS (`/devices`) tells them."""

    def __init__(self, source: HostSource) -> None:
        self.source_of = source
        self.kind: Any = f"host dari {source.label}"  # type: ignore[misc]
        self.names: set[str] = set()

    def begin(self) -> None:
        super().begin()
        require(self.actor, KEEP_CATALOGUE)
        previous = getattr(self, "comparison", None)
        self.comparison = Comparison(self.actor, self.source_of)
        if previous is not None:  # a batch that the database refused is given again
            self.comparison.seen = previous.seen
        self.comparison.begin()

    def _unread(self, _rows: Sequence[Row]) -> Iterable[RowError]:
        """A monitor tells a hundred things of each host; which are read says the page."""
        return ()

    def record(self, rows: Sequence[Row]) -> Iterable[Effect | RowError]:
        for row in rows:
            yield self._recorded(row)

    def _recorded(self, row: Row) -> Effect | RowError:
        try:
            host = read_host(self.source_of, row)
        except Refusal as refusal:
            return as_row_error(refusal)
        if host.name.upper() in self.names:
            sentence = f"Host {host.name[:60]} ada dua kali di berkas ini."
            return RowError("host", "duplicate", sentence)
        self.names.add(host.name.upper())
        (effect,) = self.comparison.take([host])
        return effect  # type: ignore[return-value]

    def finish(self) -> None:
        self.comparison.finish()
