"""What each thing alone takes along, for all things at once: the dominator tree of the network.

A thing dominates what it lies before on every way from the roots. With links as nodes this is
what the loss of the thing alone would cut off; sets of links are asked one by one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import rustworkx

from infrastructure.domain.impact.falling import fall
from infrastructure.domain.impact.network import Network
from infrastructure.domain.impact.reach import ROOT, Graph, losses

Weights = Mapping[int, int | None]  # site -> people, None where nobody knows


@dataclass(frozen=True)
class Loss:
    """What goes: how many sites, and how many people are known to be served there."""

    sites: int
    people: int


@dataclass
class Point:
    """Things of which each alone takes the same sites along."""

    things: list[int]
    loss: Loss


def single_points(
    whole: Graph, sets: Mapping[int, frozenset[int]], weights: Weights
) -> list[Point]:
    """All that takes another site along, worst first.

    `sets`: for each thing beside the graph (a cable, a pole, a UPS) the assets that fall with it.
    """
    alone = _alone(whole, weights)
    points: dict[object, Point] = {}

    def add(thing: int, key: object, loss: Loss) -> None:
        points.setdefault(key, Point([], loss)).things.append(thing)

    places = _places(whole.network)
    for thing, (key, loss) in alone.items():
        if loss.sites and thing not in places:
            add(thing, key, loss)
    known: dict[frozenset[int], tuple[object, Loss]] = {}
    for thing, fallen in {**places, **sets}.items():
        held = frozenset(asset for asset in fallen if asset in whole.index)
        if thing in places and not _leads_on(whole.network, thing, held, alone):
            continue
        if len(held) == 1:
            found: tuple[object, Loss] = alone.get(next(iter(held)), (ROOT, Loss(0, 0)))
        else:
            if held not in known:
                known[held] = _together(whole, held, weights)
            found = known[held]
        if found[1].sites:
            add(thing, *found)
    return sorted(points.values(), key=lambda p: (-p.loss.people, -p.loss.sites, p.things[0]))


def _places(network: Network) -> dict[int, frozenset[int]]:
    """Sites, rooms and racks, each with all that stands in it."""
    places = {}
    for place in (*network.sites, *network.rooms, *network.racks):
        inside, waiting = {place}, [place]
        while waiting:
            more = network.contents.get(waiting.pop(), ())
            inside.update(more)
            waiting += more
        places[place] = frozenset(inside)
    return places


def _leads_on(
    network: Network, place: int, held: frozenset[int], alone: Mapping[int, tuple[int, Loss]]
) -> bool:
    """Whether another's way may lead through a place: most are the end of theirs.

    With one way in, what stands there takes at least the site itself along.
    """
    usual = 1 if place in network.sites else 0
    inside = any(alone[asset][1].sites > usual for asset in held - {place} if asset in alone)
    itself = place in alone and alone[place][1].sites > 0
    return inside or itself or len(held & network.entrances) > 1


def _together(whole: Graph, fallen: frozenset[int], weights: Weights) -> tuple[object, Loss]:
    lost = frozenset(asset for asset in losses(whole, fallen) - fallen if asset in weights)
    return lost, Loss(len(lost), sum(weights[site] or 0 for site in lost))


def _alone(whole: Graph, weights: Weights) -> dict[int, tuple[int, Loss]]:
    """For each thing that is reached: what it dominates besides itself.

    With a key that things share which cut off the very same sites.
    """
    directed = _directed(whole)
    assets = directed.nodes()  # its numbers are its own: no hole is left where something went
    above = rustworkx.immediate_dominators(directed, 0)
    below: dict[int, list[int]] = defaultdict(list)
    for node, parent in above.items():
        if node != parent:
            below[parent].append(node)
    sites: dict[int, int] = {}
    people: dict[int, int] = {}
    keys: dict[int, int] = {}
    result = {}
    for node in _leaves_first(below):
        asset, children = assets[node], below.get(node, ())
        taken = sum(sites[child] for child in children)
        served = sum(people[child] for child in children)
        # the same sites go with the one child that has them all
        heir = next((child for child in children if sites[child] == taken and taken), None)
        keys[node] = node if heir is None or asset in weights else keys[heir]
        if asset != ROOT:
            result[asset] = _key(keys, node, heir, asset in weights), Loss(taken, served)
        sites[node] = taken + (asset in weights)
        people[node] = served + (weights.get(asset) or 0)
    return result


def _key(keys: Mapping[int, int], node: int, heir: int | None, is_site: bool) -> int:
    """Of the sites that a thing takes besides itself: those of its heir, or its very own."""
    if heir is not None:
        return keys[heir]
    return -node if is_site else node


def _directed(whole: Graph) -> rustworkx.PyDiGraph[int, None]:
    """What is reached while nothing is cut, each edge in both directions."""
    graph = whole.graph.copy()
    graph.remove_nodes_from(list(whole.unreached))
    return graph.to_directed()


def _leaves_first(below: Mapping[int, Iterable[int]]) -> list[int]:
    order, waiting = [], [0]
    while waiting:
        node = waiting.pop()
        order.append(node)
        waiting += below.get(node, ())
    return order[::-1]


def fallen_with(whole: Graph, source: int) -> frozenset[int]:
    """What goes dark, sooner or later, when this one has no current."""
    return frozenset(fall(whole.network, [source]).minutes)
