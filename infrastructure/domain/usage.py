"""What still stands on a thing, so that it does not retire under what uses it."""

from __future__ import annotations

from django.db.models import Q

from egov.accounts.models import User
from egov.verbs.refusal import Refusal
from infrastructure.models import (
    AccessPoint,
    Asset,
    CableRoute,
    Camera,
    Deployment,
    Device,
    Enclosure,
    Link,
    PathElement,
    PowerFeed,
    PowerSource,
    Rack,
    Room,
    Segment,
    Structure,
    TunnelOver,
)
from infrastructure.vocabulary import AssetKind

SHOWN = 5
ON_A_SITE = (Room, Rack, Device, PowerSource, Structure, Enclosure, Camera, AccessPoint)


def users_of(asset: Asset) -> Q:
    """The assets, by key, that are in this one, hang on it, run through it or end at it."""
    key = asset.pk
    links = Link.objects.filter(Q(a=key) | Q(b=key)).values("pk")
    match asset.kind:
        case AssetKind.SITE:
            here = [model.objects.filter(site=key).values("pk") for model in ON_A_SITE]
            return _any(*here, links)
        case AssetKind.ROOM:
            return _any(Rack.objects.filter(room=key).values("pk"))
        case AssetKind.RACK:
            return _any(Device.objects.filter(rack=key).values("pk"))
        case AssetKind.POWER:
            fed = PowerFeed.objects.filter(source=key).values("target")
            return _any(PowerSource.objects.filter(parent=key).values("pk"), fed)
        case AssetKind.DEVICE:
            on_it = Device.objects.filter(Q(host=key) | Q(powered_by=key)).values("pk")
            cameras = Camera.objects.filter(recorder=key).values("pk")
            powered = AccessPoint.objects.filter(powered_by=key).values("pk")
            return _any(links, on_it, cameras, powered)
        case AssetKind.STRUCTURE:
            ways = Segment.objects.filter(Q(a=key) | Q(b=key)).values("pk")
            return _any(ways, Enclosure.objects.filter(structure=key).values("pk"))
        case AssetKind.SEGMENT:
            return _any(CableRoute.objects.filter(segment=key).values("cable"))
        case AssetKind.CABLE | AssetKind.ENCLOSURE:
            return _any(PathElement.objects.filter(asset=key).values("path__link"))
        case AssetKind.LINK:
            return _any(TunnelOver.objects.filter(link=key).values("tunnel"))
    return Q(pk__in=[])


def _any(*keys: object) -> Q:
    condition = Q()
    for each in keys:
        condition |= Q(pk__in=each)
    return condition


def refuse_in_use(actor: User, asset: Asset) -> None:
    """Raises where something in use still needs the asset; what one may not read is not named."""
    users = list(Asset.objects.in_use().filter(users_of(asset))[: SHOWN + 1])
    if users:
        known = Asset.objects.visible_to(actor).filter(pk__in=[user.pk for user in users])
        codes = ", ".join(known.values_list("code", flat=True)[:SHOWN])
        named = codes or "aset lain"
        raise Refusal(
            "still_used",
            f"{asset} masih dipakai oleh {named}. Pindahkan atau hentikan itu dulu.",
        )
    if asset.kind != AssetKind.DEVICE:
        return
    running = Deployment.objects.filter(device=asset.pk).select_related("group__application")
    names = ", ".join(sorted({row.group.application.name for row in running})[:SHOWN])
    if names:
        raise Refusal(
            "still_used",
            f"{asset} masih menjalankan {names}. Tarik dulu, atau tukar dengan perangkat lain.",
        )
