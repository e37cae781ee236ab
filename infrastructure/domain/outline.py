"""The network as a list: each site under the one through which it is reached."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from egov.accounts.models import User
from infrastructure.domain.impact.reach import ROOT, Graph
from infrastructure.domain.network import current_graph
from infrastructure.models import Asset

MOST = 400  # sites in one list


@dataclass(frozen=True)
class Place:
    """A site, how many sites lie between it and a root, and the link that leads to it."""

    site: Asset
    depth: int
    link: Asset | None

    @property
    def level(self) -> int:
        """How far it is set in: no further than a phone has room."""
        return min(self.depth, 6)


def outline(user: User) -> list[Place]:
    """Roots first, each site below its own way in; one query while the network is in memory."""
    graph = current_graph()
    below: dict[int, list[int]] = defaultdict(list)
    links: dict[int, int] = {}
    for site in graph.network.sites:
        if graph.way_in(site) is not None:
            above, link = _way_in(graph, site)
            below[above].append(site)
            links[site] = link
    wanted = {*links, *links.values()}
    rows = Asset.objects.visible_to(user).filter(pk__in=wanted)
    assets = {asset.pk: asset for asset in rows}
    places = [
        Place(assets[site], depth, assets.get(links[site]))
        for site, depth in _walk(below, ROOT, 0, assets)
        if site in assets
    ]
    return places[:MOST]


def _way_in(graph: Graph, site: int) -> tuple[int, int]:
    """The next site on the way to a root, or the root of all; and the link before it."""
    link, step = 0, site
    while True:
        step = graph.way_in(step) or ROOT
        if step in graph.network.links and not link:
            link = step
        if step == ROOT or step in graph.network.sites:
            return step, link


def _walk(
    below: Mapping[int, list[int]], start: int, depth: int, assets: Mapping[int, Asset]
) -> Iterator[tuple[int, int]]:
    """Depth first, siblings by code; by hand, for a chain may be longer than Python's stack."""
    waiting = [(start, depth)]
    while waiting:
        here, depth = waiting.pop()
        if here != ROOT:
            yield here, depth - 1
        children = sorted(
            below.get(here, ()), key=lambda c: assets[c].code if c in assets else "", reverse=True
        )
        waiting += [(child, depth + 1) for child in children]
