"""Whether a proposer is known to live where the proposal is for."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from egov.accounts.models import Residence
from egov.areas.models import Area, Level
from musrenbang.models import Proposal
from musrenbang.vocabulary import Proposer

HOMES = {Level.RW: "rw", Level.VILLAGE: "rw__parent", Level.DISTRICT: "rw__parent__parent"}


def resident_confirmed(proposal: Proposal) -> bool:
    return proposal.pk in confirmed_among([proposal])


def confirmed_among(proposals: Iterable[Proposal]) -> set[int]:
    """The keys of those whose proposer is known to live there; one query for all."""
    rows = list(proposals)
    # entered by an office for a person it saw; of a head or a group the office is known
    known = {p.pk for p in rows if p.entered_office or p.proposed_as != Proposer.RESIDENT}
    asked = [p for p in rows if p.pk not in known and p.proposer_id is not None]
    if not asked:
        return known
    people = {p.proposer_id for p in asked}
    homes: dict[int, set[int | None]] = {}
    columns = ("user_id", "rw_id", "rw__parent_id", "rw__parent__parent_id")
    lived = Residence.objects.confirmed().filter(user__in=people).values_list(*columns)
    for person, *areas in lived:
        homes.setdefault(person, {None}).update(areas)  # None: in the region
    return known | {p.pk for p in asked if _area_key(p) in homes.get(p.proposer_id or 0, ())}


def _area_key(proposal: Proposal) -> int | None:
    """The key of its area; None for the whole region."""
    area = proposal.area
    return None if area is None or area.level == Level.REGION else area.pk


def living_in(area: Area | None) -> Q:
    """The residences in an area; None is the whole region."""
    if area is None or area.level == Level.REGION:
        return Q()
    return Q(**{HOMES[Level(area.level)]: area})
