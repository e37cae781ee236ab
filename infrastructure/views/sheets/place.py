"""Sites, rooms of a data centre, and sources of current."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from egov.verbs.permission import Actor
from infrastructure.domain.cameras import laws_on, why
from infrastructure.domain.live import gateway
from infrastructure.drawings.layers import Layers, Node
from infrastructure.drawings.power import Feed, Source, power_chain
from infrastructure.models import (
    AccessPoint,
    Asset,
    Camera,
    Device,
    PowerFeed,
    PowerSource,
    Rack,
    Room,
    Site,
    visible_assets,
)
from infrastructure.views.sheets.current import sources_above
from infrastructure.views.sheets.device import applications_on
from infrastructure.views.sheets.reading import SHOWN, STANDING, seen
from infrastructure.views.sheets.topology import around
from infrastructure.vocabulary import Side
from regulations.views.as_of import TONES
from regulations.vocabulary import Force


def site_sheet(asset: Asset, user: Actor) -> dict[str, Any]:
    site = Site.objects.get(pk=asset.pk)
    visible = visible_assets(user, "asset__")
    devices = Device.objects.filter(visible, site=site, asset__status__in=STANDING)
    rooms = Room.objects.filter(visible, site=site).select_related("asset")
    racks = Rack.objects.filter(visible, site=site).select_related("asset")
    sources = PowerSource.objects.filter(visible, site=site).select_related("asset")
    listed = list(devices.select_related("asset", "role").order_by("asset__code")[: SHOWN + 1])
    return {
        "site": site,
        "devices": listed[:SHOWN],
        "more_devices": len(listed) > SHOWN,
        "rooms": list(rooms.order_by("asset__code")[:SHOWN]),
        "racks": list(racks.order_by("asset__code")[:SHOWN]),
        "sources": list(sources.order_by("asset__code")[:SHOWN]),
        "applications": applications_on([device.pk for device in listed]),
        "topology": around(asset, user),
    }


def camera_sheet(asset: Asset, user: Actor) -> dict[str, Any]:
    """Where it looks from, what for, and on whose network; never where its picture is fetched."""
    camera = Camera.objects.get(pk=asset.pk)
    places = seen(user, [camera.site_id, camera.recorder_id])
    law = laws_on([camera.legal_basis_id], timezone.localdate()).get(camera.legal_basis_id or 0)
    force = Force(law.force) if law is not None else None
    return {
        "camera": camera,
        "watched": bool(gateway()) and camera.streams.exists(),
        "why": why(camera),
        "law": law,
        "law_word": force.label if force else "",
        "law_tone": TONES[force] if force else "",
        "site": places.get(camera.site_id or 0),
        "recorder": places.get(camera.recorder_id or 0),
    }


def access_point_sheet(asset: Asset, user: Actor) -> dict[str, Any]:
    point = AccessPoint.objects.get(pk=asset.pk)
    places = seen(user, [point.site_id, point.powered_by_id])
    return {
        "point": point,
        "site": places.get(point.site_id or 0),
        "powered_by": places.get(point.powered_by_id or 0),
    }


def room_sheet(asset: Asset, user: Actor) -> dict[str, Any]:
    room = Room.objects.get(pk=asset.pk)
    racks = Rack.objects.filter(visible_assets(user, "asset__"), room=room)
    return {
        "room": room,
        "site": seen(user, [room.site_id]).get(room.site_id),
        "racks": list(racks.select_related("asset").order_by("asset__code")[:SHOWN]),
    }


def power_sheet(asset: Asset, user: Actor) -> dict[str, Any]:
    """What feeds it, and what it feeds."""
    above = sources_above([asset.pk])
    source = above.get(asset.pk)
    if source is None:
        raise PowerSource.DoesNotExist
    children = list(PowerSource.objects.filter(parent=source)[:SHOWN])
    feeds = list(PowerFeed.objects.filter(source=source).order_by("side", "id")[:SHOWN])
    known = seen(
        user, [*above, *(c.pk for c in children), *(f.target_id for f in feeds), source.site_id]
    )
    below = [known[child.pk] for child in children if child.pk in known]
    fed = [(feed, known[feed.target_id]) for feed in feeds if feed.target_id in known]
    return {
        "source": source,
        "site": known.get(source.site_id),
        "parent": known.get(source.parent_id or 0),
        "children": below,
        "fed": fed,
        "drawing": _drawing(asset, [*above.values(), *children], feeds, known),
    }


def _drawing(
    asset: Asset, sources: list[PowerSource], feeds: list[PowerFeed], known: dict[int, Asset]
) -> Layers:
    drawn = [
        Source(
            row.pk,
            known[row.pk].code,
            known[row.pk].get_absolute_url(),
            row.kind,
            row.parent_id if row.parent_id in known else None,
            row.autonomy_min,
        )
        for row in sources
        if row.pk in known
    ]
    shown = [feed for feed in feeds if feed.target_id in known]
    targets = [known[feed.target_id] for feed in shown]
    nodes = [Node(t.pk, t.code, t.get_kind_display(), t.get_absolute_url()) for t in targets]
    ties = [Feed(feed.source_id, feed.target_id, Side(feed.side).label) for feed in shown]
    return power_chain(drawn, ties, list(dict.fromkeys(nodes)))
