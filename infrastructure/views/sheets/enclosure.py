"""A closure, an ODF or a splitter: what is joined in each of its trays."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Q

from egov.verbs.permission import Actor
from infrastructure.drawings.cores import CoreName
from infrastructure.drawings.tray import End, Joined, trays
from infrastructure.models import Asset, Enclosure, JointEnd, visible_assets
from infrastructure.views.sheets.reading import seen
from infrastructure.vocabulary import Side


def enclosure_sheet(asset: Asset, user: Actor) -> dict[str, Any]:
    enclosure = Enclosure.objects.get(pk=asset.pk)
    places = seen(user, [enclosure.structure_id, enclosure.site_id])
    joints = _joints(asset, user)
    return {
        "enclosure": enclosure,
        "structure": places.get(enclosure.structure_id or 0),
        "site": places.get(enclosure.site_id or 0),
        "trays": trays(joints),
        "joints": sorted(joints, key=lambda joined: joined.tray),
    }


def _joints(asset: Asset, user: Actor) -> list[Joined]:
    """With the ends that the reader may know; a joint of which he knows none is not there."""
    known = Q(visible_assets(user, "core__cable__asset__"), core__isnull=False)
    known |= Q(visible_assets(user, "port__device__asset__"), port__isnull=False)
    rows = JointEnd.objects.filter(known, joint__enclosure=asset.pk)
    rows = rows.select_related("joint", "core__cable__asset", "core__cable__type")
    rows = rows.select_related("port__device__asset").order_by("joint_id", "number")
    ends: dict[int, list[JointEnd]] = defaultdict(list)
    for row in rows:
        ends[row.joint_id].append(row)
    return [_joined(group) for group in ends.values()]


def _joined(group: list[JointEnd]) -> Joined:
    joint = group[0].joint
    first = [end_of(row) for row in group if row.number == 1]
    return Joined(
        tray=joint.tray,
        kind=joint.kind,
        state=joint.state,
        loss_db=joint.loss_db,
        first=first[0] if first else None,
        others=tuple(end_of(row) for row in group if row.number != 1),
    )


def end_of(row: JointEnd) -> End:
    if row.core is not None:
        cable = row.core.cable
        name = CoreName(row.core.number, row.core.tube, cable.type.per_tube)
        side = Side(row.side).label
        return End(cable.asset.code, cable.asset.get_absolute_url(), name, side)
    assert row.port is not None  # the database: a core or a port
    device = row.port.device.asset
    return End(device.code, device.get_absolute_url(), port=row.port.name)
