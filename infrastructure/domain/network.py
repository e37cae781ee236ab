"""The network as it is in the database now, drawn once for each version of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock

from django.db import connection, transaction
from django.db.models import Q

from egov.verbs.verb import Busy
from infrastructure.domain.impact.network import (
    DeviceRow,
    GroupRow,
    LinkRow,
    NeedRow,
    Network,
    SourceRow,
    TunnelRow,
)
from infrastructure.domain.impact.reach import Graph, draw
from infrastructure.domain.spares import Touches
from infrastructure.models import (
    AccessPoint,
    CableRoute,
    Camera,
    Dependency,
    Deployment,
    Device,
    Link,
    PowerFeed,
    PowerSource,
    Rack,
    Room,
    Site,
    TopologyVersion,
    TunnelOver,
)
from infrastructure.vocabulary import IN_USE, Connectivity, Environment, Need

TRIES = 5


@dataclass(frozen=True)
class Current:
    """The network of one version: its graph, and in which sites each cable can be joined."""

    version: int
    graph: Graph
    touches: Touches


_kept: dict[str, Current] = {}
_lock = Lock()


def topology_version() -> int:
    """The number of the newest committed network; 0 before anything was ever written."""
    return TopologyVersion.objects.values_list("number", flat=True).first() or 0


def current() -> Current:
    """The newest committed network, from this process's memory while it is that one."""
    version = topology_version()
    kept = _kept.get("network")
    if kept is not None and kept.version == version:
        return kept
    network = _load_settled() if connection.in_atomic_block else _load_at_once()
    with _lock:
        _kept["network"] = network
    return network


def _load() -> Current:
    return Current(topology_version(), draw(load_network()), _touches())


def _load_at_once() -> Current:
    """All of it as it was at one moment, whoever writes meanwhile."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        return _load()


def _load_settled() -> Current:
    """Within a transaction of another kind: again until nobody has written meanwhile."""
    for _ in range(TRIES):
        network = _load()
        if topology_version() == network.version:
            return network
    raise Busy


def current_graph() -> Graph:
    """As `current`, where nothing but the graph is asked."""
    return current().graph


def forget_graph() -> None:
    """For tests, whose transactions never commit."""
    _kept.clear()


def _touches() -> Touches:
    """The sites at the ends of the segments that each cable in use goes through."""
    rows = CableRoute.objects.filter(cable__asset__status__in=IN_USE)
    sites: dict[int, set[int]] = defaultdict(set)
    for cable, *ends in rows.values_list("cable_id", "segment__a__site_id", "segment__b__site_id"):
        sites[cable].update(end for end in ends if end is not None)
    return {cable: frozenset(ends) for cable, ends in sites.items()}


def load_network() -> Network:
    """Thirteen queries, whatever the size."""
    used = Q(asset__status__in=IN_USE)
    sources = PowerSource.objects.filter(used).values_list(
        "asset_id", "site_id", "parent_id", "autonomy_min"
    )
    links = Link.objects.filter(used).values_list("asset_id", "a_id", "b_id")
    racks = Rack.objects.filter(used).values_list("asset_id", "site_id", "room_id")
    return Network(
        sites=dict(Site.objects.filter(used).values_list("asset_id", "is_root")),
        rooms=dict(Room.objects.filter(used).values_list("asset_id", "site_id")),
        racks={rack: (site, room) for rack, site, room in racks.iterator()},
        devices=_devices(used),
        sources={
            source: SourceRow(site, parent, autonomy or 0)
            for source, site, parent, autonomy in sources.iterator()
        },
        feeds=_feeds(PowerFeed.objects.values_list("target_id", "source_id")),
        links={link: LinkRow(a, b) for link, a, b in links.iterator()},
        tunnels=tuple(
            TunnelRow(*row)
            for row in TunnelOver.objects.values_list("tunnel_id", "link_id", "side")
        ),
        groups=_groups(),
        needs=tuple(
            NeedRow(consumer, application, asset, need == Need.HARD, group, min_up)
            for consumer, application, asset, need, group, min_up in Dependency.objects.values_list(
                "consumer_id", "application_id", "asset_id", "need", "group", "min_up"
            )
        ),
    )


def _devices(used: Q) -> dict[int, DeviceRow]:
    """Devices, and what hangs on a link as they do: connected cameras, access points."""
    devices = Device.objects.filter(used).values_list(
        "asset_id", "site_id", "rack_id", "host_id", "cluster_id", "is_virtual", "powered_by_id"
    )
    cameras = Camera.objects.filter(used, connectivity=Connectivity.ONLINE)
    cameras_at = cameras.values_list("asset_id", "site_id")
    points = AccessPoint.objects.filter(used).values_list("asset_id", "site_id", "powered_by_id")
    rows: dict[DeviceRow, DeviceRow] = {}  # many stand and hang alike: one value for all of them

    def one(row: DeviceRow) -> DeviceRow:
        return rows.setdefault(row, row)

    return {
        **{row[0]: one(DeviceRow(*row[1:])) for row in devices.iterator()},
        **{camera: one(DeviceRow(site)) for camera, site in cameras_at.iterator()},
        **{p: one(DeviceRow(site, powered_by=switch)) for p, site, switch in points.iterator()},
    }


def _feeds(rows: Iterable[tuple[int, int]]) -> dict[int, tuple[int, ...]]:
    feeds: dict[int, list[int]] = defaultdict(list)
    for target, source in rows:
        feeds[target].append(source)
    return {target: tuple(sources) for target, sources in feeds.items()}


def _groups() -> tuple[GroupRow, ...]:
    """The applications in production, by what they run on."""
    members: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    rows = Deployment.objects.filter(group__environment=Environment.PRODUCTION).values_list(
        "group_id", "group__application_id", "group__min_up", "device_id"
    )
    for group, application, min_up, device in rows:
        members[group, application, min_up].append(device)
    return tuple(
        GroupRow(application, min_up, tuple(devices))
        for (_, application, min_up), devices in members.items()
    )
