"""What is found for a question: read, planned as stages, run until one finds something.

All words; then, with words corrected that nobody wrote; then any word; then titles that look
alike. Within a stage the best first: how well the words fit, how much of its like a thing is,
law that ended below.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.contrib.postgres.search import SearchRank, TrigramWordSimilarity
from django.db import connection, transaction
from django.db.models import Case, F, FloatField, Q, Value, When
from django.utils import timezone

from egov.portal.joining import read_places, search_source, search_sources
from egov.search.facets import Facets, count
from egov.search.guessing import SHORTEST, corrected
from egov.search.models import Entry, EntryQuerySet
from egov.search.names import normalise
from egov.search.queries import expressions, raw_query, read_words

SIZE = 20
MOST_PAGES = 25
ALIKE = 0.5  # how alike a title must be where no word helps
EXACT = 10.0  # what is called just so stands first
AFTER_ENDED = 0.25
_SET = "SET LOCAL enable_seqscan = {0}; SET LOCAL enable_nestloop = {0}; SET LOCAL jit = off"
_PLAIN_PLANS, _USUAL_PLANS = _SET.format("off"), _SET.format("on")


@dataclass(frozen=True)
class Question:
    """What was asked: its words, the places it names, and its ways to be met."""

    text: str
    words: tuple[str, ...]
    asked: tuple[str, ...]  # for each word what the index is asked
    areas: tuple[str, ...] = ()

    @property
    def all_words(self) -> str:
        return " & ".join(self.asked)

    @property
    def any_word(self) -> str:
        return " | ".join(self.asked)


@dataclass(frozen=True)
class Results:
    """A page of hits, how many there are of each kind, and what may have been meant."""

    hits: list[Entry] = field(default_factory=list)
    counts: dict[str, list[tuple[Any, int]]] = field(default_factory=dict)
    capped: bool = False
    meant: str = ""  # shown instead of what was typed
    loosely: bool = False  # not every word is in them
    more: bool = False

    @property
    def total(self) -> int:
        return sum(n for _, n in self.counts.get("kind", []))


def read(text: str) -> Question:
    """The question with its places taken out; a place alone stays words as well."""
    places = read_places(text)
    words = read_words(places.rest if places.areas else text)
    return Question(text, tuple(words), tuple(expressions(words)) if words else (), places.areas)


def _within(areas: Sequence[str]) -> Q:
    """In one of the places: a code is its own path."""
    rule = Q()
    for code in areas:
        rule |= Q(area=code) | Q(area__startswith=f"{code}.") | Q(area__startswith=f"{code}/")
    return rule


def _ranked(rows: EntryQuerySet, asked: str, text: str, now: datetime) -> Any:
    """The rows that meet an expression with their rank."""
    query = raw_query(asked)
    fit = SearchRank(F("words"), query, normalization=1)
    exact = Case(When(head=normalise(text), then=Value(EXACT)), default=Value(0.0))
    ended = When(ended_on__lte=timezone.localdate(now), then=Value(AFTER_ENDED))
    standing = Case(ended, default=Value(1.0), output_field=FloatField())
    rank = (fit * F("weight") + exact) * standing
    return rows.filter(words=query).annotate(rank=rank)


def _stages(question: Question, now: datetime) -> Iterator[tuple[Any, Results]]:
    """Each way to meet the question, with what is said of its results."""
    rows = Entry.objects.showing(now)
    here = rows.filter(_within(question.areas)) if question.areas else rows
    if not question.words:
        if question.areas:
            first = Case(When(area__in=question.areas, kind="wilayah", then=Value(EXACT)))
            rank = F("weight") + Case(first.cases[0], default=Value(0.0))
            yield here.annotate(rank=rank), Results()
        return
    yield _ranked(here, question.all_words, question.text, now), Results()
    better = corrected(question.words, now)
    if better:
        asked = expressions(better)
        said = Results(meant=" ".join(better))
        yield _ranked(here, " & ".join(asked), " ".join(better), now), said
    if question.areas:  # the place may be part of a name: "Jalan Kebraon"
        words = read_words(question.text)
        yield _ranked(rows, " & ".join(expressions(words)), question.text, now), Results()
    if len(question.asked) > 1:
        any_word = " | ".join(expressions(better)) if better else question.any_word
        yield _ranked(here, any_word, question.text, now), Results(loosely=True)
    if len(question.text) >= SHORTEST:
        yield _alike(here, question), Results(loosely=True)


def _alike(rows: EntryQuerySet, question: Question) -> Any:
    """Titles that look like the words, for what no word finds."""
    text = " ".join(question.words)
    alike = TrigramWordSimilarity(text, "head")
    near = rows.filter(head__trigram_word_similar=text).annotate(alike=alike)
    return near.filter(Q(("alike__gte", ALIKE))).annotate(rank=F("alike") * F("weight"))


def find(
    question: Question,
    facets: Facets,
    *,
    user: Any = None,
    page: int = 1,
    now: datetime | None = None,
) -> Results:
    """The first stage that finds something. Hits are asked again of their sources."""
    moment = now or timezone.now()
    with transaction.atomic(), connection.cursor() as cursor:
        # for these statements alone: a limit tempts the planner to scan in hope, an empty queue
        # to compare each hit with each of its rows
        cursor.execute(_PLAIN_PLANS)
        results = Results()
        for rows, said in _stages(question, moment):
            results = _page(rows, facets, said, page)
            if results.counts.get("kind"):
                break
        cursor.execute(_USUAL_PLANS)
    return replace(results, hits=still_visible(results.hits, user))


def _page(rows: Any, facets: Facets, said: Results, page: int) -> Results:
    start = (page - 1) * SIZE
    best: Any = facets.narrow(rows).defer("text", "keywords", "words", "head")
    hits = list(best.order_by("-rank", "-id")[start : start + SIZE + 1])
    counts, capped = count(rows, facets)
    return replace(said, hits=hits[:SIZE], more=len(hits) > SIZE, counts=counts, capped=capped)


def still_visible(hits: Sequence[Entry], user: Any) -> list[Entry]:
    """Those that their source shows to this reader at this moment."""
    visible = set()
    for kind in {hit.kind for hit in hits}:
        source = search_source(kind)
        if source is not None:
            ids = [hit.source_id for hit in hits if hit.kind == kind]
            rows = source.visible_to(source.queryset().filter(pk__in=ids), user)
            visible |= {(kind, pk) for pk in rows.order_by().values_list("pk", flat=True)}
    return [hit for hit in hits if (hit.kind, hit.source_id) in visible]


def guessed(text: str, *, user: Any = None, now: datetime | None = None) -> list[Entry]:
    """What a mistyped number may mean, best first."""
    moment = now or timezone.now()
    entries: list[Entry] = []
    for source in search_sources():
        ids = list(source.guess(text))
        if ids:
            rows = Entry.objects.showing(moment).filter(kind=source.kind, source_id__in=ids)
            entries += sorted(rows, key=lambda row: ids.index(row.source_id))
    return still_visible(entries, user)
