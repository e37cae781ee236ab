"""What of e-Musrenbang people follow, and of what a proposal's news tells."""

from __future__ import annotations

from django.urls import reverse

from egov.agencies.models import Agency
from egov.portal.declarations import Followed
from musrenbang.domain.numbers import read_number
from musrenbang.models import Proposal

About = frozenset[tuple[str, str]]


def about(proposal: Proposal) -> About:
    """A proposal, the places it lies in and the agency that builds it; nothing while withheld."""
    if proposal.withheld:
        return frozenset()
    places = (proposal.rw, proposal.kelurahan, proposal.kecamatan)
    return frozenset(
        {
            ("usulan", proposal.number),
            ("opd", proposal.agency.code),
            *(("wilayah", place.code) for place in places if place is not None),
        }
    )


def _proposal(key: str) -> tuple[str, str] | None:
    number = read_number(key)
    row = Proposal.objects.filter(number=number, withheld=False).first() if number else None
    return (f"usulan {row.number}, {row.title}", row.get_absolute_url()) if row else None


def _agency(code: str) -> tuple[str, str] | None:
    row = Agency.objects.current().filter(code=code).first()
    address = f"{reverse('musrenbang:proposals')}?opd={code}"
    return (f"usulan yang ditangani {row.short_name}", address) if row else None


FOLLOWED = (Followed("usulan", _proposal), Followed("opd", _agency))
