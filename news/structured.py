"""What search engines read beside the text: schema.org as JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from egov.web.html import plain_text
from news.models import Article, Edition, Event, Occurrence
from news.vocabulary import ArticleKind, Verdict

_SAFE = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def json_ld(data: dict[str, Any]) -> SafeString:
    """As it may stand in a script element: no text of it ends the element."""
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False)
    return mark_safe(text.translate(_SAFE))  # noqa: S308 - what could end it is escaped above


def event_data(event: Event, times: Sequence[Occurrence]) -> SafeString:
    """The event at its next time."""
    begins, ends = event.begins_at, event.ends_at
    place, cancelled = event.place, event.cancelled_at is not None
    for row in times:
        begins, ends, place = row.begins_at, row.ends_at, row.place
        cancelled = cancelled or row.cancelled
    status = "EventCancelled" if cancelled else "EventScheduled"
    region = settings.REGION_PROFILE
    return json_ld(
        {
            "@type": "Event",
            "name": event.title,
            "startDate": timezone.localtime(begins).isoformat(),
            "endDate": timezone.localtime(ends).isoformat(),
            "eventStatus": f"https://schema.org/{status}",
            "location": {"@type": "Place", "name": place or region.name, "address": region.name},
            "organizer": {"@type": "GovernmentOrganization", "name": region.government},
            "url": f"{settings.SITE_URL}{event.get_absolute_url()}",
        }
    )


RATINGS = {Verdict.FALSE: 1, Verdict.MISLEADING: 2, Verdict.UNPROVED: 3, Verdict.TRUE: 5}


def article_data(article: Article, edition: Edition) -> SafeString:
    """The text that is public now; of a clarification what was claimed and what was found."""
    region = settings.REGION_PROFILE
    address = f"{settings.SITE_URL}{article.get_absolute_url()}"
    publisher = {"@type": "GovernmentOrganization", "name": region.government}
    data: dict[str, Any] = {
        "@type": "NewsArticle",
        "headline": edition.title,
        "description": edition.lead,
        "datePublished": _moment(edition.first_publish_at),
        "dateModified": _moment(edition.publish_at),
        "author": {"@type": "GovernmentOrganization", "name": article.agency.name},
        "publisher": publisher,
        "url": address,
    }
    if edition.picture_id is not None:
        data["image"] = f"{address}gambar/{edition.pk}/bagikan.jpg"
    if article.kind == ArticleKind.CLARIFICATION:
        data["@type"] = ["NewsArticle", "ClaimReview"]
        data["claimReviewed"] = edition.claim
        data["reviewBody"] = plain_text(edition.evidence)[:500]
        data["reviewRating"] = {
            "@type": "Rating",
            "ratingValue": RATINGS[Verdict(edition.verdict)],
            "worstRating": 1,
            "bestRating": 5,
            "alternateName": Verdict(edition.verdict).label,
        }
    return json_ld(data)


def _moment(value: Any) -> str:
    return timezone.localtime(value).isoformat()
