"""The way back of what changed columns: they are as they were, by another record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.dateparse import parse_datetime

from egov.accounts.models import User
from egov.verbs.refusal import Refusal
from egov.verbs.verb import verb
from infrastructure.domain.constraints import refusing
from infrastructure.domain.placing import put_rack
from infrastructure.domain.records import locked, reason_of, write_record
from infrastructure.domain.revising import put
from infrastructure.domain.usage import refuse_in_use
from infrastructure.models import Asset, Device, WorkRecord
from infrastructure.vocabulary import AssetStatus, Work

ASIDE = (Work.VERIFY, Work.TAKE_BACK)  # these change nothing that another work builds on
# what changed columns gets them back; a swap, cores and joints have verbs of their own for it
COLUMNS = (
    Work.EDIT,
    Work.REVISE,
    Work.INSTALL,
    Work.MOVE,
    Work.ACTIVATE,
    Work.MAINTAIN,
    Work.RETIRE,
    Work.REINSTATE,
    Work.VERIFY,
)


def last_work(asset: Asset) -> WorkRecord | None:
    """The newest record that can be taken back; None where nothing was done or all is undone."""
    newest = asset.work.filter(taken_back_by=None, work__in=(*COLUMNS, Work.SWAP)).first()
    return newest if newest is not None and newest.work in COLUMNS else None


@verb
def take_back(*, actor: User, record: WorkRecord, reason: str) -> WorkRecord:
    """Undoes one record, the newest first. A record is taken back once."""
    reason = reason_of(reason)
    row = locked(actor, record.asset)
    if WorkRecord.objects.filter(takes_back=record).exists():
        raise Refusal("taken_back", f"{record} sudah dibatalkan.")
    if record.work not in COLUMNS:
        raise Refusal(
            "no_way_back", f"{record.get_work_display()} punya tindakan baliknya sendiri."
        )
    _refuse_later(row, record)
    with refusing():
        _put_columns_back(actor, record)
    return write_record(
        actor=actor,
        asset=row,
        work=Work.TAKE_BACK,
        reason=reason,
        before=record.after,
        after=record.before,
        takes_back=record,
    )


def _refuse_later(asset: Asset, record: WorkRecord) -> None:
    aside = () if record.work in ASIDE else ASIDE
    later = asset.work.filter(pk__gt=record.pk, taken_back_by=None).exclude(work__in=aside)
    newest = later.filter(work__in=(*COLUMNS, Work.SWAP)).first()
    if newest is not None:
        word = newest.get_work_display().lower()
        raise Refusal("later_work", f"Sesudah itu {asset} {word}. Batalkan yang terakhir dulu.")


def _put_columns_back(actor: User, record: WorkRecord) -> None:
    columns: Mapping[str, Any] = record.before.get("asset", {})
    if columns.get("status") in (AssetStatus.PLANNED, AssetStatus.RETIRED):
        refuse_in_use(actor, record.asset)
    if columns:
        names = {field.name: field for field in Asset._meta.concrete_fields}
        values = {names[name].attname: _read(names[name], v) for name, v in columns.items()}
        Asset.objects.filter(pk=record.asset_id).update(**values)
    if "columns" in record.before:
        put(actor, record.asset, record.before["columns"], reason=record.reason, noting=False)
    if "rack" in record.before:
        put_rack(record.asset_id, record.before["rack"])
    place: Mapping[str, Any] = record.before.get("device", {})
    if place:
        faces = place["faces"]
        values = {**place, "faces": tuple(faces) if faces else None}
        Device.objects.filter(pk=record.asset_id).update(**values)


def _read(field: Any, value: Any) -> Any:
    return parse_datetime(value) if field.name == "verified_at" and value else value
