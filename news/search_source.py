"""Articles and events as the portal's search finds them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q
from django.utils import timezone

from egov.portal.declarations import Entry, SearchSource
from egov.search.text import words
from news.models import Edition, Event

ARTICLE_FIELDS = ("title", "lead")
EVENT_FIELDS = ("title", "place")


def _all_words(rows: Any, query: str, fields: tuple[str, ...]) -> Any:
    """Those that have every word in one of the fields."""
    for word in words(query):
        has = Q()
        for name in fields:
            has |= Q(**{f"{name}__icontains": word})
        rows = rows.filter(has)
    return rows


def _live(rows: Any, _user: Any) -> Any:
    return rows.live(timezone.now())


def _public(rows: Any, user: Any) -> Any:
    return rows.visible_to(user)


def _find_articles(rows: Any, query: str) -> Iterable[Edition]:
    found = _all_words(rows, query, ARTICLE_FIELDS) if words(query) else rows.none()
    matches: Iterable[Edition] = found.for_list().order_by("-first_publish_at", "-id")
    return matches


def _find_events(rows: Any, query: str) -> Iterable[Event]:
    found = _all_words(rows, query, EVENT_FIELDS) if words(query) else rows.none()
    matches: Iterable[Event] = found.select_related("agency").defer("entry").order_by("-begins_at")
    return matches


def _articles(rows: Sequence[Edition]) -> list[Entry]:
    return [
        Entry(
            kind="berita",
            source_id=row.article_id,
            title=row.title,
            url=row.get_absolute_url(),
            lead=row.lead,
            agency=row.article.agency.code,
            year=row.article.year,
            row=row,
        )
        for row in rows
    ]


def _events(rows: Sequence[Event]) -> list[Entry]:
    return [
        Entry(
            kind="agenda",
            source_id=row.pk,
            title=row.title,
            url=row.get_absolute_url(),
            lead=row.place,
            agency=row.agency.code if row.agency else "",
            year=timezone.localtime(row.begins_at).year,
            row=row,
        )
        for row in rows
    ]


ARTICLES = SearchSource(
    kind="berita",
    order=60,
    title="Berita",
    queryset=Edition.objects.all,
    visible_to=_live,
    find=_find_articles,
    project=_articles,
)
EVENTS = SearchSource(
    kind="agenda",
    order=70,
    title="Agenda",
    queryset=Event.objects.all,
    visible_to=_public,
    find=_find_events,
    project=_events,
)
