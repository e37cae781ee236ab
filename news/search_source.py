"""Articles and events as the portal's search finds them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.html import strip_tags

from egov.agencies.models import Agency
from egov.areas.models import Area
from egov.portal.searching import SearchRow, SearchSource, Watch
from news.models import Article, Edition, Event

_OF_ARTICLE = "SELECT e.id FROM news_edition e JOIN changed c ON e.article_id = c.id"
_OF_SAME_ARTICLE = """
SELECT e.id FROM news_edition e JOIN changed c ON e.article_id = c.article_id
UNION SELECT id FROM changed
"""
_TOLD_OF_EDITION = (
    *("article", "number", "title", "lead", "body"),
    *("approved_at", "publish_at", "revoked_at"),
)
_TOLD_OF_EVENT = (
    *("title", "text", "kind", "audience", "agency", "area", "place", "begins_at"),
    "cancelled_at",
)
_OF_AREA = "SELECT e.id FROM news_event e JOIN changed c ON e.area_id = c.id"
_OF_AGENCY = "SELECT e.id FROM news_event e JOIN changed c ON e.agency_id = c.id"
_ARTICLES_OF_AREA = """
SELECT e.id FROM news_edition e JOIN news_article a ON a.id = e.article_id
JOIN changed c ON a.area_id = c.id
"""
_ARTICLES_OF_AGENCY = """
SELECT e.id FROM news_edition e JOIN news_article a ON a.id = e.article_id
JOIN changed c ON a.agency_id = c.id
"""


def _approved() -> QuerySet[Edition]:
    """Texts that are or will be out, each with `replaced_at`: when the next one takes over."""
    rows = Edition.objects.filter(
        approved_at__isnull=False, revoked_at=None, article__withdrawn_at=None
    )
    later = Q(publish_at__gt=OuterRef("publish_at")) | Q(
        publish_at=OuterRef("publish_at"), number__gt=OuterRef("number")
    )
    following = rows.filter(later, article=OuterRef("article")).order_by("publish_at")
    annotated = rows.annotate(replaced_at=Subquery(following.values("publish_at")[:1]))
    return annotated.select_related("article__agency", "article__area")


def _live(rows: Any, _user: Any) -> Any:
    return rows.live(timezone.now())


def _public(rows: Any, user: Any) -> Any:
    return rows.visible_to(user)


def _articles(rows: Sequence[Any]) -> list[SearchRow]:
    return [
        SearchRow(
            source_id=row.pk,
            title=row.title,
            url=row.get_absolute_url(),
            lead=row.lead,
            area=row.article.area.code if row.article.area else "",
            agency=row.article.agency.code,
            year=row.article.year,
            keywords=row.article.get_kind_display(),
            text=strip_tags(row.body),
            visible_from=row.publish_at,
            visible_until=row.replaced_at,
        )
        for row in rows
    ]


def _where_and_when(place: str, begins_at: datetime) -> str:
    day = timezone.localtime(begins_at)
    return f"{day:%d-%m-%Y}, {place}" if place else f"{day:%d-%m-%Y}"


def _events(rows: Sequence[Event]) -> list[SearchRow]:
    return [
        SearchRow(
            source_id=row.pk,
            title=row.title,
            url=row.get_absolute_url(),
            lead=_where_and_when(row.place, row.begins_at),
            area=row.area.code if row.area else "",
            agency=row.agency.code if row.agency else "",
            year=timezone.localtime(row.begins_at).year,
            keywords=row.get_kind_display(),
            text=row.text,
            weight=0.7 if row.cancelled_at else 1.0,
        )
        for row in rows
    ]


ARTICLES = SearchSource(
    kind="berita",
    order=60,
    title="Berita",
    queryset=_approved,
    visible_to=_live,
    public=lambda rows: rows,
    project=_articles,
    watches=(
        Watch(
            Edition,
            _TOLD_OF_EDITION,
            _OF_SAME_ARTICLE,
        ),
        Watch(
            Article,
            ("year", "slug", "kind", "agency", "area", "withdrawn_at"),
            _OF_ARTICLE,
        ),
        Watch(Agency, ("code",), _ARTICLES_OF_AGENCY),
        Watch(Area, ("code",), _ARTICLES_OF_AREA),
    ),
    weight=1.1,
)
EVENTS = SearchSource(
    kind="acara",
    order=70,
    title="Agenda",
    queryset=lambda: Event.objects.select_related("agency", "area").defer("entry"),
    visible_to=_public,
    project=_events,
    watches=(
        Watch(
            Event,
            _TOLD_OF_EVENT,
        ),
        Watch(Agency, ("code",), _OF_AGENCY),
        Watch(Area, ("code",), _OF_AREA),
    ),
    weight=1.1,
)
