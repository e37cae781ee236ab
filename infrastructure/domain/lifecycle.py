"""The life of a thing: installed, used, looked after, retired and brought back; and verified."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from django.utils import timezone

from egov.accounts.models import User
from egov.verbs.refusal import Refusal
from egov.verbs.verb import verb
from infrastructure.domain.constraints import refusing
from infrastructure.domain.records import in_life, locked, reason_of, write_record
from infrastructure.domain.usage import refuse_in_use
from infrastructure.models import Asset, WorkRecord
from infrastructure.vocabulary import AssetStatus, Work


class Step(NamedTuple):
    """A change of state: from which, to which."""

    since: tuple[AssetStatus, ...]
    to: AssetStatus


STEPS: Mapping[Work, Step] = {
    Work.INSTALL: Step((AssetStatus.PLANNED,), AssetStatus.INSTALLED),
    Work.ACTIVATE: Step((AssetStatus.INSTALLED, AssetStatus.MAINTENANCE), AssetStatus.ACTIVE),
    Work.MAINTAIN: Step((AssetStatus.ACTIVE,), AssetStatus.MAINTENANCE),
    Work.RETIRE: Step(
        (
            AssetStatus.PLANNED,
            AssetStatus.INSTALLED,
            AssetStatus.ACTIVE,
            AssetStatus.MAINTENANCE,
        ),
        AssetStatus.RETIRED,
    ),
    Work.REINSTATE: Step((AssetStatus.RETIRED,), AssetStatus.INSTALLED),
}


def may_follow(asset: Asset, work: Work) -> bool:
    """Whether the thing is in a state from which this step goes."""
    return asset.status in STEPS[work].since


def take_step(asset: Asset, work: Work) -> tuple[dict[str, object], dict[str, object]]:
    """Changes the state of a locked asset; columns before and after, for the record."""
    if not may_follow(asset, work):
        present = asset.get_status_display().lower()
        wanted = STEPS[work].to.label.lower()
        raise Refusal("no_such_step", f"{asset} sekarang {present}; belum dapat menjadi {wanted}.")
    before = asset.status
    asset.status = STEPS[work].to
    with refusing():
        asset.save(update_fields=["status"])
    return {"asset": {"status": before}}, {"asset": {"status": asset.status.value}}


@verb
def activate(*, actor: User, asset: Asset, reason: str) -> WorkRecord:
    """What is installed, or was looked after, is used."""
    return _step(actor, asset, Work.ACTIVATE, reason)


@verb
def maintain(*, actor: User, asset: Asset, reason: str) -> WorkRecord:
    """What is used is being looked after; it still counts as there."""
    return _step(actor, asset, Work.MAINTAIN, reason)


@verb
def retire(*, actor: User, asset: Asset, reason: str) -> WorkRecord:
    """A thing is no longer used; its row and its history stay. Not under what still uses it."""
    return _step(actor, asset, Work.RETIRE, reason)


@verb
def reinstate(*, actor: User, asset: Asset, reason: str) -> WorkRecord:
    """What was retired stands again, where it stood; refused where its place is taken by now."""
    return _step(actor, asset, Work.REINSTATE, reason)


def _step(actor: User, asset: Asset, work: Work, reason: str) -> WorkRecord:
    reason = reason_of(reason)
    row = locked(actor, asset)
    if work == Work.RETIRE and may_follow(row, work):
        refuse_in_use(actor, row)
    before, after = take_step(row, work)
    return write_record(
        actor=actor, asset=row, work=work, reason=reason, before=before, after=after
    )


@verb
def verify(
    *, actor: User, asset: Asset, reason: str = "Diperiksa di tempat", now: datetime | None = None
) -> WorkRecord:
    """Somebody stood before it and what is recorded is right."""
    reason = reason_of(reason)
    row = locked(actor, asset)
    in_life(row)
    before = {
        "verified_at": row.verified_at.isoformat() if row.verified_at else None,
        "verified_by": row.verified_by_id,
    }
    row.verified_at, row.verified_by = now or timezone.now(), actor
    row.save(update_fields=["verified_at", "verified_by"])
    after = {"verified_at": row.verified_at.isoformat(), "verified_by": actor.pk}
    return write_record(
        actor=actor,
        asset=row,
        work=Work.VERIFY,
        reason=reason,
        before={"asset": before},
        after={"asset": after},
    )
