"""Searching a list: its app declares how rows are found, one function finds them.

A query is read into terms, each of which must be met. Ways say how a term may be met; one way is
enough. Where the rows are many, each way has an index of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, TypeVar

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, Model, Q, QuerySet

from egov.search.names import normalise
from egov.search.queries import queries, words_query
from egov.search.text import words

Rows = TypeVar("Rows", bound=QuerySet[Any])
# The condition of each term, or None for one that cannot be met this way. All terms at once, so
# that what must be looked up first costs one query and not one a word.
Way = Callable[[Sequence[str]], Sequence[Q | None]]
FEW = 2000  # so many are looked up one by one; more stand so close that walking the list meets them
_THREE_LETTERS = re.compile(r"[^\W_]{3}")  # what an index of trigrams can find


def as_a_whole(query: str) -> list[str]:
    """The query is one term: a way reads its words by itself."""
    return [query]


def as_typed(query: str) -> list[str]:
    """The words as they were typed ("5/2018"), at most eight, without "di" and "dari"."""
    return [word for word in query.split()[:8] if words(word) or not normalise(word)]


@dataclass(frozen=True)
class Searchable:
    """How the rows of one list are found.

    `terms` reads the query: as a whole, as typed, or as its plain words. `probed`: the rows are so
    many that the ways are tried first, see `one_of`. `weight`: the column of words that puts the
    best first; without one the order is the caller's.
    """

    ways: tuple[Way, ...]
    terms: Callable[[str], list[str]] = as_a_whole
    probed: bool = False
    weight: str = ""


def search(rows: Rows, query: str, by: Searchable) -> Rows:
    """The rows that meet every term of the query; all of them where it holds none."""
    terms = by.terms(query)
    for conditions in zip(*(way(terms) for way in by.ways), strict=True):
        rows = rows.filter(one_of(rows.model, [q for q in conditions if q is not None], by.probed))
    if by.weight:
        rank = SearchRank(F(by.weight), words_query(query))
        rows = rows.annotate(rank=rank).order_by("-rank", "id")
    return rows


def one_of(model: type[Model], conditions: list[Q], probed: bool) -> Q:
    """One of the conditions.

    No one plan suits both a word that nobody wrote and one that everybody did, and PostgreSQL
    cannot tell which is asked for; so it is tried first, no further than needed to know.
    """
    if not conditions:
        return Q(pk__in=[])
    matches = _probe(model, conditions) if probed else None
    if matches is not None and len(matches) <= FEW:
        return Q(pk__in=matches)
    return reduce(or_, conditions)


def _probe(model: type[Model], conditions: list[Q]) -> list[int]:
    """Ids of what the conditions find, some twice, or FEW and one of them.

    A materialised part is planned as if it were read to its end, so from its index, and read only
    as far as the limit asks. The limit beside the condition would tempt to a scan that hopes.
    """
    parts, every = [], []
    values: list[Any] = []
    for number, condition in enumerate(conditions):
        ids = model._default_manager.filter(condition).order_by().values("pk")
        try:
            sql, params = ids.query.sql_with_params()
        except EmptyResultSet:  # a way that can find nothing
            continue
        parts.append(f"way{number} AS MATERIALIZED ({sql})")
        every.append(f"SELECT pk FROM way{number}")  # noqa: S608
        values += params
    if not parts:
        return []
    with connection.cursor() as cursor:
        union = " UNION ALL ".join(every)
        cursor.execute(f"WITH {', '.join(parts)} {union} LIMIT {FEW + 1}", values)
        return [row[0] for row in cursor.fetchall()]


# -- ways -------------------------------------------------------------------------------------


def each(condition: Callable[[str], Q | None]) -> Way:
    """A way that asks of every term by itself."""
    return lambda terms: [condition(term) for term in terms]


def stemmed(column: str) -> Way:
    """Every word of the term, stemmed, in a search column of the text as it is."""

    def condition(term: str) -> Q:
        plain = " ".join(words(term)) or term
        asked = SearchQuery(plain, config="indonesian", search_type="plain")
        return Q((column, asked))

    return each(condition)


def akin(column: str) -> Way:
    """Every word of the term, or one of its family, in a search column of `PlainWords`."""
    return lambda terms: [
        None if query is None else Q((column, query)) for query in (queries(terms) if terms else ())
    ]


def containing(
    *columns: str,
    forms: Callable[[str], Iterable[str]] = as_a_whole,
    trigrams: bool = False,
    beginning: bool = False,
) -> Way:
    """The term, or another of its forms, as it stands in one of the columns.

    `trigrams`: an index of them answers, which can find no less than three letters. `beginning`:
    only where a word begins, so that "las" is not in "kelas"; for terms of plain words.
    """

    def condition(term: str) -> Q | None:
        if trigrams and not _THREE_LETTERS.search(term):
            return None
        lookup, start = ("iregex", r"\m") if beginning else ("icontains", "")
        each_form = [f"{start}{form.strip()}" for form in forms(term)]
        asked = (Q((f"{column}__{lookup}", form)) for form in each_form for column in columns)
        return reduce(or_, asked)

    return each(condition)
