"""How assets are found by their code and name, by anybody, among what he may read."""

from __future__ import annotations

from django.db.models import Q

from egov.search.lists import Searchable, as_typed, containing, each, search
from infrastructure.models.asset import AssetQuerySet


@each
def _by_code(term: str) -> Q:
    return Q(code__istartswith=term)


# serial numbers and addresses are searched at the desk alone: a hit would tell them to outsiders
NAMES = Searchable(
    ways=(_by_code, containing("code", "name", trigrams=True)), terms=as_typed, probed=True
)


def find_assets(rows: AssetQuerySet, query: str) -> AssetQuerySet:
    """Those that carry each word in code or name."""
    return search(rows, query, NAMES)
