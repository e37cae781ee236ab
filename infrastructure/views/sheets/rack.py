"""A rack: its two faces, what stands in it, and its current."""

from __future__ import annotations

from typing import Any

from egov.verbs.permission import Actor
from infrastructure.drawings.rack import Mounted, elevation
from infrastructure.models import Asset, Device, Rack, visible_assets
from infrastructure.views.sheets.current import current_of
from infrastructure.views.sheets.reading import STANDING, knows_all, seen
from infrastructure.vocabulary import AssetStatus


def rack_sheet(asset: Asset, user: Actor) -> dict[str, Any]:
    rack = Rack.objects.get(pk=asset.pk)
    places = seen(user, [rack.site_id, rack.room_id])
    rows = Device.objects.filter(
        visible_assets(user, "asset__"), rack=rack, asset__status__in=STANDING
    )
    devices = list(rows.select_related("asset", "role", "type").order_by("-position2", "asset"))
    mounted = [device for device in devices if device.position2 is not None]
    faces = elevation(rack.u_height, [mounted_of(device) for device in mounted])
    return {
        "rack": rack,
        "site": places.get(rack.site_id),
        "room": places.get(rack.room_id or 0),
        "faces": faces,
        "rows": [(device, mounted_of(device)) for device in mounted],
        "loose": [device for device in devices if device.position2 is None],
        "knows_all": knows_all(user),
        "current": current_of(user, [asset]),
    }


def mounted_of(device: Device) -> Mounted:
    """The device as the drawing knows it; one without a face stands in front."""
    low, high = (device.faces.lower, device.faces.upper) if device.faces else (0, 1)
    return Mounted(
        code=device.asset.code,
        label=str(device.role),
        url=device.asset.get_absolute_url(),
        position2=device.position2 or 2,
        height2=device.height2,
        faces=(low, high),
        planned=device.asset.status == AssetStatus.PLANNED,
    )
