"""An application is put on a device, or taken off it."""

from __future__ import annotations

from dataclasses import dataclass

from egov.accounts.models import User
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.verb import verb
from infrastructure.domain.records import in_life, locked, reason_of, write_record
from infrastructure.domain.service_tables import DeploymentTable, group_told
from infrastructure.domain.tables import record_rows
from infrastructure.models import Asset, Deployment, DeploymentGroup, WorkRecord
from infrastructure.vocabulary import AssetKind, Environment, Work
from regulations.models import Application


@dataclass(frozen=True)
class Role:
    """What part of an application a device plays; `min_up`: None leaves that of the group."""

    environment: str = Environment.PRODUCTION
    group: str = ""
    min_up: int | None = None


AS_SERVER = Role()


@verb
def deploy(
    *,
    actor: User,
    asset: Asset,
    application: Application,
    reason: str,
    role: Role = AS_SERVER,
) -> WorkRecord:
    """The device runs a part of the application from now on. The way back is `withdraw`."""
    reason = reason_of(reason)
    row = _device(actor, asset)
    values = {
        "application": application.code,
        "device": row.code,
        "environment": role.environment,
        "group": role.group,
        "min_up": role.min_up,
    }
    (item,) = record_rows(table=DeploymentTable(actor, reason), rows=[values])
    if item.refusal is not None:
        raise item.refusal
    if item.effect == "unchanged":
        raise Invalid("already_deployed", f"{application.name} sudah ada di {row}.")
    newest: WorkRecord = row.work.filter(work=Work.DEPLOY)[0]
    return newest


@verb
def withdraw(
    *,
    actor: User,
    asset: Asset,
    group: DeploymentGroup,
    reason: str,
    min_up: int | None = None,
) -> WorkRecord:
    """The device runs it no more. `min_up`: how many of the others must be up from now on."""
    reason = reason_of(reason)
    row = _device(actor, asset)
    held = DeploymentGroup.objects.select_for_update(of=("self",), no_key=True)
    one = held.select_related("application").get(pk=group.pk)
    others = one.members.exclude(device=row.pk).count()
    if others == one.members.count():
        raise Invalid("not_deployed", f"{one} tidak ada di {row}.", field="group")
    wanted = one.min_up if min_up is None else min_up
    if others and not 1 <= wanted <= others:
        sentence = f"Sisa {others} perangkat, padahal {wanted} harus hidup. Kurangi jumlah itu."
        raise Invalid("too_few_left", sentence, field="min_up")
    before = group_told(one)
    Deployment.objects.filter(group=one, device=row.pk).delete()
    if others and wanted != one.min_up:
        one.min_up = wanted
        one.save(update_fields=["min_up"])
    return write_record(
        actor=actor,
        asset=row,
        work=Work.WITHDRAW,
        reason=reason,
        before={"deployment": before},
        after={"deployment": group_told(one)},
    )


def _device(actor: User, asset: Asset) -> Asset:
    row = locked(actor, asset)
    in_life(row)
    if row.kind != AssetKind.DEVICE:
        raise Refusal("not_a_device", f"{row} bukan perangkat.")
    return row
