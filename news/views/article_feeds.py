"""The news for readers of feeds: Atom and JSON Feed, by the same filters as the page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed

from egov.verbs.refusal import Invalid
from egov.web.public import public_page
from news.domain.body_pictures import for_others, pictures_of
from news.filters import ArticleFilter
from news.models import Edition

ITEMS = 30
VERSION = "https://jsonfeed.org/version/1.1"


def _title() -> str:
    return f"Berita {settings.REGION_PROFILE.name}"


def _rows(request: HttpRequest) -> list[Edition]:
    """The newest public texts of a filter. A small correction leaves the moment as it was."""
    narrowing = ArticleFilter(request.GET, Edition.objects.live(timezone.now()))
    if not narrowing.is_valid():
        field, errors = next(iter(narrowing.form.errors.items()))
        raise Invalid("bad_filter", str(errors[0]), field=field)
    rows = narrowing.qs.select_related("article__agency").order_by("-first_publish_at", "-id")
    return list(rows[:ITEMS])


def _told_at(row: Edition) -> Any:
    """When the reader of a feed is told that it changed: not of a small correction."""
    if not row.minor:
        return row.publish_at
    loud = row.article.editions.filter(minor=False, publish_at__lte=row.publish_at)
    newest = loud.filter(approved_at__isnull=False, revoked_at=None).order_by("-publish_at")
    return newest.values_list("publish_at", flat=True).first() or row.first_publish_at


def _address(row: Edition) -> str:
    return f"{settings.SITE_URL}{row.get_absolute_url()}"


@public_page
def atom(request: HttpRequest) -> HttpResponse:
    """Atom 1.0."""
    home = f"{settings.SITE_URL}{reverse('news:articles')}"
    here = f"{settings.SITE_URL}{request.get_full_path()}"
    feed = Atom1Feed(_title(), home, "", language="id", feed_url=here)
    for row in _rows(request):
        feed.add_item(
            row.title,
            _address(row),
            row.lead,
            pubdate=row.first_publish_at,
            updateddate=_told_at(row),
            unique_id=f"{settings.SITE_URL}/berita/{row.article_id}",
            categories=[row.article.get_kind_display()],
            author_name=row.article.agency.name,
        )
    text = feed.writeString("utf-8")
    return HttpResponse(text, content_type="application/atom+xml; charset=utf-8")


@public_page
def json_feed(request: HttpRequest) -> HttpResponse:
    """JSON Feed 1.1."""
    rows = _rows(request)
    pictures = pictures_of(rows)
    items = [
        {
            "id": f"{settings.SITE_URL}/berita/{row.article_id}",
            "url": _address(row),
            "title": row.title,
            "summary": row.lead,
            "content_html": for_others(row.body, pictures),
            "date_published": row.first_publish_at,
            "date_modified": _told_at(row),
            "tags": [row.article.get_kind_display()],
            "authors": [{"name": row.article.agency.name}],
        }
        for row in rows
    ]
    home = f"{settings.SITE_URL}{reverse('news:articles')}"
    here = f"{settings.SITE_URL}{request.get_full_path()}"
    body = {"version": VERSION, "title": _title(), "home_page_url": home, "feed_url": here}
    kind = "application/feed+json; charset=utf-8"
    return JsonResponse({**body, "language": "id", "items": items}, content_type=kind)
