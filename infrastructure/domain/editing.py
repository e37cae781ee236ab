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


Values = Mapping[str, Any]  # by column; one that can be called gives it for each asset


class Edited(NamedTuple):
    """What became of one of many: the columns before and after, in words; or why not."""

    asset: Asset
    before: dict[str, Any]
    after: dict[str, Any]
    words: str = ""
    why_not: str = ""

    @property
    def refused(self) -> bool:
        return bool(self.why_not)


@verb
def edit(*, actor: User, asset: Asset, values: Values, reason: str) -> WorkRecord:
    """Changes columns of one asset's row. Raises where nothing would change."""
    (result,) = _edit(actor, [asset], values, reason, FOR_ONE)
    if result.refused:
        raise refusal_of(actor, "infrastructure.keep_asset", asset) or Invalid(
            "not_edited", result.why_not
        )
    newest: WorkRecord | None = asset.work.filter(work=Work.EDIT).first()
    assert newest is not None, "an edit that was not refused has its record"
    return newest


@verb
def edit_many(*, actor: User, assets: Sequence[Asset], values: Values, reason: str) -> list[Edited]:
    """Changes the same columns of many, in queries that do not grow with them."""
    return _edit(actor, assets, values, reason, FOR_MANY)


def _edit(
    actor: User,
    assets: Sequence[Asset],
    values: Values,
    reason: str,
    allowed: Sequence[str],
) -> list[Edited]:
    reason = reason_of(reason)
    if not values:
        raise Invalid("nothing_to_edit", "Isi paling sedikit satu yang berubah.")
    assert set(values) <= set(allowed), "columns that this verb does not know"
    if values.get("visibility", Visibility.PUBLIC) not in Visibility.values:
        raise Invalid("bad_visibility", "Pilih siapa yang dapat membacanya.", field="visibility")
    _refuse_half_a_point(values)
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


def _refuse_half_a_point(values: Values) -> None:
    point = [values.get(name) for name in ("latitude", "longitude")]
    if point.count(None) == 1 and "latitude" in values:
        sentence = "Isi lintang dan bujur bersama, atau kosongkan keduanya."
        raise Invalid("half_a_point", sentence, field="latitude")
    if None not in point and abs(point[0]) > 90 >= abs(point[1]):  # type: ignore[arg-type]
        sentence = "Lintang dan bujur tampaknya tertukar. Tukar keduanya."
        raise Invalid("swapped_point", sentence, field="latitude")


def _changed(actor: User, asset: Asset, values: Values) -> Edited:
    wanted = {name: v(asset) if callable(v) else v for name, v in values.items()}
    held = {name: getattr(asset, name) for name in wanted}
    before = {name: _plain(value) for name, value in held.items()}
    after = {name: _plain(value) for name, value in wanted.items()}
    edited = Edited(asset, before, after)
    refusal = refusal_of(actor, "infrastructure.keep_asset", asset)
    if refusal is not None:
        return edited._replace(why_not=refusal.sentence)
    if asset.status == AssetStatus.RETIRED:
        return edited._replace(why_not="Tidak dipakai lagi. Pakai kembali dulu.")
    if before == after:
        return edited._replace(why_not="Sudah begitu; tidak ada yang berubah.")
    for name, value in wanted.items():
        setattr(asset, name, value)
    refusal = refusal_of(actor, "infrastructure.keep_asset", asset)
    if refusal is not None:  # what one gives away, one may not give away
        return edited._replace(why_not="Pemilik lain hanya ditetapkan operator daerah.")
    changes = (n for n in wanted if before[n] != after[n])
    words = "; ".join(
        f"{_label(n)}: {_said(n, held[n])} menjadi {_said(n, wanted[n])}" for n in changes
    )
    return edited._replace(words=words)


def _plain(value: Any) -> Any:
    """A column as JSON holds it: a row by its key."""
    return getattr(value, "pk", value)


def _label(name: str) -> str:
    return str(Asset._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _said(name: str, value: Any) -> str:
    if name == "visibility":
        return Visibility(value).label
    text = ", ".join(value) if isinstance(value, list) else str(value or "")
    return text or "kosong"
