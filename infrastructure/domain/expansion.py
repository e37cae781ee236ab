"""From what was cut to the links and things it takes along physically, in three set queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, IntegerField, Q, Value

from infrastructure.models import CableRoute, Enclosure, PathElement, Segment
from infrastructure.vocabulary import AssetKind


@dataclass(frozen=True)
class Cut:
    """What is gone: assets by id, and rows that have no code of their own."""

    assets: frozenset[int] = frozenset()
    ducts: frozenset[int] = frozenset()
    cores: frozenset[int] = frozenset()
    joints: frozenset[int] = frozenset()

    @property
    def empty(self) -> bool:
        return not (self.assets or self.ducts or self.cores or self.joints)


@dataclass
class Expanded:
    """All assets that are gone, and which of them took another along.

    `touched`: cables and closures of which only a core or a joint is gone.
    """

    assets: set[int] = field(default_factory=set)
    because: dict[int, int] = field(default_factory=dict)
    touched: set[int] = field(default_factory=set)

    def take(self, pairs: Iterable[tuple[int, int | None]]) -> None:
        for asset, because in pairs:
            if asset not in self.assets:
                self.assets.add(asset)
                if because is not None:
                    self.because[asset] = because


def expand(cut: Cut) -> Expanded:
    """Structures and sites take their segments and enclosures, segments and ducts their cables.

    Cables, enclosures, cores and joints take the links whose light goes through them. At most
    three queries, however much is cut.
    """
    gone = Expanded(set(cut.assets))
    if cut.assets:
        gone.take(_on_structures(cut.assets))
    if cut.ducts or gone.assets:
        routes = CableRoute.objects.filter(Q(segment__in=gone.assets) | _in_ducts(cut.ducts))
        gone.take(routes.order_by("id").values_list("cable_id", "segment_id"))
    touched = Q(asset__in=gone.assets, asset__kind__in=(AssetKind.CABLE, AssetKind.ENCLOSURE))
    touched |= Q(core__in=cut.cores) | Q(joint__in=cut.joints)
    elements = PathElement.objects.filter(touched).order_by("path__link_id", "sequence")
    lit = list(elements.values_list("path__link_id", "asset_id"))
    gone.touched = {asset for _, asset in lit} - gone.assets
    gone.take((link, asset if asset in gone.assets else None) for link, asset in lit)
    gone.because = {a: b for a, b in gone.because.items() if a not in cut.assets}
    return gone


def _in_ducts(ducts: Iterable[int]) -> Q:
    """A pipe takes the pipes in it along, and those in these."""
    inner = Q(duct__parent__in=ducts) | Q(duct__parent__parent__in=ducts)
    return Q(duct__in=ducts) | inner


def _on_structures(cut: frozenset[int]) -> Iterable[tuple[int, int | None]]:
    """What hangs on the poles and in the buildings that are gone, and on which of them."""
    nothing = Value(None, output_field=IntegerField())
    segments = Segment.objects.filter(
        Q(a__in=cut) | Q(b__in=cut) | Q(a__site__in=cut) | Q(b__site__in=cut)
    ).values_list("asset_id", "a_id", "b_id", F("a__site_id"), F("b__site_id"))
    enclosures = Enclosure.objects.filter(
        Q(structure__in=cut) | Q(site__in=cut) | Q(structure__site__in=cut)
    ).values_list("asset_id", "structure_id", "site_id", F("structure__site_id"), nothing)
    rows: Any = segments.union(enclosures, all=True)
    for asset, *places in rows.order_by():
        yield asset, next((place for place in places if place in cut), None)
