"""What search engines are told: every public page, by ranges of id, counting nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import Max, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from egov.portal.declarations import SitemapPart
from egov.portal.joining import sitemap_parts, uncrawled
from egov.verbs.memory import remember, remembered

RANGE = 10_000  # ids in one file; sitemaps.org lets one hold 50,000 addresses
CHANGES_S = 7200  # found out anew each hour
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
CLOSED = ("/admin/", "/akun/", "/api/", "/cari/")


def robots(request: HttpRequest) -> HttpResponse:
    """What a crawler may read. What a demo shows is made up and belongs in no search engine."""
    closed = ["/"] if settings.DEMO else [*CLOSED, *uncrawled()]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    if not settings.DEMO:
        lines.append(f"Sitemap: {settings.SITE_URL}{reverse('home:sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The files of all parts: as many of each as its highest id asks for."""
    files = remembered("sitemap-files", 3600, lambda: list(_files()))
    places = [(reverse("home:sitemap_part", args=[name, n]), at) for name, n, at in files]
    return _xml("sitemapindex", "sitemap", places)


def sitemap_part(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """The pages of one part whose ids lie in one range."""
    part = sitemap_parts().get(name)
    if part is None or number > _highest(part) // RANGE:
        raise Http404
    rows = _rows(part, number).order_by("pk")
    known = _known_changes(part, number)
    places = [(part.address(row), _changed(part, row, known)) for row in rows]
    return _xml("urlset", "url", places)


def _rows(part: SitemapPart, number: int) -> QuerySet[Any]:
    begin = number * RANGE
    return part.queryset().filter(pk__gte=begin, pk__lt=begin + RANGE)


def _changed(part: SitemapPart, row: Any, known: dict[int, datetime]) -> datetime | None:
    return getattr(row, part.changed) if part.changed else known.get(row.pk)


def _known_changes(part: SitemapPart, number: int) -> dict[int, datetime]:
    """What a part without a column tells of one file's rows."""
    if part.changes is None:
        return {}
    changes = part.changes
    return remembered(_key(part, number), CHANGES_S, lambda: changes(_rows(part, number)))


def find_changes() -> int:
    """Finds out anew what `_known_changes` tells, of how many files; so that no reader waits."""
    files = 0
    for part in sitemap_parts().values():
        if part.changes is None:
            continue
        for number in range(_highest(part) // RANGE + 1):
            remember(_key(part, number), CHANGES_S, part.changes(_rows(part, number)))
            files += 1
    return files


def _key(part: SitemapPart, number: int) -> str:
    return f"sitemap-{part.name}-{number}"


def _files() -> Iterator[tuple[str, int, datetime | None]]:
    """Each file with when the newest of its pages changed."""
    for name, part in sitemap_parts().items():
        for number in range(_highest(part) // RANGE + 1):
            newest = max(_known_changes(part, number).values(), default=None)
            if part.changed:
                newest = _rows(part, number).aggregate(at=Max(part.changed))["at"]
            yield name, number, newest


def _highest(part: SitemapPart) -> int:
    return part.queryset().order_by("-pk").values_list("pk", flat=True).first() or 0


def _xml(root: str, item: str, places: list[tuple[str, datetime | None]]) -> HttpResponse:
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<{root} xmlns="{NAMESPACE}">']
    for path, changed in places:
        when = f"<lastmod>{changed.isoformat()}</lastmod>" if changed else ""
        lines.append(f"<{item}><loc>{escape(settings.SITE_URL + path)}</loc>{when}</{item}>")
    lines.append(f"</{root}>")
    response = HttpResponse("\n".join(lines), content_type="application/xml; charset=utf-8")
    response["Cache-Control"] = "public, max-age=3600"
    return response
