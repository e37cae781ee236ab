"""Tables under the headings of NetBox 4.x, so that what it imports needs no renaming."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from egov.accounts.models import User
from egov.web.exports import Table
from infrastructure.models import (
    Asset,
    Device,
    DeviceType,
    Link,
    Rack,
    Site,
    inner_assets,
    visible_assets,
)
from infrastructure.vocabulary import AssetKind, AssetStatus, Medium

STATES = {
    AssetStatus.PLANNED: "Planned",
    AssetStatus.INSTALLED: "Staged",
    AssetStatus.ACTIVE: "Active",
    AssetStatus.MAINTENANCE: "Offline",
    AssetStatus.RETIRED: "Decommissioning",
}
CABLES = {Medium.FIBRE: "Single-mode Fiber", Medium.COPPER: "CAT6"}
FACES = {0: "Front", 1: "Rear"}


def _state(asset: Asset) -> str:
    return STATES[AssetStatus(asset.status)]


def _sites(user: User) -> Iterator[Sequence[Any]]:
    rows = Site.objects.filter(inner_assets(user, "asset__")).select_related("asset__owner")
    for site in rows.order_by("asset__code").iterator():
        asset = site.asset
        owner = asset.owner.short_name if asset.owner else ""
        yield (asset.code, _state(asset), owner, asset.latitude, asset.longitude, asset.name)


def _racks(user: User) -> Iterator[Sequence[Any]]:
    rows = Rack.objects.filter(inner_assets(user, "asset__"))
    rows = rows.select_related("asset", "site__asset", "room__asset")
    for rack in rows.order_by("asset__code").iterator():
        room = rack.room.asset.code if rack.room else ""
        height = f"{rack.u_height}U"
        yield (
            rack.asset.code, rack.site.asset.code, room, _state(rack.asset), height,
            rack.asset.asset_code,
        )  # fmt: skip


def _types(_user: User) -> Iterator[Sequence[Any]]:
    rows = DeviceType.objects.select_related("manufacturer").order_by("code")
    for kind in rows.iterator():
        height = f"{kind.height2 / 2:g}U"
        yield (kind.model, kind.manufacturer.name, kind.code, height, str(kind.full_depth))


def _devices(user: User) -> Iterator[Sequence[Any]]:
    rows = Device.objects.filter(inner_assets(user, "asset__"), is_virtual=False)
    rows = rows.select_related(
        "asset", "role", "type__manufacturer", "site__asset", "rack__asset__rack__room__asset"
    )
    for device in rows.order_by("asset__code").iterator():
        kind, rack = device.type, device.rack
        face = FACES.get(device.faces.lower, "") if device.faces and device.position2 else ""
        yield (
            device.asset.code, _state(device.asset), device.role.code,
            kind.manufacturer.name if kind else "", kind.model if kind else "",
            device.serial, device.asset.asset_code,
            device.site.asset.code if device.site else "",
            rack.asset.code if rack else "",
            f"{device.position2 / 2:g}" if device.position2 else "",
            face, device.mgmt_ip or "", device.asset.name,
        )  # fmt: skip


def _cables(user: User) -> Iterator[Sequence[Any]]:
    """Links between two devices, both of which one may know."""
    ends = {"a__kind": AssetKind.DEVICE, "b__kind": AssetKind.DEVICE, "medium__in": list(CABLES)}
    rows = Link.objects.filter(inner_assets(user, "asset__"), **ends)
    rows = rows.filter(visible_assets(user, "a__")).filter(visible_assets(user, "b__"))
    for link in rows.select_related("asset", "a", "b").order_by("asset__code").iterator():
        kind = CABLES[Medium(link.medium)]
        state = "Connected" if link.asset.status == AssetStatus.ACTIVE else "Planned"
        yield (link.asset.code, link.a.code, link.b.code, state, kind, link.asset.name)


Rows = Callable[[User], Iterator[Sequence[Any]]]
TABLES: dict[str, tuple[str, tuple[str, ...], Rows]] = {
    "site": (
        "netbox sites",
        ("Name", "Status", "Tenant", "Latitude", "Longitude", "Description"),
        _sites,
    ),
    "rack": (
        "netbox racks",
        ("Name", "Site", "Location", "Status", "Height", "Asset Tag"),
        _racks,
    ),
    "tipe-perangkat": (
        "netbox device types",
        ("Device Type", "Manufacturer", "Slug", "U Height", "Full Depth"),
        _types,
    ),
    "device": (
        "netbox devices",
        (
            "Name", "Status", "Role", "Manufacturer", "Type", "Serial number", "Asset tag", "Site",
            "Rack", "Position", "Face", "IP Address", "Description",
        ),
        _devices,
    ),
    "link": (
        "netbox cables",
        ("Label", "Device A", "Device B", "Status", "Type", "Description"),
        _cables,
    ),
}  # fmt: skip


def netbox_table(user: User, slug: str) -> Table:
    title, heads, rows = TABLES[slug]
    return Table(title, list(heads), rows(user))
