"""Regulations, their pasal and applications as the portal's search finds them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from egov.agencies.models import Agency
from egov.portal.searching import SearchRow, SearchSource, Watch
from regulations.domain.exchange.citations import read_citation
from regulations.domain.law.states import force_of
from regulations.domain.text.versions import text_as_of
from regulations.models import Application, LegalEvent, Provision, Regulation, RegulationKind
from regulations.models.event import LAW, SOURCES
from regulations.vocabulary import Force

LEAD = 260  # letters of a pasal that are shown
# what an event is about, and what its target had done to others: that may be undone with it
_TARGETS = """
SELECT target_id AS id FROM changed
UNION SELECT e.target_id FROM regulations_legalevent e JOIN changed c ON e.source_id = c.target_id
"""
_OF_KIND = "SELECT r.id FROM regulations_regulation r JOIN changed c ON r.kind_id = c.id"
_PARTS_OF = """
SELECT p.id FROM regulations_provision p JOIN changed c ON p.regulation_id = c.id
"""
_PARTS_OF_TARGETS = f"""
SELECT p.id FROM regulations_provision p JOIN ({_TARGETS}) t ON p.regulation_id = t.id
"""  # noqa: S608 - SQL of this file
_OF_OWNER = "SELECT a.id FROM regulations_application a JOIN changed c ON a.owner_id = c.id"
_DATES = ("commences_on", "promulgated_on")
_NAMED = ("kind", "number", "year", "other_region")
_OF_EVENT = ("kind", "source", "target", "provision", "takes_effect_on", "amendment", "wording")


def _everybody(rows: Any, _user: Any) -> Any:
    """The registry is open to everybody."""
    return rows


def _by_citation(text: str) -> str | None:
    """The list that reads citations: it says what the registry does not hold."""
    if not read_citation(text):
        return None
    return f"{reverse('regulations:regulations')}?{urlencode({'q': text})}"


def _law() -> QuerySet[Regulation]:
    return Regulation.objects.select_related("kind").prefetch_related(LAW)


def _articles() -> QuerySet[Provision]:
    rows: Any = Provision.objects.citable().select_related("regulation__kind")
    return rows.prefetch_related(f"regulation__{LAW}")  # type: ignore[no-any-return]


def _ends_on(regulation: Regulation, part: Provision | None = None) -> date | None:
    """From when it is in force no longer, also where that day is still to come."""
    days = sorted({event.takes_effect_on for event in regulation.changes.all()})
    ended = (day for day in days if force_of(regulation, day, part) == Force.ENDED)
    return next(ended, None)


def _regulations(rows: Sequence[Regulation]) -> list[SearchRow]:
    return [
        SearchRow(
            source_id=row.pk,
            title=f"{row.citation} tentang {row.title}" if row.title else row.citation,
            url=row.get_absolute_url(),
            lead=row.gazette_ref or "Judul belum diketahui" * (not row.title),
            year=row.year,
            keywords=f"{row.kind.name} nomor {row.number} tahun {row.year} {row.subjects}",
            ended_on=_ends_on(row),
        )
        for row in rows
    ]


def _wordings(rows: Sequence[Provision], today: date) -> Iterable[tuple[Provision, str, bool]]:
    """Each pasal as it reads today, and whether it still stands."""
    events = LegalEvent.objects.filter(provision__in=[row.pk for row in rows])
    amendments = list(events.select_related("source").prefetch_related(SOURCES))
    for wording in text_as_of(rows, amendments, today):
        yield wording.part, wording.text, not (wording.ended or wording.deleted)


def _parts(rows: Sequence[Provision]) -> list[SearchRow]:
    return [
        SearchRow(
            source_id=row.pk,
            title=f"{row.label} {row.regulation.citation}",
            url=row.get_absolute_url(),
            lead=text[:LEAD],
            year=row.regulation.year,
            keywords=f"{row.heading} {row.regulation.title}",
            text=text,
            ended_on=_ends_on(row.regulation, row),
        )
        for row, text, stands in _wordings(rows, timezone.localdate())
        if stands
    ]


def _applications(rows: Sequence[Application]) -> list[SearchRow]:
    return [
        SearchRow(
            source_id=row.pk,
            title=row.name,
            url=row.get_absolute_url(),
            lead=row.purpose or row.get_element_display(),
            agency=row.owner.code if row.owner else "",
            keywords=f"aplikasi {row.code} {row.name.replace('-', '')}",
            text=f"{row.users} {row.obligation}",
        )
        for row in rows
    ]


PARTS = SearchSource(
    kind="pasal",
    order=22,
    title="Pasal",
    queryset=_articles,
    visible_to=_everybody,
    project=_parts,
    watches=(
        Watch(Provision, ("label", "heading", "text", "path", "kind", "regulation")),
        Watch(Regulation, (*_NAMED, "title", *_DATES), _PARTS_OF),
        Watch(LegalEvent, _OF_EVENT, _PARTS_OF_TARGETS),
    ),
    weight=0.8,
)
REGULATIONS = SearchSource(
    kind="regulasi",
    order=20,
    title="Regulasi",
    queryset=_law,
    visible_to=_everybody,
    project=_regulations,
    watches=(
        Watch(Regulation, (*_NAMED, "title", "gazette_ref", "subjects", *_DATES)),
        Watch(RegulationKind, ("code", "name", "short"), _OF_KIND),
        Watch(LegalEvent, _OF_EVENT, _TARGETS),
    ),
    weight=1.4,
    read_directly=_by_citation,
    more="regulations:regulations",
    more_label="Semua regulasi yang cocok",
)
APPLICATIONS = SearchSource(
    kind="aplikasi",
    order=30,
    title="Aplikasi",
    queryset=lambda: Application.objects.select_related("owner"),
    visible_to=_everybody,
    project=_applications,
    watches=(
        Watch(
            Application,
            ("code", "name", "element", "purpose", "users", "obligation", "owner"),
        ),
        Watch(Agency, ("code",), _OF_OWNER),
    ),
    weight=1.5,
)
