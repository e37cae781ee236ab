"""The types that a channel offers, as the first question shows them."""

from __future__ import annotations

from collections.abc import Iterable

from musrenbang.models import KamusEntry, KamusVariant
from musrenbang.models.kamus import KamusVariantQuerySet


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
