"""Own links of public texts, asked of this portal itself: no network."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.core.cache import cache
from django.http import Http404, HttpRequest
from django.urls import Resolver404, resolve

from egov.verbs.memory import CACHE_AWAY
from egov.web.html import links_of
from news.models import Edition

KEY = "broken-links"
KEPT = 2 * 86400  # seconds; found anew every night
MOST = 50


@dataclass(frozen=True)
class BrokenLink:
    """A link of a public text that leads nowhere."""

    edition: int
    title: str
    link: str


def check_links(now: datetime) -> list[BrokenLink]:
    """Every own link of what is public now, each address asked once."""
    known: dict[str, bool] = {}
    broken = []
    for row in Edition.objects.live(now).only("title", "body", "evidence").iterator():
        for link in links_of(row.body) + links_of(row.evidence):
            if not link.startswith("/"):
                continue
            if link not in known:
                known[link] = leads_somewhere(link)
            if not known[link]:
                broken.append(BrokenLink(row.pk, row.title, link))
    with suppress(*CACHE_AWAY):
        cache.set(KEY, broken[:MOST], KEPT)
    return broken


def found_last() -> list[BrokenLink]:
    """What the last night found."""
    try:
        rows: list[BrokenLink] = cache.get(KEY) or []
    except CACHE_AWAY:
        return []
    return rows


def leads_somewhere(link: str) -> bool:
    """Whether a stranger who follows a path finds a page; a page that asks to sign in is one."""
    parts = urlsplit(link)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return False
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", parts.path, parts.path
    request.META = {"QUERY_STRING": parts.query, "SERVER_NAME": "localhost", "SERVER_PORT": "80"}
    request.resolver_match = match
    try:
        response = match.func(request, *match.args, **match.kwargs)
    except Http404:
        return False
    except Exception:
        return True  # it needs more than a stranger brings; its own tests ask whether it works
    return response.status_code not in (404, 410)
