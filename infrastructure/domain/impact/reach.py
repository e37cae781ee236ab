"""Who still reaches a root. Links are nodes of the graph, so that two between the same are two."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

import rustworkx

from infrastructure.domain.impact.network import Network

ROOT = 0  # the node that all roots hang on; ids of assets begin at 1


@dataclass(frozen=True)
class Graph:
    """The whole network, drawn once for each version of it."""

    network: Network
    graph: rustworkx.PyGraph[int, None]
    assets: Sequence[int]  # node -> asset
    index: Mapping[int, int]  # asset -> node
    unreached: Set[int]  # nodes that reach no root while nothing is cut: few
    single: Set[int]  # nodes on which others hang alone
    towards: Sequence[int]  # node -> the next asset on a shortest way to a root; itself: none

    @property
    def reached(self) -> frozenset[int]:
        return _named(self, set(range(len(self.assets))) - self.unreached)

    def way_in(self, asset: int) -> int | None:
        """The next asset on a shortest way to a root; ROOT at its end, None where it has none."""
        node = self.index.get(asset)
        if node is None or node in self.unreached:
            return None
        return self.towards[node]

    @property
    def points(self) -> frozenset[int]:
        return _named(self, self.single)


class Nodes(Mapping[int, int]):
    """The node of each asset. Keys of assets come from one sequence and none is deleted, so an
    array of them is a fifth of a dict."""

    def __init__(self, assets: Sequence[int]) -> None:
        """`assets` by node, each once."""
        self._nodes = array("i", [-1]) * (max(assets) + 1)
        self._many = len(assets)
        for node, asset in enumerate(assets):
            self._nodes[asset] = node

    def __getitem__(self, asset: int) -> int:
        node = self._nodes[asset] if 0 <= asset < len(self._nodes) else -1
        if node < 0:
            raise KeyError(asset)
        return node

    def __contains__(self, asset: object) -> bool:
        nodes = self._nodes
        return isinstance(asset, int) and 0 <= asset < len(nodes) and nodes[asset] >= 0

    def __iter__(self) -> Iterator[int]:
        return (asset for asset, node in enumerate(self._nodes) if node >= 0)

    def __len__(self) -> int:
        return self._many


def draw(network: Network) -> Graph:
    graph: rustworkx.PyGraph[int, None] = rustworkx.PyGraph(multigraph=False)
    assets = [ROOT, *network.sites, *network.devices, *network.links]
    graph.add_nodes_from(assets)
    index = Nodes(assets)
    edges = [(index[ROOT], index[site]) for site, root in network.sites.items() if root]
    for device, row in network.devices.items():
        on_local = device not in network.wired or device in network.entrances
        if row.site is not None and row.site in network.sites and on_local:
            edges.append((index[row.site], index[device]))
    for link, (a, b) in network.links.items():
        edges += [(index[link], index[end]) for end in (a, b) if end in index]
    graph.add_edges_from_no_data(edges)
    whole = _without(graph, index, _dead_tunnels(network, frozenset()))
    unreached = set(range(len(assets))) - _reached(whole)
    towards = _ways(whole, assets, index)
    network.forget()
    return Graph(network, graph, assets, index, unreached, _single(whole), towards)


def _ways(
    graph: rustworkx.PyGraph[int, None], assets: Sequence[int], index: Mapping[int, int]
) -> list[int]:
    """By node; a list, for a dict of so many would weigh ten times as much."""
    towards = list(assets)
    # nearest first, and each with all its neighbours: the first to name one leads to it
    for asset, neighbours in rustworkx.bfs_successors(graph.to_directed(), 0):
        for neighbour in neighbours:
            node = index[neighbour]
            if towards[node] == neighbour:
                towards[node] = asset
    return towards


@dataclass(frozen=True)
class Reach:
    """`lost`: reached a root before, and does not any more. `alone`: still does, and hangs on one
    thing that it did not hang on before, one of `points`."""

    lost: frozenset[int]
    alone: frozenset[int]
    points: frozenset[int]


def losses(whole: Graph, dark: Iterable[int]) -> frozenset[int]:
    """Only what loses its way to a root: half the work of `reach`."""
    return _named(whole, _missing(whole, _reached(_left(whole, dark))))


def _missing(whole: Graph, reached: Set[int]) -> set[int]:
    return set(range(len(whole.assets))) - reached - whole.unreached


def reach(whole: Graph, dark: Iterable[int]) -> Reach:
    """What the loss of these assets does to everybody else's way to a root."""
    left = _left(whole, dark)
    reached = _reached(left)
    points = _single(left) - whole.single
    alone: Set[int] = set()
    if points:
        held = left.copy()
        held.remove_nodes_from(list(points))
        alone = reached - _reached(held) - points
    return Reach(
        _named(whole, _missing(whole, reached)),
        _named(whole, alone),
        _named(whole, points & reached),
    )


def _named(whole: Graph, nodes: Iterable[int]) -> frozenset[int]:
    return frozenset(whole.assets[node] for node in nodes) - {ROOT}


def _left(whole: Graph, dark: Iterable[int]) -> rustworkx.PyGraph[int, None]:
    gone = frozenset(dark)
    return _without(whole.graph, whole.index, gone | _dead_tunnels(whole.network, gone))


def _without(
    graph: rustworkx.PyGraph[int, None], index: Mapping[int, int], gone: Iterable[int]
) -> rustworkx.PyGraph[int, None]:
    """A copy; what is left keeps its numbers."""
    left = graph.copy()
    left.remove_nodes_from([index[asset] for asset in gone if asset in index])
    return left


def _reached(graph: rustworkx.PyGraph[int, None]) -> set[int]:
    """Nodes. The root's is the first and is never removed."""
    return rustworkx.node_connected_component(graph, 0)


def _single(graph: rustworkx.PyGraph[int, None]) -> set[int]:
    return rustworkx.articulation_points(graph) - {0}


def _dead_tunnels(network: Network, gone: frozenset[int]) -> frozenset[int]:
    """VPNs of which one end has no link left that lives."""
    dead: dict[int, bool] = {}

    def lives(link: int) -> bool:
        row = network.links.get(link)
        if row is None or link in gone or row.a in gone or row.b in gone:
            return False
        if link not in dead:
            dead[link] = False  # a circle is refused by the database; here it only ends
            sides = network.under.get(link, {})
            dead[link] = not all(any(map(lives, links)) for links in sides.values())
        return not dead[link]

    return frozenset(tunnel for tunnel in network.under if not lives(tunnel))
