"""Backups that fall together with what they stand in for, and by what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from infrastructure.domain.impact.network import Network
from infrastructure.domain.impact.ranking import fallen_with
from infrastructure.domain.network import Current
from infrastructure.domain.telling import Told, thing
from infrastructure.models import (
    Asset,
    CableRoute,
    Duct,
    Link,
    PathElement,
    PowerSource,
    Structure,
)
from infrastructure.vocabulary import IN_USE, AssetKind, PowerKind, StructureKind

Under = Mapping[int, set[int]]


def shared_risk(network: Current) -> list[Told]:
    """Backups that fall with what they stand in for, by the narrowest that both go through."""
    pairs = list(
        Link.objects.filter(backup_of__isnull=False, asset__status__in=IN_USE)
        .order_by("asset__code")
        .values_list("asset_id", "backup_of_id")
    )
    carriers = {key: _carriers(network.graph.network, key) for pair in pairs for key in pair}
    under = _under(frozenset().union(*carriers.values()) if carriers else frozenset())
    power = _powers(network, pairs)
    shared = {
        (backup, main): _both(carriers, under, backup, main) | power.get((backup, main), set())
        for backup, main in pairs
    }
    wanted = {key for pair, both in shared.items() for key in (*pair, *both)}
    assets = Asset.objects.in_bulk(wanted)
    pipes = Pipes(wanted)
    rows: list[Told] = []
    for (backup, main), both in shared.items():
        ordered = sorted(both, key=lambda key: _rank(assets[key]))
        cables = [_cables(carriers, under, link) for link in (backup, main)]
        named = [thing(assets[key]) | {"part": pipes.part(key, *cables)} for key in ordered]
        if named:
            rows.append(
                {"backup": thing(assets[backup]), "main": thing(assets[main]), "things": named}
            )
    return rows


def _rank(asset: Asset) -> tuple[int, str]:
    """The narrowest first: a link, a cable, a closure, then the way and what carries it."""
    order = (
        AssetKind.LINK,
        AssetKind.CABLE,
        AssetKind.ENCLOSURE,
        AssetKind.SEGMENT,
        AssetKind.STRUCTURE,
        AssetKind.POWER,
    )
    return order.index(AssetKind(asset.kind)) if asset.kind in order else len(order), asset.code


def _carriers(network: Network, link: int) -> frozenset[int]:
    """The link itself, and for a VPN the links that it runs over, all the way down."""
    found, waiting = set(), [link]
    while waiting:
        here = waiting.pop()
        if here not in found:
            found.add(here)
            waiting += [other for side in network.under.get(here, {}).values() for other in side]
    return frozenset(found)


def _under(links: frozenset[int]) -> dict[int, set[int]]:
    """Cables, closures, segments and poles that the light of each link goes through."""
    things: dict[int, set[int]] = defaultdict(set)
    kinds = (AssetKind.CABLE, AssetKind.ENCLOSURE)
    elements = PathElement.objects.filter(path__link__in=links, asset__kind__in=kinds)
    # in a building main and backup lie apart or not; that is asked by its site
    outside = elements.exclude(asset__enclosure__site__isnull=False)
    for link, asset in outside.values_list("path__link_id", "asset_id"):
        things[link].add(asset)
    cables = {asset for assets in things.values() for asset in assets}
    ways: dict[int, set[int]] = defaultdict(set)
    routes = CableRoute.objects.filter(cable__in=cables).values_list(
        "cable_id", "segment_id", "segment__a_id", "segment__b_id"
    )
    rows = list(routes)
    places_of_all = {place for _, *places in rows for place in places}
    entries = set(
        Structure.objects.filter(
            pk__in=places_of_all, kind=StructureKind.BUILDING_ENTRY
        ).values_list("pk", flat=True)
    )
    for cable, *places in rows:
        ways[cable].update(place for place in places if place not in entries)
    return {link: set().union(own, *(ways[asset] for asset in own)) for link, own in things.items()}


def _both(
    carriers: Mapping[int, frozenset[int]],
    under: Mapping[int, set[int]],
    backup: int,
    main: int,
) -> set[int]:
    def all_of(link: int) -> set[int]:
        below = (under.get(carrier, set()) for carrier in carriers[link])
        return set(carriers[link]).union(*below)

    return all_of(backup) & all_of(main)


def _powers(network: Current, pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], set[int]]:
    """UPS that alone darken an end of the main and another end of the backup."""
    links = network.graph.network.links
    ups = PowerSource.objects.filter(kind=PowerKind.UPS, asset__status__in=IN_USE)
    falls = {key: fallen_with(network.graph, key) for key in ups.values_list("pk", flat=True)}
    shared: dict[tuple[int, int], set[int]] = defaultdict(set)
    for backup, main in pairs:
        if backup not in links or main not in links:
            continue
        one, other = set(links[backup]), set(links[main])
        for source, fallen in falls.items():
            if (one - other) & fallen and (other - one) & fallen:
                shared[backup, main].add(source)
    return shared


def _cables(carriers: Mapping[int, frozenset[int]], under: Under, link: int) -> frozenset[int]:
    """What the light of a link goes through, whatever it runs over; cables among others."""
    return frozenset().union(*(under.get(carrier, ()) for carrier in carriers[link]))


class Pipes:
    """In which ducts cables lie in the segments that are shared."""

    def __init__(self, segments: Iterable[int]) -> None:
        keys = list(segments)
        ducts = Duct.objects.filter(segment__in=keys).order_by("number")
        self.ducts = {duct.pk: duct for duct in ducts}
        self.lies: dict[int, list[tuple[int, int | None]]] = defaultdict(list)
        routes = CableRoute.objects.filter(segment__in=keys)
        for segment, cable, duct in routes.values_list("segment_id", "cable_id", "duct_id"):
            self.lies[segment].append((cable, duct))

    def part(self, segment: int, one: frozenset[int], other: frozenset[int]) -> str:
        """The narrowest pipe of the segment in which both lie, `#2`; "" where they lie apart."""
        shared = self._around(segment, one) & self._around(segment, other)
        if not shared:
            return ""
        narrowest = max(shared, key=lambda key: len(self._outwards(key)))
        return f"#{self.ducts[narrowest].number}"

    def _around(self, segment: int, cables: frozenset[int]) -> set[int]:
        ducts = [duct for cable, duct in self.lies[segment] if cable in cables]
        return {outer for duct in ducts if duct is not None for outer in self._outwards(duct)}

    def _outwards(self, duct: int) -> list[int]:
        """The pipe, and those around it."""
        pipes = [duct]
        while (outer := self.ducts[pipes[-1]].parent_id) is not None:
            pipes.append(outer)
        return pipes
