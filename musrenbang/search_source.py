"""Proposals as the portal's search finds them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.auth.models import AnonymousUser

from egov.accounts.models import User
from egov.portal.declarations import Entry, SearchSource
from musrenbang.domain.numbers import read_number
from musrenbang.models import Proposal
from musrenbang.models.proposal import ProposalQuerySet
from musrenbang.search import find


def _visible(rows: Any, user: User | AnonymousUser | None) -> Any:
    return rows.visible_to(user).listed()


def _find(rows: Any, query: str) -> Iterable[Proposal]:
    matches: ProposalQuerySet = find(rows, query)
    return matches.for_list().order_by("-id")


def _entry(row: Proposal) -> Entry:
    return Entry(
        kind="usulan",
        source_id=row.pk,
        title=row.title,
        url=row.get_absolute_url(),
        lead=row.place,
        district=row.kecamatan.code if row.kecamatan else "",
        year=row.channel.cycle.year,
        row=row,
    )


def _project(rows: Sequence[Proposal]) -> list[Entry]:
    return [_entry(row) for row in rows]


def _by_number(text: str) -> str | None:
    """The page of a proposal's number, as a person types it."""
    number = read_number(text)
    if number is None:
        return None
    row = Proposal.objects.filter(number=number).only("number").first()
    return row.get_absolute_url() if row else None


PROPOSALS = SearchSource(
    kind="usulan",
    order=10,
    title="Usulan",
    queryset=Proposal.objects.all,
    visible_to=_visible,
    find=_find,
    project=_project,
    read_directly=_by_number,
    template="musrenbang/search_proposal.html",
    more="musrenbang:proposals",
    more_label="Semua usulan yang cocok",
)
