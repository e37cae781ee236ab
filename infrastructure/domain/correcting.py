"""A table says of known assets otherwise than the inventory: what differs is written over."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Model

from egov.accounts.models import User
from egov.verbs.refusal import Invalid
from infrastructure.domain.columns import MODELS, Column, columns_of
from infrastructure.domain.deriving import check_point, place_in_rack
from infrastructure.domain.items import Item, Values, write_in_halves
from infrastructure.domain.known import Known, pipes_of
from infrastructure.domain.naming import AssetOf, Pipe
from infrastructure.domain.parts import PARTS, ports_of, settle_ducts
from infrastructure.domain.rows import WHOLE, Sight, read_rows
from infrastructure.domain.tracing import paths_through, retrace
from infrastructure.models import (
    Asset,
    CableRoute,
    Device,
    OfAsset,
    Port,
    Segment,
    WorkRecord,
)
from infrastructure.vocabulary import AssetKind, Work

BY_ANOTHER_WAY = {  # what has a verb of its own, which asks why and who
    "status": "Keadaan tidak diubah lewat tabel. Pakai tindakan pada asetnya: pasang, pensiun, …",
    "type": "Tipe tidak diganti lewat tabel. Catat perangkat atau kabel yang baru.",
}


class Correcting:
    def __init__(
        self,
        kind: AssetKind,
        known: Known,
        sight: Sight,
        require_owner: Callable[[int | None], None],
    ) -> None:
        self.kind, self.known, self.sight = kind, known, sight
        self.require_owner = require_owner
        self.model: Any = MODELS[kind]
        self.columns = columns_of(kind)
        self.differing: dict[int, list[Column]] = {}
        self.changed: list[Item] = []

    def correct(self, items: Sequence[Item]) -> None:
        if not items:
            return
        keys = [item.asset for item in items if item.asset is not None]
        self.held = self._read(keys, WHOLE)
        # what the actor may not know of stands empty in the table, and stays
        self.told = self._read(keys, self.sight) if self.sight.narrow else self.held
        for item in items:
            item.attempt(self._compare)
        changed = [i for i in items if i.refusal is None and self.differing.get(i.asset or 0)]
        write_in_halves(changed, self._write)
        self.changed = [item for item in changed if item.refusal is None]
        for item in self.changed:
            item.effect = "updated"

    def records(self, actor: User, reason: str) -> Iterator[WorkRecord]:
        """What was corrected of each, as a table writes it; what is never given out is not kept."""
        for item in self.changed:
            assert item.asset is not None
            columns = [c for c in self.differing[item.asset] if c.given_out]
            held = self.held[item.asset]
            yield WorkRecord(
                asset_id=item.asset,
                work=Work.REVISE,
                reason=reason,
                before={"columns": {c.name: c.reader.cell(held[c.name]) for c in columns}},
                after={"columns": {c.name: _told(c, item.values[c.name]) for c in columns}},
                done_by=actor,
            )

    def _read(self, keys: Sequence[int], sight: Sight) -> dict[int, Values]:
        names = [column.name for column in self.columns]
        rows = read_rows(self.kind, Asset.objects.filter(pk__in=keys), self.columns, sight)
        return {key: dict(zip(names, values, strict=True)) for key, values in rows}

    # -- what differs -------------------------------------------------------------------------

    def _compare(self, item: Item) -> None:
        assert item.asset is not None
        held, told = self.held[item.asset], self.told[item.asset]
        differing = [
            column
            for column in self.columns
            if column.name in item.values
            and self._means_something(column, item.values[column.name])
            and _plain(column, item.values[column.name]) != _plain(column, told[column.name])
        ]
        names = {column.name for column in differing}
        self._require_allowed(item, names, held)
        if names & {"latitude", "longitude"}:
            check_point({**held, **item.values})
        if self.kind == AssetKind.DEVICE and names & {"rack", "site", "position", "face"}:
            self._require_place(item, names, held)
        self.differing[item.asset] = differing

    def _means_something(self, column: Column, value: Any) -> bool:
        """An empty cell empties what can be empty, and leaves everything else."""
        if value not in (None, "", [], ()):
            return True
        if column.is_several:
            return column.name != "ducts"
        model: type[Model] = Asset if column.of_asset else self.model
        field: Any = model._meta.get_field(column.field)
        return bool(field.null) if value is None else bool(field.blank)

    def _require_allowed(self, item: Item, names: set[str], held: Values) -> None:
        for name, sentence in BY_ANOTHER_WAY.items():
            if name in names and held[name]:
                raise Invalid("by_another_way", sentence, field=name)
        if "owner" in names:
            owner = item.values["owner"]
            self.require_owner(owner.pk if owner else None)
        if "ducts" in names:
            self._require_all_ducts(held["ducts"], item.values["ducts"])

    @staticmethod
    def _require_all_ducts(held: Sequence[Pipe], told: Sequence[Pipe]) -> None:
        if {pipe.number for pipe in held} - {pipe.number for pipe in told}:
            sentence = "Pipa yang tercatat tidak dihapus lewat tabel. Sebut juga nomornya."
            raise Invalid("duct_goes", sentence, field="ducts")

    def _require_place(self, item: Item, names: set[str], held: Values) -> None:
        if held["rack"] and "rack" not in item.values and "site" in names:
            sentence = f"Perangkat ini ada di rak {held['rack']}. Ubah raknya juga."
            raise Invalid("other_site", sentence, field="site")
        values = {**held, **item.values}
        if "rack" in item.values:
            if not item.values["rack"]:
                values["position"] = item.values.get("position")
            place_in_rack(item, values, self.known)

    # -- writing ------------------------------------------------------------------------------

    def _write(self, items: Sequence[Item]) -> None:
        keys = [item.asset for item in items]
        rows = self.model._default_manager.select_related("asset").filter(pk__in=keys)
        things: dict[int, Any] = {thing.pk: thing for thing in rows}
        of_asset: set[str] = set()
        own: set[str] = set()
        for item in items:
            thing = things[item.asset or 0]
            for column in self.differing[thing.pk]:
                if column.is_several:
                    self._replace(item, thing, column)
                elif column.of_asset:
                    setattr(thing.asset, column.field, column.reader.stored(_value(item, column)))
                    of_asset.add(column.field)
                else:
                    self._set(item, thing, column)
                    own.add(column.field)
            own |= self._set_derived(item, thing)
            if self.kind == AssetKind.DEVICE and "type" in self._names(thing.pk):
                self._add_ports(thing)
            if isinstance(thing, Segment):
                thing.derive()
                own |= {"west", "south", "east", "north"} if "geometry" in own else set()
        self._store(things, of_asset, own)

    def _store(self, things: Mapping[int, Any], of_asset: set[str], own: set[str]) -> None:
        if of_asset:
            Asset.objects.bulk_update([t.asset for t in things.values()], sorted(of_asset))
        if own:
            self.model._default_manager.bulk_update(list(things.values()), sorted(own))
        self._relight(things.keys())

    def _relight(self, keys: Collection[int]) -> None:
        """A cable that lies otherwise, or a way that is longer, changes what light goes through."""
        changed = [key for key in keys if self._names(key) & {"route", "length_m"}]
        if self.kind == AssetKind.SEGMENT and changed:
            routes = CableRoute.objects.filter(segment__in=changed)
            changed = list(routes.order_by().values_list("cable", flat=True).distinct())
        if self.kind in (AssetKind.SEGMENT, AssetKind.CABLE) and changed:
            retrace(paths_through(changed))

    def _names(self, key: int) -> set[str]:
        return {column.name for column in self.differing[key]}

    @staticmethod
    def _add_ports(device: Device) -> None:
        """A device that had no type gets the ports of the one that it has now."""
        named = set(device.ports.values_list("name", flat=True))
        ports = ports_of(device, device.type) if device.type is not None else ()
        Port.objects.bulk_create(port for port in ports if port.name not in named)

    @staticmethod
    def _set_derived(item: Item, thing: Any) -> set[str]:
        for name, value in item.derived.items():
            setattr(thing, name, value)
        return {name.removesuffix("_id") for name in item.derived}

    @staticmethod
    def _set(item: Item, thing: OfAsset, column: Column) -> None:
        value = item.values[column.name]
        if isinstance(column.reader, AssetOf):
            parent = item.parents.get(column.name)
            key = parent.asset if parent is not None else item.ids.get(str(value or "").upper())
            setattr(thing, f"{column.field}_id", key)
        else:
            setattr(thing, column.field, column.reader.stored(value))

    def _replace(self, item: Item, thing: OfAsset, column: Column) -> None:
        part = PARTS[column.name]
        pipes = self.known.pipes
        if column.name == "ducts":
            pipes = pipes_of([thing.pk])
        else:
            part.model._default_manager.filter(**{part.owner: thing.pk}).delete()
        rows = list(part.rows(thing, item.values[column.name], item.ids, pipes))
        part.model._default_manager.bulk_create(rows)
        if column.name == "ducts":
            settle_ducts({thing.pk: item.values["ducts"]})


def _value(item: Item, column: Column) -> Any:
    return item.values[column.name] or (None if column.is_reference else item.values[column.name])


def _told(column: Column, value: Any) -> Any:
    """A value as a table has it, a row of a catalogue by its code."""
    return column.reader.cell(getattr(value, "code", value))


def _plain(column: Column, value: Any) -> Any:
    """A value as it is compared: a row by its code, an asset's code without its case."""
    code = getattr(value, "code", value)
    if isinstance(column.reader, AssetOf):
        return str(code or "").upper()
    if column.is_reference:
        return str(code or "")
    if column.is_several and column.name != "ducts":
        return [tuple(str(x).upper() for x in step) for step in code]
    return code
