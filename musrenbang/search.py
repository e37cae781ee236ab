"""Finding proposals by words or by place, at the cost of what is found and not of what there is."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.db.models import Q

from egov.areas.place_words import read_named, rws_of
from egov.search.lists import Searchable, akin, containing, each, search

if TYPE_CHECKING:
    from musrenbang.models.proposal import ProposalQuerySet

Rows = TypeVar("Rows", bound="ProposalQuerySet")


def with_places(query: str) -> list[str]:
    """The place that is named and the other words are two terms: "paving kebraon"."""
    named = read_named(query)
    return [named.rest, named.place] if named.areas and named.rest else [query]


@each
def in_place(term: str) -> Q | None:
    """The proposals of a place that is named: "kebraon", "RW 05 Kebraon", "kebraon rw 5"."""
    named = read_named(term)
    if not named.areas or named.rest:
        return None
    if named.rw is not None:
        rws = rws_of(named)
        return Q(rw__in=rws) if rws else None
    ids = [area.pk for area in named.areas]
    return Q(kelurahan__in=ids) | Q(kecamatan__in=ids)


PROPOSALS = Searchable(
    ways=(akin("search"), in_place, containing("title", trigrams=True)),
    terms=with_places,
    probed=True,
)


def find(rows: Rows, query: str) -> Rows:
    """Those with every word or what it means; as it stands in the title; or of a place."""
    return search(rows, query, PROPOSALS)
