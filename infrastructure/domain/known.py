"""What the rows of a batch name, found in a few queries however many rows there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import BooleanField, Case, Model, Q, Value, When
from django.db.models.functions import Upper

from egov.accounts.models import User
from egov.areas.models import Area
from infrastructure.domain.columns import Column
from infrastructure.domain.naming import OneOf, Route
from infrastructure.domain.reading import Reader
from infrastructure.models import Asset, Duct, visible_assets


class Named(NamedTuple):
    """An asset that a row names; `seen`: the actor may know of it."""

    pk: int
    code: str
    kind: str
    owner_id: int | None
    area_id: int | None
    seen: bool
    rack_site: int | None  # of a rack, where it stands


@dataclass
class Known:
    assets: dict[str, Named] = field(default_factory=dict)  # by the code in capitals
    rows: dict[type[Model], dict[str, Any]] = field(default_factory=dict)
    pipes: dict[tuple[int, int], int] = field(default_factory=dict)

    def asset(self, code: str) -> Named | None:
        """One that the actor may know of."""
        named = self.assets.get(code.upper())
        return named if named is not None and named.seen else None


def names_something(column: Column) -> bool:
    """Whether its values name assets, or rows of a catalogue."""
    reader = column.reader
    return isinstance(reader, OneOf) or type(reader).codes is not Reader.codes


def look_up(*, actor: User, columns: Iterable[Column], rows: Iterable[Mapping[str, Any]]) -> Known:
    """Every asset and catalogue row that these values name, and what else they ask about."""
    wanted: set[str] = set()
    catalogue: dict[OneOf, set[str]] = defaultdict(set)
    ways: set[str] = set()
    columns = [column for column in columns if names_something(column)]
    for row in rows:
        wanted.add(str(row.get("code") or "").upper())
        for column in columns:
            value = row.get(column.name)
            if not value:
                continue
            if isinstance(column.reader, OneOf):
                catalogue[column.reader].add(value)
            else:
                wanted.update(column.reader.codes(value))
            if isinstance(column.reader, Route):
                ways.update(column.reader.codes(value))
    known = Known(assets=_assets(actor, wanted))
    for reader, codes in catalogue.items():
        known.rows[reader.model] = _catalogue(reader, codes)
    known.pipes = pipes_of(named.pk for code in ways if (named := known.asset(code)))
    return known


def pipes_of(segments: Iterable[int]) -> dict[tuple[int, int], int]:
    keys = list(segments)
    found = Duct.objects.filter(segment__in=keys) if keys else Duct.objects.none()
    return {
        (segment, number): pk
        for segment, number, pk in found.values_list("segment_id", "number", "pk")
    }


def _assets(actor: User, codes: set[str]) -> dict[str, Named]:
    rule = visible_assets(actor) or Q(pk__isnull=False)
    seen = Case(When(rule, then=Value(True)), default=False, output_field=BooleanField())
    rows = Asset.objects.annotate(upper=Upper("code"), seen=seen).filter(upper__in=codes)
    found = rows.values_list(
        "upper", "pk", "code", "kind", "owner_id", "area_id", "seen", "rack__site_id"
    )
    return {upper: Named(*rest) for upper, *rest in found.order_by()}


def _catalogue(reader: OneOf, codes: set[str]) -> dict[str, Any]:
    rows = reader.rows(codes)
    return {row.code: row for row in (rows.current() if reader.model is Area else rows)}
