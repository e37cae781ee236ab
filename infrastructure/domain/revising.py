"""What is written of one thing in the columns of its kind, corrected by who keeps it; and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from egov.accounts.models import User
from egov.verbs.refusal import Invalid
from egov.verbs.verb import verb
from infrastructure.domain.columns import OWN, Column
from infrastructure.domain.planning import record_many
from infrastructure.domain.records import in_life, locked, reason_of
from infrastructure.domain.rows import Sight, read_rows
from infrastructure.models import Asset, WorkRecord
from infrastructure.vocabulary import AssetKind, Work

# what has a verb of its own: a thing of another type is another thing, and a place is moved to
ELSEWHERE = {
    AssetKind.DEVICE: {"type", "site", "rack", "position", "face"},
    AssetKind.RACK: {"site", "room"},
    AssetKind.CABLE: {"type"},
}


def revisable(kind: str) -> tuple[Column, ...]:
    """The columns of the kind itself that are corrected so."""
    of_kind = AssetKind(kind)
    elsewhere = ELSEWHERE.get(of_kind, set())
    return tuple(c for c in OWN.get(of_kind, ()) if c.name not in elsewhere)


def present_values(asset: Asset, user: User) -> dict[str, Any]:
    """What stands there now, by column, as far as this person may know; empty where no row is."""
    columns = revisable(asset.kind)
    if not columns:
        return {}
    one = Asset.objects.filter(pk=asset.pk)
    rows = read_rows(AssetKind(asset.kind), one, columns, Sight(user))
    return dict(zip((c.name for c in columns), rows[0][1], strict=True)) if rows else {}


@verb
def revise(*, actor: User, asset: Asset, values: Mapping[str, Any], reason: str) -> WorkRecord:
    """Writes over what differs. Raises at the column, or where nothing would change."""
    reason = reason_of(reason)
    row = locked(actor, asset)
    in_life(row)
    if not put(actor, row, values, reason=reason, noting=True):
        raise Invalid("nothing_to_edit", "Sudah begitu; tidak ada yang berubah.")
    newest: WorkRecord = row.work.filter(work=Work.REVISE)[0]
    return newest


def put(actor: User, asset: Asset, values: Mapping[str, Any], *, reason: str, noting: bool) -> bool:
    """Whether anything changed. `noting`: whether it is a record of its own."""
    rows = [{**values, "code": asset.code}]
    kind = AssetKind(asset.kind)
    (outcome,) = record_many(actor=actor, kind=kind, rows=rows, reason=reason, noting=noting)
    if outcome.refusal is not None:
        raise outcome.refusal
    return outcome.effect == "updated"
