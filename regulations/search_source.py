"""Regulations, their pasal and applications as the portal's search finds them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from egov.portal.declarations import Entry, SearchSource
from regulations.domain.exchange.citations import read_citation
from regulations.models import Application, Provision, Regulation
from regulations.search import find_applications, find_parts, find_regulations


def _public(rows: Any, _user: Any) -> Any:
    """The registry is open to everybody."""
    return rows


def _by_citation(text: str) -> str | None:
    """The list that reads citations: it says what the registry does not hold."""
    if not read_citation(text):
        return None
    return f"{reverse('regulations:regulations')}?{urlencode({'q': text})}"


def _find_parts(_rows: Any, query: str) -> Iterable[Provision]:
    return find_parts(query, on=timezone.localdate())


def _find_regulations(_rows: Any, query: str) -> Iterable[Regulation]:
    return find_regulations(query, on=timezone.localdate()).order_by("-year", "-id")


def _find_applications(rows: Any, query: str) -> Iterable[Application]:
    return find_applications(rows, query).order_by("name")


def _parts(rows: Sequence[Provision]) -> list[Entry]:
    return [
        Entry(
            kind="pasal",
            source_id=row.pk,
            title=f"{row.label}, {row.regulation.citation}",
            url=row.get_absolute_url(),
            year=row.regulation.year,
            row=row,
        )
        for row in rows
    ]


def _regulations(rows: Sequence[Regulation]) -> list[Entry]:
    return [
        Entry(
            kind="regulasi",
            source_id=row.pk,
            title=row.citation,
            url=row.get_absolute_url(),
            lead=row.title or "Judul belum diketahui",
            year=row.year,
            row=row,
        )
        for row in rows
    ]


def _applications(rows: Sequence[Application]) -> list[Entry]:
    return [
        Entry(
            kind="aplikasi",
            source_id=row.pk,
            title=row.name,
            url=row.get_absolute_url(),
            lead=row.get_element_display(),
        )
        for row in rows
    ]


PARTS = SearchSource(
    kind="pasal",
    order=20,
    title="Regulasi",
    queryset=Provision.objects.all,
    visible_to=_public,
    find=_find_parts,
    project=_parts,
    read_directly=_by_citation,
    template="regulations/search_part.html",
    more="regulations:regulations",
    more_label="Semua regulasi yang cocok",
)
REGULATIONS = SearchSource(
    kind="regulasi",
    order=21,
    title="Regulasi",
    queryset=Regulation.objects.all,
    visible_to=_public,
    find=_find_regulations,
    project=_regulations,
    template="regulations/search_regulation.html",
)
APPLICATIONS = SearchSource(
    kind="aplikasi",
    order=30,
    title="Aplikasi",
    queryset=Application.objects.all,
    visible_to=_public,
    find=_find_applications,
    project=_applications,
)
