"""The types that a channel offers, as the first question shows them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from egov.areas.models import Area, Level
from egov.verbs.memory import remembered
from musrenbang.domain.needs import Group, by_need
from musrenbang.models import KamusEntry, KamusVariant, Proposal
from musrenbang.models.kamus import KamusVariantQuerySet

COMMON = 5  # types shown before all others
HOUR = 3600
LATEST = 2000  # proposals of a place from which they are counted


@dataclass(frozen=True)
class Offer:
    """What the first question shows.

    With a query what it finds, by type; without one the commonest of a place and, behind them, all
    by need.
    """

    found: dict[KamusEntry, list[KamusVariant]]
    common: Sequence[KamusVariant] = ()
    place: str = ""  # "di Kelurahan Kebraon"
    needs: Sequence[Group] = ()
    chosen_below: int | None = None  # a variant that is chosen and not among the commonest
    opened: str = ""  # the need under which it stands

    @property
    def first_listed(self) -> int | None:
        """The first of the list: where the error summary leads; a commonest goes before."""
        groups = [self.found, *(entries for _need, entries in self.needs)]
        rows = [row for entries in groups for variants in entries.values() for row in variants]
        return rows[0].pk if rows and not self.common else None


def offer(
    variants: Iterable[KamusVariant], query: str, area: Area | None, chosen: int | None = None
) -> Offer:
    """Of the variants that a channel offers, as a query or a place narrows them."""
    rows = list(variants)
    if query:
        return Offer(by_entry(rows))
    village = _village(area)
    keys = commonest(village)
    by_key = {row.pk: row for row in rows}
    common = [by_key[key] for key in keys if key in by_key][:COMMON]
    place = f"di {village.label}" if village is not None else ""
    below = by_key.get(chosen or 0) if chosen not in [row.pk for row in common] else None
    needs = by_need(rows)
    if below is None:
        return Offer({}, common, place, needs)
    return Offer({}, common, place, needs, below.pk, below.entry.need)


def commonest(village: Area | None) -> list[int]:
    """The types that a village, or the region, wished for most among its latest; kept an hour."""

    def count() -> list[int]:
        rows = Proposal.objects.listed()
        rows = rows.in_area(village) if village is not None else rows
        latest = rows.order_by("-id").values("id")[:LATEST]
        counted: Any = Proposal.objects.filter(pk__in=latest).order_by().values_list("variant")
        return [key for key, _ in counted.annotate(n=Count("id")).order_by("-n", "variant")[:20]]

    return remembered(f"commonest-{village.pk if village else 0}", HOUR, count)


def _village(area: Area | None) -> Area | None:
    while area is not None and area.level in (Level.RW, Level.RT):
        area = area.parent
    return area if area is not None and area.level == Level.VILLAGE else None


def offered_variants(query: str, edition: str) -> KamusVariantQuerySet:
    """With a price today, of the channel's edition, and carrying the words of a query."""
    rows = KamusVariant.objects.priced().proposable().with_price().of_edition(edition)
    rows = rows.order_by("entry__name", "code")
    return rows.matching(query) if query else rows


def by_entry(variants: Iterable[KamusVariant]) -> dict[KamusEntry, list[KamusVariant]]:
    groups: dict[KamusEntry, list[KamusVariant]] = {}
    for variant in variants:
        groups.setdefault(variant.entry, []).append(variant)
    return groups
