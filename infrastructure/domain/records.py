"""What every verb of the inventory begins and ends with: the row under lock, the record of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from egov.accounts.models import User
from egov.verbs.permission import require
from egov.verbs.plain import plain
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.soon import soon
from infrastructure.models import Asset, WorkRecord
from infrastructure.vocabulary import AssetKind, AssetStatus, Work

LONGEST = 300  # letters of a reason
FROM_A_TABLE = "Dari tabel"


def reason_of(text: str) -> str:
    """Why something is done, as it is kept. Raises where nothing is written."""
    reason = " ".join(plain(text).split())
    if not reason:
        raise Invalid("no_reason", "Tulis alasannya.", field="reason")
    if len(reason) > LONGEST:
        raise Invalid("long_reason", f"Tulis paling banyak {LONGEST} huruf.", field="reason")
    return reason


def locked(actor: User, asset: Asset) -> Asset:
    """The asset as it is now, held until the verb ends, for who may change it."""
    require(actor, "infrastructure.keep_asset", asset)
    row = Asset.objects.select_for_update(of=("self",), no_key=True).get(pk=asset.pk)
    require(actor, "infrastructure.keep_asset", row)  # its owner may have changed meanwhile
    return row


def in_life(asset: Asset) -> None:
    """Raises for what is no longer used: it is reinstated first."""
    if asset.status == AssetStatus.RETIRED:
        raise Refusal(
            "retired", f"{asset} tidak dipakai lagi. Pakai kembali dulu, baru ubah yang lain."
        )


def write_record(
    *,
    actor: User,
    asset: Asset,
    work: Work,
    reason: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    takes_back: WorkRecord | None = None,
) -> WorkRecord:
    if asset.kind == AssetKind.CAMERA:  # it may have been closed while somebody watches it
        soon("infrastructure.tasks.close_closed_cameras")
    return WorkRecord.objects.create(
        asset=asset,
        work=work,
        reason=reason,
        before=before or {},
        after=after or {},
        done_by=actor,
        takes_back=takes_back,
    )


def write_records(records: Iterable[WorkRecord]) -> None:
    """Those of a set, each of its own asset."""
    WorkRecord.objects.bulk_create(records, batch_size=5000)
