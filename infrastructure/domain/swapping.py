"""A device takes over from another: its place, its links, its ports, what runs on it.

The one that goes gets the other's place. Swapping the two once more is the way back.
"""

from __future__ import annotations

from typing import Any

from django.db.models import BigIntegerField, Case, F, Q, Value, When

from egov.accounts.models import User
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.verb import verb
from infrastructure.domain.constraints import refusing
from infrastructure.domain.records import in_life, locked, reason_of, write_record
from infrastructure.models import (
    AccessPoint,
    Asset,
    Camera,
    Dependency,
    Deployment,
    Device,
    JointEnd,
    Link,
    PathElement,
    Port,
    PowerFeed,
    WorkRecord,
)
from infrastructure.vocabulary import AssetKind, Work

EXCHANGED = (
    "site_id",
    "rack_id",
    "position2",
    "faces",
    "mgmt_ip",
    "powered_by_id",
    "host_id",
    "cluster_id",
)


@verb
def swap(*, actor: User, asset: Asset, other: Asset, reason: str) -> WorkRecord:
    """`other`, which nothing needs yet, takes over all that `asset` does."""
    reason = reason_of(reason)
    if asset.pk == other.pk:
        raise Invalid("same_device", "Pilih perangkat lain sebagai gantinya.", field="other")
    # the lower key first, so that two swaps cannot wait for each other
    rows = {each.pk: locked(actor, each) for each in sorted((asset, other), key=lambda a: a.pk)}
    row, successor = rows[asset.pk], rows[other.pk]
    for each in (row, successor):
        in_life(each)
        if each.kind != AssetKind.DEVICE:
            raise Invalid("not_a_device", f"{each} bukan perangkat.", field="other")
    _refuse_busy(successor)
    old, new = (Device.objects.get(pk=each.pk) for each in (row, successor))
    if old.is_virtual != new.is_virtual:
        raise Invalid("not_alike", "Mesin virtual tidak ditukar dengan perangkat.", field="other")
    _refuse_missing_ports(old, new)
    with refusing():
        _exchange_places(old, new)
        _exchange_states(row, successor)
        _hand_over(old, new)
    records = [
        write_record(actor=actor, asset=each, work=Work.SWAP, reason=reason, after={"with": its.pk})
        for each, its in ((successor, row), (row, successor))
    ]
    return records[-1]


def is_free(asset: Asset) -> bool:
    """Whether nothing runs on the device, ends at it or hangs on it."""
    key = asset.pk
    return not any(
        rows.exists()
        for rows in (
            Link.objects.filter(Q(a=key) | Q(b=key)),
            Deployment.objects.filter(device=key),
            Device.objects.filter(Q(host=key) | Q(powered_by=key)),
            JointEnd.objects.filter(port__device=key),
            PowerFeed.objects.filter(target=key),
            Camera.objects.filter(recorder=key),
            AccessPoint.objects.filter(powered_by=key),
            Dependency.objects.filter(asset=key),
        )
    )


def _refuse_busy(successor: Asset) -> None:
    if not is_free(successor):
        raise Invalid(
            "busy_device",
            f"{successor} sudah punya tautan, catu daya, atau tugas lain. "
            "Pilih perangkat yang bebas sebagai gantinya.",
            field="other",
        )


def _refuse_missing_ports(old: Device, new: Device) -> None:
    used = set(JointEnd.objects.filter(port__device=old).values_list("port__name", flat=True))
    missing = used - set(Port.objects.filter(device=new).values_list("name", flat=True))
    if used and missing:
        names = ", ".join(sorted(missing)[:5])
        raise Refusal(
            "no_such_port", f"{new} tidak punya porta {names}. Pilih perangkat dengan porta itu."
        )


def _exchange_places(old: Device, new: Device) -> None:
    """Both leave their places before either takes the other's."""
    places: list[dict[str, Any]] = [
        {name: getattr(each, name) for name in EXCHANGED} for each in (old, new)
    ]
    pair = Device.objects.filter(pk__in=(old.pk, new.pk))
    pair.update(position2=None)
    for each, values in ((new, places[0]), (old, places[1])):
        pair.filter(pk=each.pk).update(**values)


def _exchange_states(row: Asset, successor: Asset) -> None:
    row.status, successor.status = successor.status, row.status
    for each in (row, successor):
        each.save(update_fields=["status"])


def _hand_over(old: Device, new: Device) -> None:
    """All that names the old one names the new one."""
    for table, name in (
        (Deployment, "device"),
        (Device, "host"),
        (Device, "powered_by"),
        (Camera, "recorder"),
        (AccessPoint, "powered_by"),
        (PowerFeed, "target"),
        (Dependency, "asset"),
        (PathElement, "asset"),
        (Link, "a"),
        (Link, "b"),
    ):
        table._default_manager.filter(**{name: old.pk}).update(**{f"{name}_id": new.pk})
    ports = dict(Port.objects.filter(device=new).values_list("name", "pk"))
    named = Port.objects.filter(device=old, name__in=ports).values_list("pk", "name")
    cases = [When(port=key, then=Value(ports[name])) for key, name in named]
    if cases:
        new_port = Case(*cases, default=F("port_id"), output_field=BigIntegerField())
        JointEnd.objects.filter(port__device=old).update(port_id=new_port)
        PathElement.objects.filter(port__device=old).update(port_id=new_port)
