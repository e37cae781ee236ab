"""Things come into the inventory: one, many at once, and what a table says otherwise than it.

The rows of a batch are read, looked up and written together; each has an outcome of its own. What
only the database can refuse is found by halving, and told with the words of its constraint.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from egov.accounts.models import User
from egov.verbs.permission import require
from egov.verbs.plain import plain
from egov.verbs.refusal import Invalid, NotAllowed, Refusal
from egov.verbs.verb import verb
from infrastructure.domain.columns import Column, by_name, columns_of
from infrastructure.domain.correcting import Correcting
from infrastructure.domain.deriving import derive
from infrastructure.domain.inserting import Inserting
from infrastructure.domain.items import Item, Outcome, Values, write_in_halves
from infrastructure.domain.known import look_up, names_something
from infrastructure.domain.naming import AssetOf, OneOf
from infrastructure.domain.reading import Unreadable
from infrastructure.domain.records import FROM_A_TABLE, reason_of, write_records
from infrastructure.domain.rows import Sight
from infrastructure.models import Asset
from infrastructure.vocabulary import AGENCY_OPERATOR, INFRA_OPERATOR, AssetKind, AssetStatus

KEEP = "infrastructure.keep_asset"
NOTED = "Dicatat"  # by a program that gives no reason


@verb
def plan(*, actor: User, kind: AssetKind, values: Mapping[str, Any], reason: str = NOTED) -> Asset:
    """One asset of a kind, of the columns of `domain/columns`, as text or as what they are.

    Raises Invalid with the column's name as its field. Its way back is `retire`.
    """
    item = _Batch(actor, kind, update=False, reason=reason_of(reason)).enter([values])[0]
    if item.refusal is not None:
        raise item.refusal
    asset: Asset = item.row()
    return asset


@verb
def plan_many(
    *, actor: User, kind: AssetKind, rows: Sequence[Mapping[str, Any]], reason: str = NOTED
) -> list[Outcome]:
    """New assets, each with its outcome: one that is refused holds up no other."""
    batch = _Batch(actor, kind, update=False, reason=reason_of(reason))
    return [item.outcome for item in batch.enter(rows)]


@verb
def record_many(
    *,
    actor: User,
    kind: AssetKind,
    rows: Sequence[Mapping[str, Any]],
    reason: str = FROM_A_TABLE,
    noting: bool = True,
) -> list[Outcome]:
    """As `plan_many`, but a row with a known code corrects what it says otherwise.

    A column that is not in a row stays as it is; an empty one is emptied. `noting`: each that is
    corrected gets its record, by which it goes back.
    """
    batch = _Batch(actor, kind, update=True, reason=reason, noting=noting)
    return [item.outcome for item in batch.enter(rows)]


def read_values(kind: AssetKind, row: Mapping[str, Any]) -> Values:
    """The row's values by the names of their columns. Raises Invalid at the column."""
    values: Values = {}
    columns = by_name(kind)
    for name, raw in row.items():
        column = columns.get(name)
        if column is not None and column.name not in values:
            values[column.name] = _read(column, raw)
    return values


def _read(column: Column, raw: Any) -> Any:
    if raw is None or (isinstance(raw, str | list | tuple) and not raw):
        return column.reader.empty
    try:
        return column.reader.parse(raw)
    except Unreadable as fault:
        raise Invalid(fault.code, fault.sentence, field=column.name) from None


