"""Search of the registry.

A citation first, then words at regulations and at their pasal, then titles that look alike.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import date

from django.contrib.postgres.search import SearchHeadline, SearchQuery, TrigramWordSimilarity
from django.db.models import F, Q, QuerySet

from egov.search.lists import Searchable, akin, as_typed, containing, each, search
from egov.search.names import normalise
from egov.search.queries import words_query
from egov.search.text import words
from regulations.domain.exchange.citations import Citation
from regulations.domain.law.states import effective, force_of
from regulations.domain.text.versions import text_as_of
from regulations.models import Application, LegalEvent, Provision, Regulation, RegulationKind
from regulations.models.event import LAW, SOURCES
from regulations.vocabulary import ENDING, EventKind

HITS = 20
NEAR = 0.45  # how alike a title must be to be offered for a misspelt word
# private characters around what matched; `marked` turns them into <mark>
START, STOP = "\ue000", "\ue001"


def cited_part(cited: Citation) -> str | None:
    """The address of what a citation names: the pasal, else the regulation.

    None where the registry does not hold it.
    """
    rows = Regulation.objects.filter(
        kind__code=cited.kind, number__iexact=cited.number, year=cited.year, other_region=""
    )
    regulation = rows.select_related("kind").first()
    if regulation is None:
        return None
    part = regulation.provisions.filter(path=cited.pasal).first() if cited.pasal else None
    if part is None:
        return regulation.get_absolute_url()
    part.regulation = regulation
    return part.get_absolute_url()


def find_regulations(query: str, *, on: date) -> QuerySet[Regulation]:
    """Regulations `with_force` on a day that carry every word."""
    return having_words(Regulation.objects.with_force(on).select_related("kind"), query)


def having_words(rows: QuerySet[Regulation], query: str) -> QuerySet[Regulation]:
    """Those that carry every word in title, number, year or kind."""
    return search(rows, query, REGULATIONS)


@each
def _numbered(word: str) -> Q | None:
    if not any(c.isdecimal() for c in word):
        return None
    year = int(word) if word.isascii() and word.isdecimal() and len(word) == 4 else 0
    return Q(number__iexact=word) | Q(year=year)


def _of_kind(terms: Sequence[str]) -> list[Q | None]:
    """A word that names no kind is left to the index of titles."""
    pairs = RegulationKind.objects.values_list("short", "code") if terms else ()
    kinds = {name.lower() for name in itertools.chain.from_iterable(pairs)}
    return [
        Q(kind__short__iexact=word) | Q(kind__code__iexact=word) if word.lower() in kinds else None
        for word in terms
    ]


REGULATIONS = Searchable(ways=(akin("search"), _numbered, _of_kind), terms=as_typed)
APPLICATIONS = Searchable(ways=(containing("name", "purpose"),))  # some hundred rows: no index


def find_applications(rows: QuerySet[Application], query: str) -> QuerySet[Application]:
    """Those with the words as they stand in name or purpose."""
    return search(rows, query, APPLICATIONS)


def find_parts(query: str, *, kind: str = "", force: str = "", on: date) -> list[Provision]:
    """The best pasal for the words, each with its `force` and `snippet`.

    That is some words around what matched.
    """
    if not normalise(query):
        return []
    matches = Provision.objects.matching(query)
    if kind:
        matches = matches.filter(regulation__kind__code=kind)
    if force:
        standing = Regulation.objects.with_force(on).having_force(force)
        matches = matches.filter(regulation__in=standing.values("pk"))
    best = [row.pk for row in matches.only("pk")[: 2 * HITS]]
    asked = words_query(query)
    snippet = SearchHeadline(
        F("text"),
        asked,
        config="indonesian",
        start_sel=START,
        stop_sel=STOP,
        min_words=12,
        max_words=28,
    )
    rows = Provision.objects.filter(pk__in=best).select_related("regulation__kind")
    rows = rows.prefetch_related(f"regulation__{LAW}")
    ranked = sorted(rows.annotate(snippet=snippet), key=lambda row: best.index(row.pk))
    for row in ranked:
        row.force = force_of(row.regulation, on, row)
    return _worded(ranked, asked, on)[:HITS]


def _worded(rows: list[Provision], asked: SearchQuery, on: date) -> list[Provision]:
    """The hits whose words stand in the pasal as it reads on the day.

    An amended one shows its wording of that day.
    """
    keys = [row.pk for row in rows]
    events = LegalEvent.objects.filter(
        provision__in=keys, kind__in=[EventKind.AMENDS, EventKind.REPEALS_PART, *ENDING]
    )
    amendments = list(events.select_related("source").prefetch_related(SOURCES))
    if not amendments:
        return rows
    amended = LegalEvent.objects.filter(pk__in=[e.pk for e in amendments], search=asked)
    matching = set(amended.values_list("pk", flat=True))
    unamended = Provision.objects.filter(pk__in=keys, search=asked)
    first = set(unamended.values_list("pk", flat=True))
    kept = []
    worded = {e.pk for e in amendments if e.wording}
    for wording in text_as_of(rows, amendments, on):
        row = wording.part
        if wording.ended or wording.deleted:
            continue  # no longer there to be found
        here = [event for event in amendments if event.provision_id == row.pk]
        entered = [event.pk for event in effective(here, on) if event.pk in worded]
        if not entered:
            if row.pk in first:
                kept.append(row)
        elif entered[-1] in matching:
            row.snippet = wording.text[:240]  # type: ignore[attr-defined]
            kept.append(row)
    return kept


def near_titles(query: str) -> list[Regulation]:
    """Regulations whose title looks like what was typed, for a misspelt word; best first."""
    typed = " ".join(words(query))
    if not typed:
        return []
    rows = Regulation.objects.annotate(alike=TrigramWordSimilarity(typed, "title"))
    near = rows.filter(Q(("alike__gte", NEAR))).select_related("kind").prefetch_related(LAW)
    return list(near.order_by("-alike", "-year", "id")[:5])
