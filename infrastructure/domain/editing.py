"""What is written of things: one, or many at once, each refusal at its own row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from egov.accounts.models import User
from egov.verbs.permission import refusal_of
from egov.verbs.refusal import Invalid
from egov.verbs.verb import verb
from infrastructure.domain.constraints import refusing
from infrastructure.domain.records import reason_of
from infrastructure.models import Asset, WorkRecord
from infrastructure.vocabulary import AssetStatus, Visibility, Work

# what may be edited of many; a name or a point is one thing's own
FOR_MANY = ("owner", "operator", "visibility", "area", "asset_code", "tags")
FOR_ONE = (*FOR_MANY, "name", "latitude", "longitude")


class Edited(NamedTuple):
    """What became of one of many: the columns before and after, or why not."""

    asset: Asset
    before: dict[str, Any]
    after: dict[str, Any]
    sentence: str = ""

    @property
    def refused(self) -> bool:
        return bool(self.sentence)


@verb
def edit(*, actor: User, asset: Asset, values: Mapping[str, Any], reason: str) -> WorkRecord:
    """Changes columns of one asset's row. Raises where nothing would change."""
    (result,) = _edit(actor, [asset], values, reason, FOR_ONE)
    if result.refused:
        raise refusal_of(actor, "infrastructure.keep_asset", asset) or Invalid(
            "not_edited", result.sentence
        )
    newest: WorkRecord | None = asset.work.filter(work=Work.EDIT).first()
    assert newest is not None, "an edit that was not refused has its record"
    return newest


@verb
def edit_many(
    *, actor: User, assets: Sequence[Asset], values: Mapping[str, Any], reason: str
) -> list[Edited]:
    """Changes the same columns of many, in queries that do not grow with them."""
    return _edit(actor, assets, values, reason, FOR_MANY)


def _edit(
    actor: User,
    assets: Sequence[Asset],
    values: Mapping[str, Any],
    reason: str,
    allowed: Sequence[str],
) -> list[Edited]:
    reason = reason_of(reason)
    if not values:
        raise Invalid("nothing_to_edit", "Isi paling sedikit satu yang berubah.")
    assert set(values) <= set(allowed), "columns that this verb does not know"
    if values.get("visibility", Visibility.PUBLIC) not in Visibility.values:
        raise Invalid("bad_visibility", "Pilih siapa yang dapat membacanya.", field="visibility")
    keys = [asset.pk for asset in assets]
    rows = Asset.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=keys)
    rows = rows.select_related("owner", "area").order_by("pk")
    results = [_changed(actor, row, values) for row in rows]
    edited = [result.asset for result in results if not result.refused]
    with refusing():
        Asset.objects.bulk_update(edited, list(values), batch_size=500)
    WorkRecord.objects.bulk_create(
        WorkRecord(
            asset=result.asset,
            work=Work.EDIT,
            reason=reason,
            before={"asset": result.before},
            after={"asset": result.after},
            done_by=actor,
        )
        for result in results
        if not result.refused
    )
    order = {key: number for number, key in enumerate(keys)}
    return sorted(results, key=lambda result: order[result.asset.pk])


def _changed(actor: User, asset: Asset, values: Mapping[str, Any]) -> Edited:
    before = {name: _plain(getattr(asset, name)) for name in values}
    after = {name: _plain(value) for name, value in values.items()}
    refusal = refusal_of(actor, "infrastructure.keep_asset", asset)
    if refusal is not None:
        return Edited(asset, before, after, refusal.sentence)
    if asset.status == AssetStatus.RETIRED:
        return Edited(asset, before, after, "Tidak dipakai lagi. Pakai kembali dulu.")
    if before == after:
        return Edited(asset, before, after, "Sudah begitu; tidak ada yang berubah.")
    for name, value in values.items():
        setattr(asset, name, value)
    refusal = refusal_of(actor, "infrastructure.keep_asset", asset)
    if refusal is not None:  # what one gives away, one may not give away
        return Edited(asset, before, after, "Pemilik lain hanya ditetapkan operator daerah.")
    return Edited(asset, before, after)


def _plain(value: Any) -> Any:
    """A column as JSON holds it: a row by its key."""
    return getattr(value, "pk", value)
