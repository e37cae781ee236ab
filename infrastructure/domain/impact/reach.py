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
    """Only what loses its way to a root."""
    return _named(whole, _left(whole, dark).lost)


def reach(whole: Graph, dark: Iterable[int]) -> Reach:
    """What the loss of these assets does to everybody else's way to a root."""
    left = _left(whole, dark)
    points = _single(left.graph) - whole.single - left.lost - whole.unreached
    alone: Set[int] = set()
    if points:
        alone = _take(whole, left.graph, left.gone | points).lost - left.lost - points
    return Reach(_named(whole, left.lost), _named(whole, alone), _named(whole, points))


@dataclass(frozen=True)
class Left:
    """What is left of the network, by node; what is left keeps its numbers."""

    graph: rustworkx.PyGraph[int, None]
    gone: Set[int]
    lost: Set[int]  # reached a root before, and does not any more; what is gone included


def _left(whole: Graph, dark: Iterable[int]) -> Left:
    gone = frozenset(dark)
    gone |= _dead_tunnels(whole.network, gone)
    return _take(whole, whole.graph, {whole.index[asset] for asset in gone if asset in whole.index})


def _take(whole: Graph, graph: rustworkx.PyGraph[int, None], gone: Set[int]) -> Left:
    """Whatever lost its way hangs together with a neighbour of what is gone: only there is
    looked, for most of a city a cut changes nothing."""
    left = graph.copy()
    left.remove_nodes_from(list(gone))
    lost: set[int] = set(gone)
    reached: Set[int] = frozenset()
    beside = {node for asset in gone for node in whole.graph.neighbors(asset)}
    for node in beside - gone:
        if node in lost or node in reached or _way_stands(whole, node, gone):
            continue
        together = rustworkx.node_connected_component(left, node)
        if 0 in together:
            reached = together
        else:
            lost |= together
    return Left(left, gone, lost - whole.unreached)


def _way_stands(whole: Graph, node: int, gone: Set[int]) -> bool:
    """Whether its shortest way to a root is whole; if not, there may be a longer one."""
    while node not in gone and node not in whole.unreached:
        if node == 0:
            return True
        node = whole.index[whole.towards[node]]
    return False


def _named(whole: Graph, nodes: Iterable[int]) -> frozenset[int]:
    return frozenset(whole.assets[node] for node in nodes) - {ROOT}


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
