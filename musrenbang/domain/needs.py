"""The kamus by what citizens need."""

from __future__ import annotations

from collections.abc import Iterable

from egov.verbs.memory import remembered
from musrenbang.models import KamusEntry, KamusVariant
from musrenbang.vocabulary import KamusNeed

Group = tuple[KamusNeed, dict[KamusEntry, list[KamusVariant]]]


def needs_of_variants() -> dict[int, str]:
    """The need behind each variant, by its id: some hundred rows, kept for some minutes."""
    return remembered("needs-of-variants", 300, _ask)


def _ask() -> dict[int, str]:
    return dict(KamusVariant.objects.values_list("pk", "entry__need"))


def by_need(variants: Iterable[KamusVariant]) -> list[Group]:
    """The variants under their entries, these under their needs; without empty groups."""
    groups: dict[str, dict[KamusEntry, list[KamusVariant]]] = {need: {} for need in KamusNeed}
    for variant in variants:
        groups[variant.entry.need].setdefault(variant.entry, []).append(variant)
    return [(KamusNeed(need), entries) for need, entries in groups.items() if entries]
