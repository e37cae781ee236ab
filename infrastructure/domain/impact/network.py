"""The network as the engine reads it: plain values, keyed by the asset's id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import NamedTuple


class DeviceRow(NamedTuple):
    site: int | None = None
    rack: int | None = None
    host: int | None = None
    cluster: int | None = None
    is_virtual: bool = False
    powered_by: int | None = None


class SourceRow(NamedTuple):
    site: int
    parent: int | None = None
    autonomy: int = 0  # minutes


class LinkRow(NamedTuple):
    a: int
    b: int


class TunnelRow(NamedTuple):
    tunnel: int
    link: int
    side: str


class GroupRow(NamedTuple):
    application: int
    min_up: int
    devices: tuple[int, ...]


class NeedRow(NamedTuple):
    consumer: int
    application: int | None
    asset: int | None
    hard: bool = True
    group: str = ""
    min_up: int = 1


@dataclass(frozen=True)
class Network:
    """All that is in use. What is planned or retired is not in it, nor what leads to it."""

    sites: Mapping[int, bool] = field(default_factory=dict)  # id -> whether it is a root
    rooms: Mapping[int, int] = field(default_factory=dict)  # id -> site
    racks: Mapping[int, tuple[int, int | None]] = field(default_factory=dict)  # id -> site, room
    devices: Mapping[int, DeviceRow] = field(default_factory=dict)
    sources: Mapping[int, SourceRow] = field(default_factory=dict)
    feeds: Mapping[int, tuple[int, ...]] = field(default_factory=dict)  # target -> its sources
    links: Mapping[int, LinkRow] = field(default_factory=dict)
    tunnels: tuple[TunnelRow, ...] = ()
    groups: tuple[GroupRow, ...] = ()
    needs: tuple[NeedRow, ...] = ()

    @cached_property
    def contents(self) -> Mapping[int, tuple[int, ...]]:
        """What falls with a site, a room or a rack."""
        inside: dict[int, list[int]] = defaultdict(list)
        for room, site in self.rooms.items():
            inside[site].append(room)
        for rack, (site, room_or_none) in self.racks.items():
            inside[site if room_or_none is None else room_or_none].append(rack)
        for device, row in self.devices.items():
            place = row.rack if row.rack is not None else row.site
            if place is not None:
                inside[place].append(device)
        for source, power in self.sources.items():
            inside[power.site].append(source)
        return {place: tuple(things) for place, things in inside.items()}

    @cached_property
    def leaning(self) -> Sequence[tuple[int, DeviceRow]]:
        """Devices that need another: its host, or what powers it."""
        rows = self.devices.items()
        return [(d, row) for d, row in rows if row.powered_by is not None or row.is_virtual]

    @cached_property
    def wired(self) -> frozenset[int]:
        """Devices with a link to another thing of their own site: these rely on their links.

        Any other device of a site is on its local network, and so are all of a site from which no
        wired device leads out.
        """
        inside = set()
        for a, b in self.links.values():
            if self._site_of(a) is not None and self._site_of(a) == self._site_of(b):
                inside |= {a, b}
        led_out = {self._site_of(device) for device in self.entrances & inside}
        return frozenset(
            device for device in inside & self.devices.keys() if self._site_of(device) in led_out
        )

    def forget(self) -> None:
        """Lets go of what only drawing asked for."""
        self.__dict__.pop("wired", None)
        self.__dict__.pop("entrances", None)

    @cached_property
    def entrances(self) -> frozenset[int]:
        """Devices with a link to another site: where their site's network enters."""
        outward = [x for x in self.links.values() if self._site_of(x.a) != self._site_of(x.b)]
        return frozenset(chain.from_iterable(outward)) & self.devices.keys()

    def _site_of(self, asset: int) -> int | None:
        """The site a device stands in, or that the asset is itself."""
        if asset in self.devices:
            return self.devices[asset].site
        return asset if asset in self.sites else None

    @cached_property
    def under(self) -> Mapping[int, Mapping[str, tuple[int, ...]]]:
        """For each VPN, by its ends, the links that carry it there."""
        carriers: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for tunnel, link, side in self.tunnels:
            carriers[tunnel][side].append(link)
        return {
            tunnel: {side: tuple(links) for side, links in sides.items()}
            for tunnel, sides in carriers.items()
        }

    def hosts_of(self, cluster: int) -> Iterable[int]:
        return self._hosts.get(cluster, ())

    @cached_property
    def _hosts(self) -> Mapping[int, tuple[int, ...]]:
        hosts: dict[int, list[int]] = defaultdict(list)
        for device, row in self.devices.items():
            if row.cluster is not None and not row.is_virtual:
                hosts[row.cluster].append(device)
        return {cluster: tuple(devices) for cluster, devices in hosts.items()}
