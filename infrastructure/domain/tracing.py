"""The way of light from a port, joint by joint, and the paths of links written anew from it.

One recursive query follows all asked ports at once, however many joints lie on their ways.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import F, Q, Sum

from infrastructure.models import (
    CableRoute,
    Core,
    Device,
    JointEnd,
    OpticalPath,
    PathElement,
    Port,
)
from infrastructure.vocabulary import CoreState, JointKind, JointState

MOST_JOINTS = 200  # on one way; a longer one is a circle that the data should not hold

# From a port or the far side of a core into the joint that it is in, and out at its other ends;
# of a splitter, from the common end to every outlet and from an outlet to the common end only.
FOLLOW = """
WITH RECURSIVE way(path, port, core, side, trail, ends_here) AS (
    SELECT p, s, NULL::bigint, '', ARRAY[]::bigint[], false
    FROM unnest(%s::bigint[], %s::bigint[]) AS given(p, s)
    UNION ALL
    SELECT way.path, o.port_id, o.core_id,
        CASE o.side WHEN 'a' THEN 'b' WHEN 'b' THEN 'a' ELSE '' END,
        way.trail || i.id || o.id, o.port_id IS NOT NULL
    FROM way
    JOIN infrastructure_jointend i
        ON i.port_id = way.port OR (i.core_id = way.core AND i.side = way.side)
    JOIN infrastructure_joint j ON j.id = i.joint_id AND j.state = %s
    JOIN infrastructure_jointend o ON o.joint_id = j.id AND o.id <> i.id
        AND (j.kind <> %s OR i.number = 1 OR o.number = 1)
    WHERE NOT way.ends_here AND cardinality(way.trail) < %s AND NOT o.id = ANY(way.trail)
)
SELECT path, port, trail FROM way WHERE cardinality(trail) > 0
"""


@dataclass
class Way:
    """Where the light of a path goes: the ends of joints in order, and the port it comes out at."""

    trail: Sequence[int] = ()
    port: int | None = None


@dataclass
class Parts:
    """What the trails name, read once for all of them."""

    ends: dict[int, JointEnd] = field(default_factory=dict)
    lengths: dict[int, float] = field(default_factory=dict)  # metres of each cable


def touched_paths(cores: Iterable[int] = (), ports: Iterable[int] = ()) -> list[int]:
    """Paths that go through one of these cores, or begin or end at one of these ports."""
    elements = PathElement.objects.filter(Q(core__in=list(cores)) | Q(port__in=list(ports)))
    return list(elements.order_by().values_list("path", flat=True).distinct())


def paths_through(cables: Iterable[int]) -> list[int]:
    """Paths that go through one of these cables."""
    elements = PathElement.objects.filter(core__isnull=False, asset__in=list(cables))
    return list(elements.order_by().values_list("path", flat=True).distinct())


def retrace(paths: Sequence[int], starts: dict[int, int] | None = None) -> None:
    """Writes these paths anew from their first port on. As many queries for many as for one.

    `starts`: where they began, for who takes their first joint apart.
    """
    if not paths:
        return
    rows = list(OpticalPath.objects.filter(pk__in=paths).select_related("link").order_by("pk"))
    starts = starts_of(paths) if starts is None else starts
    rows = [row for row in rows if row.pk in starts]
    if not rows:
        return
    ways = _ways(rows, starts)
    parts = _parts(ways.values())
    ports = Port.objects.select_related("device").in_bulk(
        [port for row in rows for port in (starts[row.pk], ways[row.pk].port) if port]
    )
    before = set(_cores_of(rows))
    elements: list[PathElement] = []
    for row in rows:
        own = _elements(row, ports[starts[row.pk]], ways[row.pk], parts, ports)
        _sum_up(row, own, ways[row.pk], parts)
        elements += own
    PathElement.objects.filter(path__in=rows).delete()
    PathElement.objects.bulk_create(elements)
    OpticalPath.objects.bulk_update(rows, ["length_m", "loss_db", "complete"])
    mark_lit(before | {e.core_id for e in elements if e.core_id is not None})


def mark_lit(cores: Iterable[int]) -> None:
    """Cores with light are used, those without it are spare again; broken ones stay broken."""
    rows = Core.objects.filter(pk__in=list(cores))
    lit = PathElement.objects.filter(core__isnull=False).values("core")
    rows.filter(pk__in=lit, state__in=(CoreState.SPARE, CoreState.RESERVED)).update(
        state=CoreState.USED
    )
    rows.filter(state=CoreState.USED).exclude(pk__in=lit).update(state=CoreState.SPARE)


def starts_of(paths: Sequence[int]) -> dict[int, int]:
    """The port that each path begins at: its first element's, or the one in its first joint."""
    elements = PathElement.objects.filter(path__in=paths)
    begun = elements.filter(sequence=1, port__isnull=False).order_by()
    starts: dict[int, int] = dict(begun.values_list("path", "port"))
    rest = [path for path in paths if path not in starts]
    if rest:
        ends = JointEnd.objects.filter(joint__path_elements__path__in=rest, port__isnull=False)
        pairs = ends.order_by("joint__path_elements__path", "joint__path_elements__sequence")
        for path, port in pairs.values_list("joint__path_elements__path", "port"):
            starts.setdefault(path, port)
    return starts


