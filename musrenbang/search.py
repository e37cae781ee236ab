"""Finding proposals by words or by place, at the cost of what is found and not of what there is."""

from __future__ import annotations

import re
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import Q

from egov.areas.models import Area, Level
from egov.search.names import name_key
from egov.search.text import words

if TYPE_CHECKING:
    from musrenbang.models.proposal import ProposalQuerySet

Rows = TypeVar("Rows", bound="ProposalQuerySet")
FEW = 2000  # so many are looked up one by one; more stand so close that walking the list meets them
_RW = re.compile(r"\s*rw\s*0*(\d{1,3})\s+(.+)", re.IGNORECASE)
_THREE_LETTERS = re.compile(r"[^\W_]{3}")  # what an index of trigrams can find


def find(rows: Rows, query: str) -> Rows:
    """Those with every word, stemmed; with the words as they stand in the title; or of a place.

    No one plan suits both a word that nobody wrote and one that everybody did, and PostgreSQL
    cannot tell which is asked for; so it is tried first, no further than needed to know.
    """
    ways = _ways(query)
    matches = _probe(rows, ways)
    if len(matches) <= FEW:
        return rows.filter(pk__in=matches)
    return rows.filter(reduce(or_, ways))


def _ways(query: str) -> list[Q]:
    """Conditions of which one is enough, each with an index of its own."""
    plain = " ".join(words(query)) or query
    ways = [Q(search=SearchQuery(plain, config="indonesian", search_type="plain")), *_places(query)]
    if _THREE_LETTERS.search(query):
        ways.append(Q(title__icontains=query.strip()))
    return ways


def _places(query: str) -> list[Q]:
    """The proposals of a place that is named: "kebraon", "RW 05 Kebraon"."""
    rw = _RW.fullmatch(query)
    named = Area.objects.filter(name_key=name_key(rw[2] if rw else query))
    ids = list(named.filter(level__in=[Level.VILLAGE, Level.DISTRICT]).values_list("pk", flat=True))
    if not ids:
        return []
    if rw:
        within = Q(parent__in=ids) | Q(parent__parent__in=ids)
        rws = Area.objects.level(Level.RW).filter(within, name=f"RW {int(rw[1]):02d}")
        return [Q(rw__in=list(rws))] if rws else []
    return [Q(kelurahan__in=ids) | Q(kecamatan__in=ids)]


def _probe(rows: ProposalQuerySet, ways: list[Q]) -> list[int]:
    """Ids of what the ways find, some twice, or FEW and one of them.

    A materialised part is planned as if it were read to its end, so from its index, and read only
    as far as the limit asks. The limit beside the condition would tempt to a scan that hopes.
    """
    parts, every = [], []
    values: list[Any] = []
    for number, way in enumerate(ways):
        ids = rows.model.objects.filter(way).order_by().values("pk")
        sql, params = ids.query.sql_with_params()
        parts.append(f"way{number} AS MATERIALIZED ({sql})")
        every.append(f"SELECT pk FROM way{number}")  # noqa: S608
        values += params
    with connection.cursor() as cursor:
        union = " UNION ALL ".join(every)
        cursor.execute(f"WITH {', '.join(parts)} {union} LIMIT {FEW + 1}", values)
        return [row[0] for row in cursor.fetchall()]
