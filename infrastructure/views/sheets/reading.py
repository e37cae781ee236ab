"""What every sheet asks: which of the things it names its reader may know."""

from __future__ import annotations

from collections.abc import Iterable

from egov.verbs.permission import Actor
from infrastructure.models import Asset, own_agencies, reads_restricted
from infrastructure.vocabulary import AssetStatus

SHOWN = 50  # rows of a table that has no end by nature


def seen(user: Actor, keys: Iterable[int | None]) -> dict[int, Asset]:
    """Those of the assets that the reader may know, by id, in one query."""
    wanted = {key for key in keys if key is not None}
    return Asset.objects.visible_to(user).select_related("area").in_bulk(wanted)


def knows_inside(user: Actor, asset: Asset) -> bool:
    """Serial numbers, addresses and contacts: for who keeps or audits it, and for its owner."""
    return reads_restricted(user) or asset.owner_id in own_agencies(user)


def knows_all(user: Actor) -> bool:
    """Whether an empty place in a drawing is empty, and not merely closed to this reader."""
    return reads_restricted(user)


STANDING = [status for status in AssetStatus if status != AssetStatus.RETIRED]
