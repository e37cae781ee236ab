"""What nobody measures and what could have taken down what is measured: links, cables, pipes,
sources of power, and what was announced."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass

from infrastructure.domain.impact.falling import fall
from infrastructure.domain.impact.reach import ROOT, Graph, losses
from infrastructure.models import (
    Asset,
    CableRoute,
    MaintenanceTarget,
    MaintenanceWindow,
    PathElement,
    Segment,
)
from infrastructure.monitoring.causes import Hypothesis
from infrastructure.vocabulary import AssetKind
from infrastructure.vocabulary_monitoring import CauseKind

MOST = 60  # hypotheses that are thought through, those that touch most first
FIBRE = (AssetKind.CABLE, AssetKind.ENCLOSURE)

CAUSES = {
    AssetKind.CABLE: CauseKind.CABLE,
    AssetKind.ENCLOSURE: CauseKind.CABLE,
    AssetKind.SEGMENT: CauseKind.DUCT,
    AssetKind.STRUCTURE: CauseKind.DUCT,
    AssetKind.LINK: CauseKind.LINK,
    AssetKind.POWER: CauseKind.POWER,
    AssetKind.SITE: CauseKind.SITE,
    AssetKind.ROOM: CauseKind.SITE,
    AssetKind.RACK: CauseKind.SITE,
}


@dataclass(frozen=True)
class Suspect:
    """A thing, what falls first with it, and which of the fallen it could have taken."""

    root: int
    first: frozenset[int]
    touches: frozenset[int]


def hypotheses(whole: Graph, fallen: Set[int], watched: Set[int]) -> list[Hypothesis]:
    """All that could explain what fell. At most seven queries, whatever the number."""
    ways = {asset: _unwatched_way(whole, asset, watched) for asset in fallen}
    suspects = [*_on_the_way(ways), *_physical(whole, ways), *_power(whole, fallen)]
    suspects = [s for s in suspects if s.root not in watched]
    suspects.sort(key=lambda s: (-len(s.touches), s.root))
    suspects = suspects[:MOST]
    kinds = dict(Asset.objects.filter(pk__in=[s.root for s in suspects]).values_list("pk", "kind"))
    darkened: dict[frozenset[int], frozenset[int]] = {}
    found = []
    for suspect in suspects:
        if suspect.first not in darkened:
            darkened[suspect.first] = _dark(whole, suspect.first)
        kind = CAUSES.get(AssetKind(kinds[suspect.root]), CauseKind.TARGET)
        found.append(Hypothesis(kind, suspect.root, darkened[suspect.first] & watched))
    return [*announced(), *found]


def announced() -> list[Hypothesis]:
    """What is being worked on now, as it was planned."""
    running = MaintenanceWindow.objects.running().values("maintenance")
    rows = MaintenanceTarget.objects.filter(maintenance__in=running, asset__isnull=False)
    rows = rows.order_by("maintenance", "-is_cut", "asset__code")
    works: dict[int, list[tuple[int, str, bool]]] = defaultdict(list)
    for work, asset, kind, is_cut in rows.values_list(
        "maintenance", "asset", "asset__kind", "is_cut"
    ):
        works[work].append((asset, kind, is_cut))
    found = []
    for targets in works.values():
        root, kind, is_cut = targets[0]
        if is_cut:
            cause = CAUSES.get(AssetKind(kind), CauseKind.TARGET)
            dark = frozenset(asset for asset, *_ in targets)
            found.append(Hypothesis(cause, root, dark, announced=True))
    return found


def _dark(whole: Graph, first: frozenset[int]) -> frozenset[int]:
    """What is gone at once with these."""
    fallen = fall(whole.network, first)
    now = [asset for asset in fallen.minutes if fallen.dark(asset, 0)]
    return losses(whole, now) | frozenset(now)


def _unwatched_way(whole: Graph, asset: int, watched: Set[int]) -> tuple[int, ...]:
    """What nobody measures between a thing and the next that somebody does, on its way up."""
    steps = []
    step = whole.way_in(asset)
    while step is not None and step != ROOT and step not in watched:
        steps.append(step)
        step = whole.way_in(step)
    return tuple(steps)


def _on_the_way(ways: Mapping[int, Iterable[int]]) -> Iterator[Suspect]:
    for step, touches in _turned(ways).items():
        yield Suspect(step, frozenset({step}), frozenset(touches))


def _turned(pairs: Mapping[int, Iterable[int]]) -> dict[int, set[int]]:
    """From what stands behind each to what stands before each."""
    turned: dict[int, set[int]] = defaultdict(set)
    for before, behind in pairs.items():
        for thing in behind:
            turned[thing].add(before)
    return turned


def _physical(whole: Graph, ways: Mapping[int, tuple[int, ...]]) -> Iterator[Suspect]:
    """Cables, closures, segments and poles that the links on these ways go through."""
    fallen_by_link = {
        link: assets for link, assets in _turned(ways).items() if link in whole.network.links
    }
    lit = _elements(path__link__in=list(fallen_by_link))
    through = set().union(*lit.values())
    segments = _routes(cable__in=through)
    neighbours = _routes(segment__in=set().union(*segments.values()))
    links_of = _turned(_elements(asset__in=through | neighbours.keys()))
    cables_of = _turned(neighbours)
    places = Segment.objects.filter(pk__in=list(cables_of)).values_list("pk", "a_id", "b_id")
    for segment, *ends in list(places):
        for end in ends:
            cables_of[end] = cables_of.get(end, set()) | cables_of[segment]
    physical = {thing: links_of.get(thing, set()) for thing in through}
    for place, cables in cables_of.items():
        physical[place] = set().union(*(links_of.get(cable, set()) for cable in cables))
    for thing, links in physical.items():
        touches = set().union(*(fallen_by_link.get(link, set()) for link in links))
        if touches:
            yield Suspect(thing, frozenset(links), frozenset(touches))


def _elements(**of: object) -> dict[int, set[int]]:
    """For each link, the cables and closures that its light goes through."""
    through: dict[int, set[int]] = defaultdict(set)
    rows = PathElement.objects.filter(**of, asset__kind__in=FIBRE)
    for link, asset in rows.values_list("path__link_id", "asset_id"):
        through[link].add(asset)
    return through


def _routes(**of: object) -> dict[int, set[int]]:
    """For each cable, its segments."""
    segments: dict[int, set[int]] = defaultdict(set)
    for cable, segment in CableRoute.objects.filter(**of).values_list("cable_id", "segment_id"):
        segments[cable].add(segment)
    return segments


def _power(whole: Graph, fallen: Set[int]) -> Iterator[Suspect]:
    """The sources above what fell, as far up as they go."""
    network = whole.network
    above: dict[int, set[int]] = {}
    for asset in fallen:
        device = network.devices.get(asset)
        rack = device.rack if device is not None else None
        sources = [*network.feeds.get(asset, ()), *network.feeds.get(rack or 0, ())]
        chain: set[int] = set()
        while sources:
            source = sources.pop()
            if source in chain or source not in network.sources:
                continue
            chain.add(source)
            parent = network.sources[source].parent
            if parent is not None:
                sources.append(parent)
        above[asset] = chain
    for source, touches in _turned(above).items():
        yield Suspect(source, frozenset({source}), frozenset(touches))
