"""Assets of one kind from a table, through the verb that plans and corrects them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, ClassVar

from egov.accounts.models import User
from egov.imports.engine import Effect, Importer, RowError
from egov.imports.readers import Row
from egov.verbs.refusal import Refusal
from infrastructure.domain.columns import by_name
from infrastructure.domain.items import Outcome
from infrastructure.domain.osm import OSM_STRUCTURES, OSM_TAGS
from infrastructure.domain.planning import record_many
from infrastructure.domain.records import FROM_A_TABLE, LONGEST
from infrastructure.vocabulary import AssetKind


def as_row_error(refusal: Refusal) -> RowError:
    return RowError(refusal.field, refusal.code, refusal.sentence)


class ActorImporter(Importer):
    """One whose rows go through a verb, in the name of who gave the table."""

    known: frozenset[str] = frozenset()  # names of columns
    told = False

    def begin(self) -> None:
        self.actor = User.objects.get(pk=self.actor_id or 0)

    @property
    def reason(self) -> str:
        """What the records of the work say."""
        return f"{FROM_A_TABLE} {self.source}".strip()[:LONGEST]

    def store_many(self, rows: Sequence[Row]) -> Iterator[Effect | RowError]:
        effects = self.record(rows)
        self.remarks = [] if self.told else list(self._unread(rows))
        for effect in effects:
            yield effect
            self.remarks = []

    def record(self, rows: Sequence[Row]) -> Iterable[Effect | RowError]:
        raise NotImplementedError(type(self).__name__)

    def _unread(self, rows: Sequence[Row]) -> Iterable[RowError]:
        """Columns that nobody reads are told once, so that a misspelled one is not lost."""
        self.told = True
        unread = [name for name in (rows[0] if rows else ()) if name and name not in self.known]
        if unread:
            sentence = f"Kolom ini tidak dikenal dan tidak dibaca: {', '.join(unread[:8])}."
            yield RowError(unread[0], "unknown_column", sentence)


OSM = {name for tags in (*OSM_TAGS.values(), *OSM_STRUCTURES.values()) for name in tags}
# what GeoJSON and KML bring besides, our own among them
OF_PLACES = {"geometry", "folder", "description", *OSM}


class AssetImporter(ActorImporter):
    """By code: a new one is planned, of a known one what differs is written over."""

    required: ClassVar[tuple[str, ...]] = ("code",)

    def __init__(self, kind: AssetKind) -> None:
        self.asset_kind = kind
        self.kind: Any = kind.label.lower()  # type: ignore[misc]
        self.known = frozenset({*by_name(kind), *OF_PLACES})
        self.seen: dict[str, str] = {}

    def record(self, rows: Sequence[Row]) -> Iterable[Effect | RowError]:
        rows = [self._placed(row) for row in rows]
        fresh = [self._repeated(row) for row in rows]
        good = [row for row, fault in zip(rows, fresh, strict=True) if fault is None]
        outcomes = iter(self._recorded(good))
        for row, fault in zip(rows, fresh, strict=True):
            if fault is not None:
                yield fault
                continue
            outcome = next(outcomes)
            if outcome.refusal is not None:
                yield as_row_error(outcome.refusal)
            elif outcome.effect is not None:
                self.seen[outcome.code.upper()] = str(row["code"])
                yield outcome.effect

    def _placed(self, row: Row) -> Row:
        """A point of GeoJSON or KML as the two columns that it is here."""
        geometry = row.get("geometry")
        if self.asset_kind == AssetKind.SEGMENT or "geometry" not in row:
            return {name: value for name, value in row.items() if value is not None}
        rest = {name: value for name, value in row.items() if name != "geometry"}
        if not isinstance(geometry, dict) or geometry.get("type") != "Point":
            return rest
        place = geometry.get("coordinates")
        if not isinstance(place, list) or len(place) < 2:
            return rest
        return {"longitude": place[0], "latitude": place[1], **rest}

    def _recorded(self, rows: Sequence[Row]) -> list[Outcome]:
        return record_many(actor=self.actor, kind=self.asset_kind, rows=rows, reason=self.reason)

    def _repeated(self, row: Row) -> RowError | None:
        code = str(row["code"] or "").strip()
        if code.upper() not in self.seen:
            return None
        sentence = f"Kode {code} sudah ada di atas; huruf besar dan kecil dianggap sama."
        return RowError("code", "duplicate", sentence)
