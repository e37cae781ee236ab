"""The pages at the foot as the portal's search finds them, also those that nobody has rewritten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from egov.home.models import Page, PageSlug
from egov.home.pages import default_of
from egov.portal.searching import FixedRows, SearchRow, SearchSource, Watch
from egov.web.html import plain_text


@dataclass(frozen=True)
class FootPage:
    """One of the pages; its key is its place among them."""

    pk: int
    slug: PageSlug


PAGES = tuple(FootPage(number, slug) for number, slug in enumerate(PageSlug, start=1))
_KEYS = " ".join(f"WHEN '{page.slug.value}' THEN {page.pk}" for page in PAGES)
_OF_PAGE = f"SELECT CASE slug {_KEYS} END AS id FROM changed"  # noqa: S608 - our own words


def _project(rows: Sequence[FootPage]) -> list[SearchRow]:
    own = {page.slug: page for page in Page.objects.filter(slug__in=[row.slug for row in rows])}
    return [_told(row, own.get(row.slug)) for row in rows]


def _told(row: FootPage, own: Page | None) -> SearchRow:
    html = own.text if own is not None else _default(row.slug)
    lines = plain_text(" ".join(html.split())).splitlines()  # a paragraph a line
    return SearchRow(
        source_id=row.pk,
        title=own.title if own is not None else str(row.slug.label),
        url=reverse(f"home:page-{row.slug.value}"),
        lead=next(iter(lines), ""),
        keywords=str(row.slug.label),
        text=" ".join(lines),
    )


def _default(slug: PageSlug) -> str:
    """The portal's own words, as a page shows them in this region."""
    return render_to_string(default_of(slug), {"region": settings.REGION_PROFILE})


def _everybody(rows: Any, _user: Any) -> Any:
    return rows


FOOT_PAGES = SearchSource(
    kind="halaman",
    order=90,
    title="Halaman",
    queryset=lambda: FixedRows(PAGES),
    visible_to=_everybody,
    project=_project,
    watches=(Watch(Page, ("slug", "title", "text"), _OF_PAGE),),
)
