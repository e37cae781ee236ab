"""Tables whose rows have no code of their own: how any of them is read, settled and written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django.db.models import Model
from django.db.models.functions import Upper

from egov.accounts.models import User
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid, NotAllowed, Refusal
from egov.verbs.verb import verb
from infrastructure.domain.columns import Column
from infrastructure.domain.items import Item, write_in_halves
from infrastructure.domain.planning import KEEP
from infrastructure.domain.reading import Unreadable
from infrastructure.domain.records import FROM_A_TABLE
from infrastructure.models import Asset, WorkRecord
from infrastructure.vocabulary import AssetKind, AssetStatus, Work


class RowTable:
    """Subclasses settle a row (what it is, whether it is new) and write those that differ."""

    title: ClassVar[str]
    columns: ClassVar[tuple[Column, ...]]

    def __init__(self, actor: User, reason: str = FROM_A_TABLE) -> None:
        self.actor, self.reason = actor, reason
        self.seen: dict[Any, Item] = {}  # what stands once in a table

    def look_up(self, items: Sequence[Item]) -> None:
        """Everything that the rows name, in queries that do not grow with them."""
        raise NotImplementedError(type(self).__name__)

    def settle(self, item: Item) -> None:
        """Sets the effect of a row. Raises Invalid at its column."""
        raise NotImplementedError(type(self).__name__)

    def write(self, items: Sequence[Item]) -> None:
        raise NotImplementedError(type(self).__name__)

    # -- what they share ------------------------------------------------------------------------

    def assets(self, codes: Iterable[str]) -> dict[str, Asset]:
        """Those that the actor may know of, by their code in capitals."""
        wanted = {code.upper() for code in codes if code}
        rows = Asset.objects.visible_to(self.actor).annotate(upper=Upper("code"))
        return {asset.code.upper(): asset for asset in rows.filter(upper__in=wanted)}

    @staticmethod
    def named(rows: Mapping[str, Any], code: str, field: str, what: str = "") -> Any:
        row = rows.get(code.upper())
        if row is None:
            raise Invalid("unknown_code", f"Tidak ada {what} dengan kode {code}.", field=field)
        return row

    def of_kind(self, rows: Mapping[str, Asset], code: str, field: str, kind: AssetKind) -> Asset:
        """An asset of a kind, kept by the actor."""
        asset: Asset = self.named(rows, code, field, kind.label.lower())
        if asset.kind != kind:
            sentence = f"{asset.code} bukan {kind.label.lower()}. Periksa kodenya."
            raise Invalid("wrong_kind", sentence, field=field)
        self.require_kept(asset, field)
        return asset

    def require_kept(self, asset: Asset, field: str) -> None:
        try:
            require(self.actor, KEEP, asset)
        except NotAllowed as refusal:
            raise NotAllowed(refusal.code, refusal.sentence, field=field) from None

    @staticmethod
    def in_use(asset: Asset, field: str) -> None:
        """What is no longer used is not worked on."""
        if asset.status == AssetStatus.RETIRED:
            sentence = f"{asset.code} tidak dipakai lagi. Pakai kembali dulu."
            raise Invalid("retired", sentence, field=field)

    def record(self, asset: int, work: Work, **columns: Any) -> WorkRecord:
        """What was done to an asset, for `write_records`."""
        return WorkRecord(
            asset_id=asset, work=work, reason=self.reason, done_by=self.actor, **columns
        )

    def once(self, item: Item, key: Any, field: str) -> None:
        if self.seen.setdefault(key, item) is not item:
            sentence = "Baris ini sudah ada di atas. Hapus salah satunya."
            raise Invalid("duplicate", sentence, field=field)


@verb
def record_rows(*, table: RowTable, rows: Sequence[Mapping[str, Any]]) -> list[Item]:
    """Each row with its effect or its refusal; one that is refused holds up no other."""
    require(table.actor, KEEP)
    items = [_item(table, row) for row in rows]
    good = [item for item in items if item.refusal is None]
    table.look_up(good)
    for item in good:
        item.attempt(table.settle)
    differing = [i for i in good if i.refusal is None and i.effect != "unchanged"]
    write_in_halves(differing, table.write)
    return items


def _item(table: RowTable, row: Mapping[str, Any]) -> Item:
    item = Item()
    for column in table.columns:
        raw = next((row[name] for name in column.names if name in row), None)
        try:
            empty = raw is None or raw == ""
            item.values[column.name] = column.reader.empty if empty else column.reader.parse(raw)
        except Unreadable as fault:
            refusal: Refusal = Invalid(fault.code, fault.sentence, field=column.name)
            item.refusal = item.refusal or refusal
    for column in table.columns:
        if column.required and item.refusal is None and not item.values[column.name]:
            sentence = f"Kolom {column.name} wajib diisi: {column.help}."
            item.refusal = Invalid("required", sentence, field=column.name)
    return item


def differ(row: Model, values: Mapping[str, Any]) -> bool:
    """Whether a row says otherwise; what is None leaves it."""
    return any(v is not None and getattr(row, name) != v for name, v in values.items())