class _Batch:
    def __init__(
        self,
        actor: User,
        kind: AssetKind,
        *,
        update: bool,
        reason: str = FROM_A_TABLE,
        noting: bool = True,
    ) -> None:
        self.actor, self.kind, self.update = actor, kind, update
        self.reason, self.noting = reason, noting
        self.columns = columns_of(kind)
        self.naming = [column for column in self.columns if names_something(column)]
        self.fresh: dict[str, Item] = {}
        self.allowed: dict[int | None, NotAllowed | None] = {}

    def enter(self, rows: Sequence[Mapping[str, Any]]) -> list[Item]:
        require(self.actor, KEEP)
        items = [self._item(row) for row in rows]
        good = [item for item in items if item.refusal is None]
        values = (item.values for item in good)
        self.known = look_up(actor=self.actor, columns=self.naming, rows=values)
        for item in good:
            item.attempt(self._settle)
        new = [item for item in good if item.refusal is None and item.effect is None]
        inserting = Inserting(self.actor, self.kind, self.known, self.reason)
        write_in_halves(new, inserting.write)
        same = [item for item in good if item.refusal is None and item.effect == "unchanged"]
        correcting = Correcting(self.kind, self.known, Sight(self.actor), self._require_owner)
        correcting.correct(same)
        if self.noting:
            write_records(correcting.records(self.actor, self.reason))
        return items

    def _item(self, row: Mapping[str, Any]) -> Item:
        item = Item()
        try:
            item.values = read_values(self.kind, row)
        except Refusal as refusal:
            code = plain(str(row.get("code") or row.get("kode") or ""))[:40]
            item.values["code"] = code.encode(errors="replace").decode()
            item.refusal = refusal
        return item

    # -- before anything is written ----------------------------------------------------------

    def _settle(self, item: Item) -> None:
        """Whether it is new, what it names, and what follows from that."""
        code = item.code
        if not code:
            raise Invalid("no_code", "Tulis kodenya.", field="code")
        if code.upper() in self.fresh:
            sentence = f"Kode {code} sudah ada di atas; huruf besar dan kecil dianggap sama."
            raise Invalid("duplicate", sentence, field="code")
        self.fresh[code.upper()] = item
        known = self.known.assets.get(code.upper())
        if known is not None:
            self._require_same(item, known)
            item.effect, item.asset = "unchanged", known.pk
        self._name(item)
        if known is None:
            self._require_whole(item)
            derive(self.kind, item, self.known)
            self._require_owner(self._owner_of(item))

    def _require_same(self, item: Item, known: Any) -> None:
        """A known code is corrected only where rows may, as it is spelled, by who keeps it."""
        if not self.update or not known.seen:
            sentence = f"Kode {item.code} sudah dipakai; huruf besar dan kecil dianggap sama."
            raise Invalid("code_taken", sentence, field="code")
        if known.kind != self.kind:
            sentence = f"Kode {known.code} sudah dipakai: {AssetKind(known.kind).label}."
            raise Invalid("code_taken", sentence, field="code")
        if known.code != item.code:
            sentence = f"Di inventaris kode ini ditulis {known.code}. Samakan tulisannya."
            raise Invalid("other_case", sentence, field="code")
        self._require_owner(known.owner_id)

    def _require_whole(self, item: Item) -> None:
        for column in self.columns:
            if column.required and not item.values.get(column.name):
                sentence = f"Kolom {column.name} wajib diisi: {column.help}."
                raise Invalid("required", sentence, field=column.name)
        if item.values.get("status") == AssetStatus.RETIRED:
            sentence = "Aset baru tidak dicatat sebagai tidak dipakai lagi."
            raise Invalid("new_is_not_retired", sentence, field="status")

    def _owner_of(self, item: Item) -> int | None:
        """An agency's operator keeps for that agency where the row names none."""
        value = item.values.get("owner")
        if value:
            return int(value.pk)
        own = {a.agency_id for a in self.actor.appointments_now if a.role == AGENCY_OPERATOR}
        if self.actor.holds(INFRA_OPERATOR) or len(own) != 1:
            return None
        item.values["owner"] = next(
            a.agency for a in self.actor.appointments_now if a.role == AGENCY_OPERATOR
        )
        return own.pop()

    def _require_owner(self, owner: int | None) -> None:
        if owner not in self.allowed:
            try:
                require(self.actor, KEEP, Asset(owner_id=owner))
                self.allowed[owner] = None
            except NotAllowed as refusal:
                self.allowed[owner] = refusal
        known = self.allowed[owner]
        if known is not None:
            raise NotAllowed(known.code, known.sentence, field="owner")

    def _name(self, item: Item) -> None:
        """Each name that a row gives becomes what it names, or is refused at its column."""
        for column in self.naming:
            value = item.values.get(column.name)
            if not value:
                continue
            if isinstance(column.reader, OneOf) and isinstance(value, str):
                item.values[column.name] = self._row(column, value)
            for code in column.reader.codes(value):
                self._asset(item, column, code)

    def _row(self, column: Column, code: str) -> Any:
        assert isinstance(column.reader, OneOf)
        row = self.known.rows.get(column.reader.model, {}).get(code)
        if row is None:
            sentence = f"Tidak ada {column.reader.what} dengan kode {code}."
            raise Invalid("unknown_code", sentence, field=column.name)
        fault = column.reader.fault_of(row)
        if fault is not None:
            raise Invalid(fault.code, fault.sentence, field=column.name)
        return row

    def _asset(self, item: Item, column: Column, code: str) -> None:
        named = self.known.asset(code)
        if named is not None:
            reader = column.reader
            kinds = reader.kinds if isinstance(reader, AssetOf) else reader.names
            if kinds and named.kind not in kinds:
                own = AssetKind(named.kind).label.lower()
                words = " atau ".join(AssetKind(kind).label.lower() for kind in kinds)
                sentence = f"{named.code} adalah {own}. Tulis kode {words}."
                raise Invalid("wrong_kind", sentence, field=column.name)
            item.ids[code] = named.pk
            return
        parent = self.fresh.get(code)
        alike = isinstance(column.reader, AssetOf) and self.kind in column.reader.kinds
        if parent is None or parent is item or not alike:
            sentence = f"Kode {code} tidak ada di inventaris."
            raise Invalid("unknown_code", sentence, field=column.name)
        item.parents[column.name] = parent
