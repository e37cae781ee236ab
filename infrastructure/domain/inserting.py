"""New assets of one kind are written: their rows, what stands on them, what they bring along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from egov.accounts.models import User
from egov.verbs.refusal import Invalid
from infrastructure.domain.bulk import AT_ONCE, insert
from infrastructure.domain.columns import MODELS, Column, columns_of
from infrastructure.domain.items import Item
from infrastructure.domain.known import Known
from infrastructure.domain.naming import AssetOf
from infrastructure.domain.parts import PARTS, cores_of, ports_of, settle_ducts
from infrastructure.models import Asset, OfAsset, WorkRecord
from infrastructure.models.fibre import box_around
from infrastructure.vocabulary import AssetKind, Work

OF_ASSET = ("area_id",)


class Inserting:
    def __init__(self, actor: User, kind: AssetKind, known: Known, reason: str) -> None:
        self.actor, self.kind, self.known, self.reason = actor, kind, known, reason
        self.model = MODELS[kind]
        plain = [column for column in columns_of(kind) if not column.is_several]
        self.of_asset = [column for column in plain if column.of_asset]
        self.own = [column for column in plain if not column.of_asset]
        self.parts = [column for column in columns_of(kind) if column.is_several]

    def write(self, items: Sequence[Item]) -> None:
        for item in items:
            for name, parent in item.parents.items():
                if parent.effect != "created" and parent not in items:
                    sentence = f"{parent.code} tidak tercatat. Perbaiki barisnya dulu."
                    raise Invalid("parent_refused", sentence, field=name)
        rows = self._asset_rows(items)
        keys = insert(Asset, rows, many=len(items))
        for number, (item, key) in enumerate(zip(items, keys, strict=True)):
            item.asset, item.row = key, partial(_asset, rows, number, key)
        insert(self.model, {"asset_id": keys, **self._own_rows(items)}, many=len(items))
        self._write_parts(items)
        insert(
            WorkRecord,
            {
                "asset_id": keys,
                "work": [Work.PLAN.value] * len(keys),
                "reason": [self.reason] * len(keys),
                "done_by_id": [self.actor.pk] * len(keys),
            },
            many=len(keys),
        )
        for item in items:
            item.effect = "created"

    # -- columns ------------------------------------------------------------------------------

    def _asset_rows(self, items: Sequence[Item]) -> dict[str, list[Any]]:
        rows = self._rows(Asset, self.of_asset, items)
        rows["kind"] = [self.kind.value] * len(items)
        self._fill(rows, items, Asset, (n for n in OF_ASSET if any(n in i.derived for i in items)))
        return rows

    def _own_rows(self, items: Sequence[Item]) -> dict[str, list[Any]]:
        rows = self._rows(self.model, self.own, items)
        names = {name for item in items for name in item.derived if name not in OF_ASSET}
        self._fill(rows, items, self.model, sorted(names))
        if self.kind == AssetKind.SEGMENT:
            boxes = [box_around(line) for line in rows.get("geometry") or [[]] * len(items)]
            for n, side in enumerate(("west", "south", "east", "north")):
                rows[side] = [box[n] for box in boxes]
        return rows

    def _rows(
        self, model: type[Any], columns: Sequence[Column], items: Sequence[Item]
    ) -> dict[str, list[Any]]:
        """The columns that some row fills; where one does not, the model's own default stands."""
        rows: dict[str, list[Any]] = {}
        for column in columns:
            values = [item.values.get(column.name) for item in items]
            if all(value in EMPTY for value in values):
                continue
            field: Any = model._meta.get_field(column.field)
            default = field.get_default()
            rows[field.attname] = [
                default if value in EMPTY else self._stored(item, column, value)
                for item, value in zip(items, values, strict=True)
            ]
        return rows

    def _stored(self, item: Item, column: Column, value: Any) -> Any:
        if isinstance(column.reader, AssetOf):
            parent = item.parents.get(column.name)
            return item.ids[value.upper()] if parent is None else parent.asset
        return value.pk if column.is_reference else column.reader.stored(value)

    @staticmethod
    def _fill(
        rows: dict[str, list[Any]], items: Sequence[Item], model: type[Any], names: Any
    ) -> None:
        """What follows from the values of some rows."""
        for name in names:
            default = model._meta.get_field(name.removesuffix("_id")).get_default()
            present = rows.get(name) or [default] * len(items)
            rows[name] = [
                item.derived.get(name, value) for item, value in zip(items, present, strict=True)
            ]

    # -- what they bring along ----------------------------------------------------------------

    def _write_parts(self, items: Sequence[Item]) -> None:
        by_model: dict[type[Any], list[Any]] = {}
        for item in items:
            for row in self._parts_of(item):
                by_model.setdefault(type(row), []).append(row)
        for model, made in by_model.items():
            model._default_manager.bulk_create(made, batch_size=AT_ONCE)
        if self.kind == AssetKind.SEGMENT:
            settle_ducts({item.asset: item.values.get("ducts", ()) for item in items})

    def _parts_of(self, item: Item) -> list[Any]:
        kind: Any = item.values.get("type")
        told = [column.name for column in self.parts if item.values.get(column.name)]
        if kind is None and not told:
            return []
        thing = self._thing(item, kind)
        rows: list[Any] = []
        if self.kind == AssetKind.DEVICE and kind is not None:
            rows.extend(ports_of(thing, kind))
        elif self.kind == AssetKind.CABLE:
            rows.extend(cores_of(thing))
        for name in told:
            rows.extend(PARTS[name].rows(thing, item.values[name], item.ids, self.known.pipes))
        return rows

    def _thing(self, item: Item, kind: Any) -> Any:
        """As much of the row as its parts ask about."""
        values: Mapping[str, Any] = {"asset_id": item.asset} | ({"type": kind} if kind else {})
        thing: OfAsset = self.model(**values)
        return thing


def _asset(rows: Mapping[str, Sequence[Any]], number: int, key: int) -> Asset:
    """One of those that were written, without asking for it again."""
    return Asset(pk=key, **{name: values[number] for name, values in rows.items()})


EMPTY: tuple[Any, ...] = (None, "", [], ())
