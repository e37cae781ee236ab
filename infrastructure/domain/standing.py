"""What is looked for each night: where one fault hurts most, and what nobody looks after.

Each report is plain rows. Things are told as in `telling`, so that a page can leave out what its
reader may not read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q

from egov.accounts.models import User
from egov.verbs.verb import verb
from infrastructure.domain.impact.network import Network
from infrastructure.domain.impact.ranking import Point, fallen_with, single_points
from infrastructure.domain.network import Current, current
from infrastructure.domain.telling import Told, thing
from infrastructure.models import (
    Asset,
    Cable,
    CableRoute,
    Enclosure,
    Link,
    PathElement,
    PowerSource,
    Site,
    StandingReport,
    Structure,
    reads_restricted,
)
from infrastructure.vocabulary import (
    IN_USE,
    AssetKind,
    CoreState,
    PowerKind,
    StandingKind,
    StructureKind,
)

MOST = 100  # rows of one report
NAMED = 12  # things that take the same along, told by name
FULL = 0.1  # a cable is nearly full with this part of its cores dark, or less
STALE = timedelta(days=365)
Sets = dict[int, frozenset[int]]


@verb
def make_reports(*, now: datetime) -> None:
    """All four, in place of those of yesterday. Safe to repeat."""
    network = current()
    sets = fallen_sets(network)
    reports = {
        StandingKind.SINGLE_POINTS: _single_points(network, sets),
        StandingKind.SHARED_RISK: _shared_risk(network),
        StandingKind.NEARLY_FULL: _nearly_full(),
        StandingKind.UNVERIFIED: _unverified(now),
    }
    for kind, rows in reports.items():
        values = {"rows": rows[:MOST], "version": network.version, "made_at": now}
        StandingReport.objects.update_or_create(kind=kind, defaults=values)


def no_reports() -> bool:
    return not StandingReport.objects.exists()


# -- single points -----------------------------------------------------------------------------


def fallen_sets(network: Current) -> Sets:
    """For each thing beside the graph, what of the graph falls with it."""
    sets: dict[int, set[int]] = defaultdict(set)
    lit = PathElement.objects.filter(asset__kind__in=(AssetKind.CABLE, AssetKind.ENCLOSURE))
    for asset, link in lit.values_list("asset_id", "path__link_id").distinct():
        sets[asset].add(link)
    routes = CableRoute.objects.values_list(
        "segment_id", "segment__a_id", "segment__b_id", "cable_id"
    )
    for *places, cable in routes.iterator():
        for place in places:
            sets[place] |= sets.get(cable, set())
    hung = Enclosure.objects.filter(structure__isnull=False)
    for enclosure, structure in hung.values_list("asset_id", "structure_id"):
        sets[structure] |= sets.get(enclosure, set())
    # the entry of a building falls with its building, which is told already
    entries = Asset.objects.filter(structure__kind=StructureKind.BUILDING_ENTRY)
    told = {*entries.values_list("pk", flat=True)}
    used = set(Asset.objects.filter(status__in=IN_USE, pk__in=sets).values_list("pk", flat=True))
    sources = {
        source: fallen_with(network.graph, source) for source in network.graph.network.sources
    }
    kept = {asset: frozenset(links) for asset, links in sets.items() if asset in used - told}
    return kept | sources


def _single_points(network: Current, sets: Sets) -> list[Told]:
    weights = dict(Site.objects.values_list("asset_id", "population"))
    points = single_points(network.graph, sets, weights)[:MOST]
    assets = Asset.objects.in_bulk({key for point in points for key in point.things[:NAMED]})
    return [_point(point, assets) for point in points]


def _point(point: Point, assets: Mapping[int, Asset]) -> Told:
    named = point.things[:NAMED]
    return {
        "things": [thing(assets[key]) for key in named if key in assets],
        "more": len(point.things) - len(named),
        "sites": point.loss.sites,
        "people": point.loss.people,
    }


# -- main and backup ---------------------------------------------------------------------------


def _shared_risk(network: Current) -> list[Told]:
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
    return [
        {
            "backup": thing(assets[backup]),
            "main": thing(assets[main]),
            "things": [thing(assets[key]) for key in sorted(both, key=lambda k: _rank(assets[k]))],
        }
        for (backup, main), both in shared.items()
        if both
    ]


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


# -- cables nearly full, and what nobody looked at ---------------------------------------------


def _nearly_full() -> list[Told]:
    spare = Count("cores", filter=Q(cores__state=CoreState.SPARE))
    cables = Cable.objects.filter(asset__status__in=IN_USE).select_related("asset")
    rows = cables.annotate(many=Count("cores"), spare=spare).filter(
        many__gt=0, spare__lte=F("many") * FULL
    )
    return [
        {"things": [thing(row.asset)], "cores": row.many, "spare": row.spare}
        for row in rows.order_by("spare", "asset__code")[:MOST]
    ]


def _unverified(now: datetime) -> list[Told]:
    """By agency: how many were not looked at for a year, and how many never."""
    assets = Asset.objects.filter(status__in=IN_USE).order_by()
    never = Q(verified_at=None)
    stale = never | Q(verified_at__lt=now - STALE)
    rows = assets.values("owner_id", "owner__short_name").annotate(
        total=Count("id"), stale=Count("id", filter=stale), never=Count("id", filter=never)
    )
    return [
        {
            "owner": row["owner__short_name"] or "",
            "agency": row["owner_id"],
            "total": row["total"],
            "stale": row["stale"],
            "never": row["never"],
        }
        for row in rows.filter(stale__gt=0).order_by("-stale", "owner_id")
    ]


# -- for one reader ----------------------------------------------------------------------------


def standing_for(user: User) -> dict[str, StandingReport]:
    """The reports by kind; an agency's operator reads of its agency's things alone."""
    reports = {report.kind: report for report in StandingReport.objects.all()}
    if not reads_restricted(user):
        codes = {code for report in reports.values() for row in report.rows for code in _codes(row)}
        known = Asset.objects.visible_to(user).filter(code__in=codes)
        readable = set(known.values_list("code", flat=True))
        own = {a.agency_id for a in user.appointments_now if a.agency_id is not None}
        for report in reports.values():
            report.rows = [row for row in report.rows if _is_known(row, readable, own)]
    return reports


def _codes(row: Told) -> list[str]:
    named: list[Any] = [*row.get("things", ())]
    named += [row[name] for name in ("main", "backup") if name in row]
    return [each["code"] for each in named]


def _is_known(row: Told, readable: set[str], own: set[int]) -> bool:
    """Whether all that a row names may be read; of counts by agency, whether it is the reader's."""
    return row["agency"] in own if "agency" in row else set(_codes(row)) <= readable
