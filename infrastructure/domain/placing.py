"""Where a device or a rack stands: installed in its place, moved to another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from egov.accounts.models import User
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.verb import verb
from infrastructure.domain.constraints import refusing
from infrastructure.domain.lifecycle import take_step
from infrastructure.domain.records import in_life, locked, reason_of, write_record
from infrastructure.models import Asset, Device, Rack, Room, Site, WorkRecord
from infrastructure.vocabulary import AssetKind, AssetStatus, Work

FRONT, BACK, THROUGH = (0, 1), (1, 2), (0, 2)
COLUMNS = ("site_id", "rack_id", "position2", "faces")


@dataclass(frozen=True)
class Place:
    """A site, or a rack of it with a place in half units from the floor (U1 = 2) and its faces.

    For a rack: a site, and perhaps a room of it.
    """

    site: Site | None = None
    room: Room | None = None
    rack: Rack | None = None
    position2: int | None = None
    faces: tuple[int, int] | None = None

    @property
    def columns(self) -> dict[str, Any]:
        """As a device holds them: what stands in a rack stands in the rack's site."""
        return {
            "site_id": self.rack.site_id if self.rack else self.site and self.site.pk,
            "rack_id": self.rack.pk if self.rack else None,
            "position2": self.position2,
            "faces": list(self.faces or THROUGH) if self.rack else None,
        }


@verb
def install(*, actor: User, asset: Asset, reason: str, place: Place | None = None) -> WorkRecord:
    """What was planned stands; a device in its place, where one is given."""
    reason = reason_of(reason)
    row = locked(actor, asset)
    before, after = take_step(row, Work.INSTALL)
    if place is not None:
        device = _device_of(row)
        before |= {"device": _columns(device)}
        after |= {"device": _put(actor, device, place)}
    return write_record(
        actor=actor, asset=row, work=Work.INSTALL, reason=reason, before=before, after=after
    )


@verb
def move(*, actor: User, asset: Asset, place: Place, reason: str) -> WorkRecord:
    """A device goes to another place, or within its rack; a rack goes with all that is in it."""
    reason = reason_of(reason)
    row = locked(actor, asset)
    in_life(row)
    if row.kind == AssetKind.RACK:
        before, after = _move_rack(row, place)
    else:
        device = _device_of(row)
        before, after = {"device": _columns(device)}, {"device": place.columns}
        _refuse_same(row, before == after)
        _put(actor, device, place)
    return write_record(
        actor=actor, asset=row, work=Work.MOVE, reason=reason, before=before, after=after
    )


def _refuse_same(asset: Asset, same: bool) -> None:
    if same:
        raise Invalid("same_place", f"{asset} sudah ada di situ. Pilih tempat lain.", field="site")


def _move_rack(asset: Asset, place: Place) -> tuple[dict[str, Any], dict[str, Any]]:
    rack = Rack.objects.get(pk=asset.pk)
    if place.rack is not None:
        raise Invalid("rack_in_rack", "Rak tidak ditaruh di dalam rak.", field="rack")
    site = place.room.site_id if place.room else place.site and place.site.pk
    if site is None:
        raise Invalid("no_place", "Pilih lokasi atau ruang tujuannya.", field="site")
    if place.site is not None and place.site.pk != site:
        sentence = f"Ruang {place.room} tidak ada di {place.site}."
        raise Invalid("room_elsewhere", sentence, field="room")
    before = {"site_id": rack.site_id, "room_id": rack.room_id}
    after = {"site_id": site, "room_id": place.room.pk if place.room else None}
    _refuse_same(asset, before == after)
    put_rack(rack.pk, after)
    return {"rack": before}, {"rack": after}


def put_rack(rack: int, columns: Mapping[str, Any]) -> None:
    """The rack, and what stands in it, are where these columns say."""
    Rack.objects.filter(pk=rack).update(**columns)
    Device.objects.filter(rack=rack).update(site_id=columns["site_id"])


def _device_of(asset: Asset) -> Device:
    if asset.kind != AssetKind.DEVICE:
        raise Refusal("not_a_device", f"{asset} bukan perangkat; tempatnya tidak berubah begini.")
    return Device.objects.get(pk=asset.pk)


def _columns(device: Device) -> dict[str, Any]:
    columns = {name: getattr(device, name) for name in COLUMNS}
    faces = device.faces
    return columns | {"faces": [faces.lower, faces.upper] if faces else None}


def _put(actor: User, device: Device, place: Place) -> dict[str, Any]:
    if place.site is None and place.rack is None:
        raise Invalid("no_place", "Pilih lokasi atau rak tujuannya.", field="site")
    if place.rack is not None:
        _refuse_elsewhere(place)
        require(
            actor,
            "infrastructure.keep_asset",
            place.rack.asset,
            code="not_your_rack",
            sentence="Rak itu bukan milik perangkat daerah Anda. Minta operator daerah.",
        )
        if place.rack.asset.status == AssetStatus.RETIRED:
            raise Invalid("rack_retired", f"Rak {place.rack} tidak dipakai lagi.", field="rack")
    columns = place.columns
    for name, value in columns.items():
        setattr(device, name, tuple(value) if name == "faces" and value else value)
    with refusing():
        device.save(update_fields=["site", "rack", "position2", "faces"])
    return columns


def _refuse_elsewhere(place: Place) -> None:
    if place.site is not None and place.rack and place.rack.site_id != place.site.pk:
        raise Invalid(
            "rack_elsewhere", f"Rak {place.rack} tidak ada di {place.site}.", field="rack"
        )
