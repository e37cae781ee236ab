"""The network of sites: around one of them, and as a whole from its roots."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q

from egov.verbs.permission import Actor
from infrastructure.drawings.layers import Layers, Node, Tie, bundled, distances, layered
from infrastructure.models import Asset, Device, Link, Site, visible_assets
from infrastructure.views.sheets.reading import SHOWN, seen
from infrastructure.vocabulary import IN_USE, Medium

MOST = 60  # boxes; above it the leaves of one place are drawn as one


@dataclass(frozen=True)
class Way:
    """A link between two sites, both of which the reader may know."""

    link: Asset
    a: Asset
    b: Asset
    medium: str
    backup: bool

    @property
    def words(self) -> str:
        kind = Medium(self.medium).label
        return f"{self.link.code}: {kind}{', cadangan' if self.backup else ''}"

    @property
    def medium_word(self) -> str:
        return Medium(self.medium).label


@dataclass(frozen=True)
class Topology:
    drawing: Layers
    ways: tuple[Way, ...]
    bundles: tuple[tuple[Node, ...], ...] = ()


def around(site: Asset, user: Actor) -> Topology | None:
    """A site and the sites that its links lead to; None where the reader knows of no link.

    Roots stand above. Six queries.
    """
    here = [site.pk, *Device.objects.filter(site=site.pk).values_list("pk", flat=True)]
    ways = _ways(Q(a__in=here) | Q(b__in=here), user, SHOWN)
    if not ways:
        return None
    return _drawn(ways, user, here=site)


def whole(user: Actor, most_links: int) -> Topology | None:
    """All sites that the reader may know with the links between them, from the roots down.

    None where there is no link, or more than `most_links`.
    """
    ways = _ways(Q(), user, most_links + 1)
    return _drawn(ways, user) if ways and len(ways) <= most_links else None


def _ways(where: Q, user: Actor, most: int) -> list[Way]:
    rows = Link.objects.filter(where, visible_assets(user, "asset__"), asset__status__in=IN_USE)
    links = list(rows.select_related("asset").order_by("asset__code")[:most])
    ends = {end for link in links for end in (link.a_id, link.b_id)}
    known = seen(user, ends)
    stands = dict(Device.objects.filter(pk__in=known).values_list("pk", "site_id"))
    sites = seen(user, stands.values()) | {k: v for k, v in known.items() if k not in stands}
    ways = []
    for link in links:
        a, b = (_site(end, known, stands, sites) for end in (link.a_id, link.b_id))
        if a is not None and b is not None and a != b:
            ways.append(Way(link.asset, a, b, link.medium, link.is_backup))
    return ways


def _site(
    end: int, known: dict[int, Asset], stands: Mapping[int, int | None], sites: dict[int, Asset]
) -> Asset | None:
    """The site that an end stands in or is; an end that is not known leads nowhere."""
    if end not in known:
        return None
    return sites.get(stands[end] or 0) if end in stands else sites.get(end)


def _drawn(ways: Iterable[Way], user: Actor, here: Asset | None = None) -> Topology:
    ways = tuple(ways)
    sites = {site.pk: site for way in ways for site in (way.a, way.b)}
    facts = {row.pk: row for row in Site.objects.filter(pk__in=sites)}
    roots = [key for key, row in facts.items() if row.is_root]
    nodes = [
        Node(
            key,
            asset.code,
            facts[key].get_kind_display() if key in facts else asset.name,
            asset.get_absolute_url(),
            _kind(key, roots, here),
        )
        for key, asset in sites.items()
    ]
    ties = [Tie(way.a.pk, way.b.pk, way.words, backup=way.backup) for way in ways]
    start = roots or ([here.pk] if here else [min(sites)])
    depth = distances(start, ties)
    kept, lines, groups = bundled(nodes, ties, depth, MOST)
    depth |= distances(start, lines)
    return Topology(
        layered(kept, lines, depth), ways, tuple(tuple(group) for group in groups.values())
    )


def _kind(key: int, roots: list[int], here: Asset | None) -> str:
    if here is not None and key == here.pk:
        return "here"
    return "root" if key in roots else ""
