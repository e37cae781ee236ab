"""Proposals, the kamus and the OPD that build, as the portal's search finds them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from egov.accounts.models import User
from egov.agencies.models import Agency
from egov.areas.models import Area
from egov.portal.searching import SearchRow, SearchSource, Watch
from musrenbang.domain.numbers import read_number, similar_numbers
from musrenbang.models import Channel, KamusEntry, Proposal
from musrenbang.vocabulary import State

UNLIKELY = {State.WITHDRAWN: 0.6, State.MERGED: 0.8}  # another one is meant rather
_OF_CHANNEL = "SELECT p.id FROM musrenbang_proposal p JOIN changed c ON p.channel_id = c.id"
_OF_AREA = """
SELECT p.id FROM musrenbang_proposal p JOIN changed c ON p.rw_id = c.id
UNION SELECT p.id FROM musrenbang_proposal p JOIN changed c ON p.kelurahan_id = c.id
UNION SELECT p.id FROM musrenbang_proposal p JOIN changed c ON p.kecamatan_id = c.id
"""
_TOLD_OF_PROPOSAL = (
    *("number", "title", "problem", "wish", "search_text", "state", "withheld"),
    *("channel", "agency", "rw", "kelurahan", "kecamatan"),
)
TOLD = tuple(name for name in _TOLD_OF_PROPOSAL if name != "withheld")
_TOLD_OF_KAMUS = (
    *("code", "name", "definition", "keywords", "conditions", "output", "outcome"),
    *("active", "agency"),
)
_OF_AGENCY = "SELECT k.id FROM musrenbang_kamusentry k JOIN changed c ON k.agency_id = c.id"


def _visible(rows: Any, user: User | None) -> Any:
    return rows.visible_to(user).listed()


def _proposals(rows: Sequence[Proposal]) -> list[SearchRow]:
    return [
        SearchRow(
            source_id=row.pk,
            title=row.title,
            url=row.get_absolute_url(),
            lead=f"{row.place} · {row.channel.cycle.year}",
            area=_area(row),
            agency=row.agency.code,
            year=row.channel.cycle.year,
            keywords=row.number,
            # where a passage is withheld, only the rest
            text=row.search_text or f"{row.problem} {row.wish}",
            weight=UNLIKELY.get(State(row.state), 1.0),
        )
        for row in rows
    ]


def _area(row: Proposal) -> str:
    """The code of the smallest area that it is for."""
    area = row.rw or row.kelurahan or row.kecamatan
    return area.code if area else ""


def _all_proposals() -> QuerySet[Proposal]:
    """With what is told of them and no more; an area or OPD of many is read once for all."""
    rows: Any = Proposal.objects.only(*TOLD)
    return rows.prefetch_related(  # type: ignore[no-any-return]
        "rw", "kelurahan", "kecamatan", "channel__cycle", "agency"
    )


def _by_number(text: str) -> str | None:
    """The page of a proposal's number, as a person types it."""
    number = read_number(text)
    if number is None:
        return None
    row = Proposal.objects.filter(number=number).only("number").first()
    return row.get_absolute_url() if row else None


def _nearly_numbered(text: str) -> Sequence[int]:
    """Those whose number is the typed one but for a digit."""
    numbers = similar_numbers(text)
    if not numbers:
        return ()
    rows = Proposal.objects.visible_to(None).listed().filter(number__in=numbers)
    by_number = dict(rows.values_list("number", "pk"))
    return [by_number[number] for number in numbers if number in by_number][:5]


def _kamus(rows: Sequence[KamusEntry]) -> list[SearchRow]:
    return [
        SearchRow(
            source_id=row.pk,
            title=row.name,
            url=f"{reverse('musrenbang:kamus')}#{row.code}",
            lead=row.definition,
            agency=row.agency.code,
            keywords=f"{row.code} {row.keywords}",
            text=f"{row.conditions} {row.output} {row.outcome}",
            weight=1.0 if row.active else 0.5,
        )
        for row in rows
    ]


def _agencies(rows: Sequence[Agency]) -> list[SearchRow]:
    return [
        SearchRow(
            source_id=row.pk,
            title=row.name,
            url=f"{reverse('musrenbang:proposals')}?opd={row.code}",
            lead=f"{row.short_name}: usulan yang menjadi urusannya",
            agency=row.code,
            keywords=f"{row.short_name} {row.code} opd perangkat daerah",
        )
        for row in rows
    ]


def _everybody(rows: Any, _user: Any) -> Any:
    """The kamus is open to all."""
    return rows


def _with_proposals(rows: Any, _user: Any) -> Any:
    """OPD of the kamus: the list knows them."""
    return rows.filter(kamus_entries__isnull=False).distinct()


PROPOSALS = SearchSource(
    kind="usulan",
    order=10,
    title="Usulan",
    queryset=_all_proposals,
    visible_to=_visible,
    project=_proposals,
    watches=(
        Watch(Proposal, _TOLD_OF_PROPOSAL),
        Watch(Channel, ("cycle",), _OF_CHANNEL),
        Watch(Area, ("code", "name"), _OF_AREA),
    ),
    read_directly=_by_number,
    guess=_nearly_numbered,
    more="musrenbang:proposals",
    more_label="Semua usulan yang cocok",
)
KAMUS = SearchSource(
    kind="kamus",
    order=5,
    title="Jenis usulan",
    queryset=lambda: KamusEntry.objects.select_related("agency"),
    visible_to=_everybody,
    project=_kamus,
    watches=(
        Watch(
            KamusEntry,
            _TOLD_OF_KAMUS,
        ),
        Watch(Agency, ("code",), _OF_AGENCY),
    ),
    weight=2.0,
    more="musrenbang:kamus",
    more_label="Semua jenis usulan yang cocok",
    remedy=True,
)
AGENCIES = SearchSource(
    kind="opd",
    order=25,
    title="Perangkat daerah",
    queryset=Agency.objects.all,
    visible_to=_with_proposals,
    project=_agencies,
    watches=(
        Watch(Agency, ("code", "short_name", "name")),
        Watch(KamusEntry, ("agency",), "SELECT agency_id AS id FROM changed"),
    ),
    weight=1.6,
)
