"""A link: its ends, what stands in for it, what carries it, and the way of its light."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q, Sum

from egov.verbs.permission import Actor
from infrastructure.drawings.cores import CoreName
from infrastructure.drawings.trace import Step, Trace, TraceDrawing, trace_drawing
from infrastructure.models import (
    Asset,
    CableRoute,
    JointEnd,
    Link,
    OpticalPath,
    PathElement,
    Port,
    TunnelOver,
    visible_assets,
)
from infrastructure.views.sheets.reading import SHOWN, knows_all, seen


def link_sheet(asset: Asset, user: Actor) -> dict[str, Any]:
    link = Link.objects.get(pk=asset.pk)
    standby = Link.objects.filter(visible_assets(user, "asset__"), backup_of=link)
    over = TunnelOver.objects.filter(visible_assets(user, "link__asset__"), tunnel=link)
    carried = TunnelOver.objects.filter(visible_assets(user, "tunnel__asset__"), link=link)
    ends = seen(user, [link.a_id, link.b_id, link.backup_of_id])
    return {
        "link": link,
        "a": ends.get(link.a_id),
        "b": ends.get(link.b_id),
        "main": ends.get(link.backup_of_id or 0),
        "standby": list(standby.select_related("asset")[:SHOWN]),
        "over": list(over.select_related("link__asset").order_by("side", "id")[:SHOWN]),
        "carried": list(carried.select_related("tunnel__asset").order_by("id")[:SHOWN]),
        "traces": _traces(link, (ends.get(link.a_id), ends.get(link.b_id)), user),
        "knows_all": knows_all(user),
    }


Ends = tuple[Asset | None, Asset | None]


def _traces(link: Link, ends: Ends, user: Actor) -> list[TraceDrawing]:
    """One for each path. Sums are told to who may read every part of the way."""
    paths = list(OpticalPath.objects.filter(link=link).order_by("id"))
    rows = PathElement.objects.filter(visible_assets(user, "asset__"), path__in=paths)
    rows = rows.select_related("asset", "joint", "core__cable__type", "port")
    elements: dict[int, list[PathElement]] = defaultdict(list)
    for row in rows.order_by("path_id", "sequence"):
        elements[row.path_id].append(row)
    everything = [row for group in elements.values() for row in group]
    ports = _ports(everything, user)
    lengths = _lengths(everything)
    drawings = []
    for path in paths:
        steps = [_step(row, lengths) for row in elements[path.pk]]
        steps = _with_ends(steps, elements[path.pk], ends, ports)
        drawings.append(trace_drawing(_trace(path, steps, knows_all(user))))
    return drawings


def _trace(path: OpticalPath, steps: Sequence[Step], whole: bool) -> Trace:
    return Trace(
        steps=tuple(steps),
        length_m=path.length_m if whole else None,
        loss_db=path.loss_db if whole else None,
        budget_db=path.budget_db,
        complete=path.complete,
    )


def _lengths(elements: Sequence[PathElement]) -> dict[int, float]:
    """Metres by cable, where all of its segments are measured."""
    cables = {row.asset_id for row in elements if row.core_id is not None}
    rows = CableRoute.objects.filter(cable__in=cables).order_by().values("cable")
    rows = rows.annotate(
        metres=Sum("segment__length_m"), open=Count("pk", filter=Q(segment__length_m=None))
    )
    return {row["cable"]: row["metres"] for row in rows if not row["open"]}


def _ports(elements: Sequence[PathElement], user: Actor) -> dict[int, Port]:
    """By joint, the port that it ends in."""
    joints = {row.joint_id for row in elements if row.joint_id is not None}
    rows = JointEnd.objects.filter(
        visible_assets(user, "port__device__asset__"), joint__in=joints, port__isnull=False
    )
    ends = rows.select_related("port__device__asset")
    return {end.joint_id: end.port for end in ends if end.port is not None}


def _step(row: PathElement, lengths: dict[int, float]) -> Step:
    code, url = row.asset.code, row.asset.get_absolute_url()
    if row.core is not None:
        kind = row.core.cable.type
        name = CoreName(row.core.number, row.core.tube, kind.per_tube)
        length = lengths.get(row.asset_id)
        loss = None if length is None else round(kind.loss_db_km * length / 1000, 2)
        return Step("cable", code, url, str(name), loss, length, name.colour_class)
    if row.joint is not None:
        return Step("joint", code, url, row.joint.get_kind_display(), row.joint.loss_db)
    return Step("device", code, url, f"porta {row.port.name}" if row.port else "")


def _with_ends(
    steps: list[Step], elements: list[PathElement], ends: Ends, ports: dict[int, Port]
) -> list[Step]:
    """The devices at both ends, where the path does not name them itself."""
    if not elements or steps[0].kind == "device":
        return steps
    first, last = (_end(elements[place], ports) for place in (0, -1))
    a, b = ends
    if _of(first, b) or _of(last, a):
        a, b = b, a
    before = [first or _device(a)] if first or a else []
    after = [last or _device(b)] if last or b else []
    return [*before, *steps, *after]


def _of(step: Step | None, asset: Asset | None) -> bool:
    return step is not None and asset is not None and step.code == asset.code


def _end(element: PathElement, ports: dict[int, Port]) -> Step | None:
    port = ports.get(element.joint_id or 0)
    if port is None:
        return None
    device = port.device.asset
    return Step("device", device.code, device.get_absolute_url(), f"porta {port.name}")


def _device(asset: Asset | None) -> Step:
    assert asset is not None
    return Step("device", asset.code, asset.get_absolute_url())
