"""Finding proposals by words or by place, at the cost of what is found and not of what there is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Q

from egov.areas.models import Area, Level
from egov.search.lists import Searchable, containing, each, search, stemmed
from egov.search.names import name_key

if TYPE_CHECKING:
    from musrenbang.models.proposal import ProposalQuerySet

Rows = TypeVar("Rows", bound="ProposalQuerySet")
_RW = re.compile(r"\s*rw\s*0*(\d{1,3})\s+(.+)", re.IGNORECASE)


@each
def in_place(query: str) -> Q | None:
    """The proposals of a place that is named: "kebraon", "RW 05 Kebraon"."""
    rw = _RW.fullmatch(query)
    named = Area.objects.filter(name_key=name_key(rw[2] if rw else query))
    ids = list(named.filter(level__in=[Level.VILLAGE, Level.DISTRICT]).values_list("pk", flat=True))
    if not ids:
        return None
    if rw:
        within = Q(parent__in=ids) | Q(parent__parent__in=ids)
        rws = Area.objects.level(Level.RW).filter(within, name=f"RW {int(rw[1]):02d}")
        return Q(rw__in=list(rws)) if rws else None
    return Q(kelurahan__in=ids) | Q(kecamatan__in=ids)


PROPOSALS = Searchable(
    ways=(stemmed("search"), in_place, containing("title", trigrams=True)),
    probed=True,
)


def find(rows: Rows, query: str) -> Rows:
    """Those with every word, stemmed; with the words as they stand in the title; or of a place."""
    return search(rows, query, PROPOSALS)