def _ways(rows: Sequence[OpticalPath], starts: dict[int, int]) -> dict[int, Way]:
    keys = [row.pk for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(
            FOLLOW,
            [
                keys,
                [starts[key] for key in keys],
                JointState.MADE,
                JointKind.SPLITTER,
                2 * MOST_JOINTS,
            ],
        )
        trails: dict[int, list[Way]] = defaultdict(list)
        for path, port, trail in cursor.fetchall():
            trails[path].append(Way(trail, port))
    reached = {way.port for each in trails.values() for way in each if way.port}
    places = {
        port: {device, site}
        for port, device, site in Port.objects.filter(pk__in=reached).values_list(
            "pk", "device", "device__site"
        )
    }
    far = {row.pk: row.link.b_id for row in rows}
    return {key: _best(trails.get(key, []), far[key], places) for key in keys}


def _best(ways: list[Way], far: int, places: dict[int, set[int]]) -> Way:
    """The way to the far end of the link; where none leads there, the longest one."""
    arrives = [way for way in ways if way.port is not None and far in places[way.port]]
    return max(arrives or ways, key=lambda way: len(way.trail), default=Way())


def _parts(ways: Iterable[Way]) -> Parts:
    keys = {end for way in ways for end in way.trail}
    rows = JointEnd.objects.filter(pk__in=keys)
    ends = rows.select_related("joint", "core__cable__type").in_bulk()
    cables = {end.core.cable_id for end in ends.values() if end.core is not None}
    routes = CableRoute.objects.filter(cable__in=cables).order_by().values("cable")
    lengths = routes.annotate(metres=Sum(F("segment__length_m")))
    return Parts(ends, {row["cable"]: row["metres"] or 0.0 for row in lengths})


def _cores_of(rows: Sequence[OpticalPath]) -> list[int]:
    elements = PathElement.objects.filter(path__in=rows, core__isnull=False)
    return list(elements.order_by().values_list("core", flat=True))


def _elements(
    path: OpticalPath, start: Port, way: Way, parts: Parts, ports: dict[int, Port]
) -> list[PathElement]:
    """Port, joint, core, joint, ..., port: in the order in which light meets them."""
    elements = [PathElement(path=path, asset_id=start.device_id, port=start)]
    for key in way.trail[1::2]:  # pairs: in at one end of a joint, out at the other
        end = parts.ends[key]
        elements.append(PathElement(path=path, asset_id=end.joint.enclosure_id, joint=end.joint))
        if end.core is not None:
            elements.append(PathElement(path=path, asset_id=end.core.cable_id, core=end.core))
    if way.port is not None:
        port = ports[way.port]
        elements.append(PathElement(path=path, asset_id=port.device_id, port=port))
    for sequence, element in enumerate(elements, start=1):
        element.sequence = sequence
    return elements


def _sum_up(path: OpticalPath, elements: list[PathElement], way: Way, parts: Parts) -> None:
    """Length and loss of what the light goes through; complete where it comes out and is whole."""
    cores = [element.core for element in elements if element.core is not None]
    metres = [parts.lengths.get(core.cable_id, 0.0) for core in cores]
    glass = sum(
        m / 1000 * core.cable.type.loss_db_km for m, core in zip(metres, cores, strict=True)
    )
    joints = sum(e.joint.loss_db or 0.0 for e in elements if e.joint is not None)
    path.length_m, path.loss_db = sum(metres), round(glass + joints, 2)
    whole = all(core.state != CoreState.BROKEN for core in cores)
    path.complete = whole and way.port is not None and _arrives(path, elements[-1])


def _arrives(path: OpticalPath, last: PathElement) -> bool:
    if last.port is None:
        return False
    device: Device = last.port.device
    return path.link.b_id in (device.pk, device.site_id)
