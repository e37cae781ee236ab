"""From what was cut to the links and things it takes along physically, in a few set queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from infrastructure.models import Asset, CableRoute, Enclosure, PathElement, Segment
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
    """All assets that are gone, and which of them took another along."""

    assets: set[int] = field(default_factory=set)
    because: dict[int, int] = field(default_factory=dict)

    def take(self, pairs: Iterable[tuple[int, int | None]]) -> None:
        for asset, because in pairs:
            if asset not in self.assets:
                self.assets.add(asset)
                if because is not None:
                    self.because[asset] = because


def expand(cut: Cut) -> Expanded:
    """Structures and sites take their segments and enclosures, segments and ducts their cables.

    Cables, enclosures, cores and joints take the links whose light goes through them. At most six
    queries, however much is cut.
    """
    gone = Expanded(set(cut.assets))
    kinds = set(Asset.objects.filter(pk__in=cut.assets).values_list("kind", flat=True))
    if kinds & {AssetKind.STRUCTURE, AssetKind.SITE}:
        _of_structures(gone)
    if cut.ducts or gone.assets:
        routes = CableRoute.objects.filter(Q(segment__in=gone.assets) | Q(duct__in=cut.ducts))
        gone.take(routes.order_by("id").values_list("cable_id", "segment_id"))
    touched = Q(asset__in=gone.assets, asset__kind__in=(AssetKind.CABLE, AssetKind.ENCLOSURE))
    touched |= Q(core__in=cut.cores) | Q(joint__in=cut.joints)
    elements = PathElement.objects.filter(touched).order_by("path__link_id", "sequence")
    gone.take(elements.values_list("path__link_id", "asset_id"))
    gone.because = {a: b for a, b in gone.because.items() if a not in cut.assets}
    return gone


def _of_structures(gone: Expanded) -> None:
    """A pole or a building that is gone takes what hangs on it."""
    on = Q(structure__in=gone.assets) | Q(structure__site__in=gone.assets)
    enclosures = Enclosure.objects.filter(on | Q(site__in=gone.assets))
    rows = list(enclosures.values_list("asset_id", "structure_id", "site_id"))
    for end in ("a", "b"):
        here = Q(**{f"{end}__in": gone.assets}) | Q(**{f"{end}__site__in": gone.assets})
        gone.take(Segment.objects.filter(here).values_list("asset_id", f"{end}_id"))
    gone.take((asset, structure or site) for asset, structure, site in rows)
