"""What is looked for each night: where one fault hurts most, and what nobody looks after.

Each report is plain rows. Things are told as in `telling`, so that a page can leave out what its
reader may not read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q

from egov.accounts.models import User
from egov.verbs.verb import verb
from infrastructure.domain.impact.ranking import Point, fallen_with, single_points
from infrastructure.domain.network import Current, current
from infrastructure.domain.shared_risk import shared_risk
from infrastructure.domain.telling import Told, thing
from infrastructure.models import (
    Asset,
    Cable,
    CableRoute,
    Enclosure,
    PathElement,
    Site,
    StandingReport,
    reads_restricted,
)
from infrastructure.vocabulary import (
    IN_USE,
    AssetKind,
    CoreState,
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
        StandingKind.SHARED_RISK: shared_risk(network),
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
        own = user.agencies_of()
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
