"""A device: where it stands, its ports and links, its current, and the applications on it."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from egov.verbs.permission import Actor
from infrastructure.models import (
    Asset,
    Deployment,
    Device,
    JointEnd,
    Link,
    visible_assets,
)
from infrastructure.views.sheets.current import Current, current_of
from infrastructure.views.sheets.enclosure import end_of
from infrastructure.views.sheets.rack import mounted_of
from infrastructure.views.sheets.reading import SHOWN, knows_inside, seen
from infrastructure.vocabulary import Environment


def device_sheet(asset: Asset, user: Actor) -> dict[str, Any]:
    rows = Device.objects.select_related("asset", "role", "type__manufacturer", "cluster")
    device = rows.get(pk=asset.pk)
    places = seen(user, [device.site_id, device.rack_id, device.host_id, device.powered_by_id])
    inside = knows_inside(user, asset)
    guests = Device.objects.filter(visible_assets(user, "asset__"), host=device)
    return {
        "device": device,
        "site": places.get(device.site_id or 0),
        "rack": places.get(device.rack_id or 0),
        "host": places.get(device.host_id or 0),
        "powered_by": places.get(device.powered_by_id or 0),
        "units": mounted_of(device).units if device.position2 else "",
        "links": links_of([asset.pk], user),
        "ports": _ports(device, user) if inside else [],
        "guests": list(guests.select_related("asset", "role").order_by("asset__code")[:SHOWN]),
        "applications": applications_on([asset.pk]),
        "current": _current(device, places, user),
    }


def _current(device: Device, places: dict[int, Asset], user: Actor) -> Current | None:
    """Its own inlets and its rack's; a virtual machine has none."""
    if device.is_virtual:
        return None
    rack = places.get(device.rack_id or 0)
    giver = places.get(device.powered_by_id or 0)
    within = [(rack.pk, device.pk, "berdiri di rak")] if rack else []
    within += [(giver.pk, device.pk, "PoE")] if giver else []
    return current_of(user, [device.asset, *filter(None, (rack, giver))], within)


def links_of(keys: list[int], user: Actor) -> list[tuple[Link, Asset | None]]:
    """Links that end at one of these, each with its other end where that may be known."""
    rows = Link.objects.filter(
        Q(a__in=keys) | Q(b__in=keys), visible_assets(user, "asset__")
    ).select_related("asset")
    links = list(rows.order_by("asset__code")[:SHOWN])
    ends = seen(user, [end for link in links for end in (link.a_id, link.b_id)])
    others = (link.b_id if link.a_id in keys else link.a_id for link in links)
    return [(link, ends.get(other)) for link, other in zip(links, others, strict=True)]


def applications_on(devices: list[int]) -> list[Deployment]:
    """What citizens and offices use, and runs on these."""
    rows = Deployment.objects.filter(
        device__in=devices, group__environment=Environment.PRODUCTION
    ).select_related("group__application__owner", "device__asset")
    return list(rows.order_by("group__application__name", "id")[:SHOWN])


def _ports(device: Device, user: Actor) -> list[tuple[Any, Any]]:
    """Each port with the core that it is joined to, where that may be known."""
    ports = list(device.ports.order_by("id")[: 2 * SHOWN])
    joined = JointEnd.objects.filter(
        visible_assets(user, "core__cable__asset__"),
        joint__ends__port__in=ports,
        core__isnull=False,
    )
    pairs = joined.values_list("joint__ends__port", "pk")
    ends = JointEnd.objects.select_related("core__cable__asset", "core__cable__type", "port")
    by_key = ends.in_bulk([key for _, key in pairs])
    cores = {port: end_of(by_key[key]) for port, key in pairs}
    return [(port, cores.get(port.pk)) for port in ports]
