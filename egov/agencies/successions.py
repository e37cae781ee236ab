"""What an agency that was merged, split or renamed by a Perda left, and who goes on with it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from egov.agencies.models import Agency

SUCCESSION = Agency.successors.through


def with_predecessors(agency: int) -> set[int]:
    """The key of an agency and those of all that it succeeded, however long ago."""
    known, newest = {agency}, {agency}
    while newest:
        older = SUCCESSION.objects.filter(to_agency__in=newest)
        newest = set(older.values_list("from_agency_id", flat=True)) - known
        known |= newest
    return known


def successions_of(agencies: Iterable[int]) -> list[tuple[int, int]]:
    """(key of one that ended, key of its successor) of the next step from these."""
    rows = SUCCESSION.objects.filter(from_agency__in=list(agencies))
    return list(rows.values_list("from_agency_id", "to_agency_id"))


def family_of(agency: int) -> set[int]:
    """The key of an agency, those it succeeded, and all that came of any of these."""
    known = newest = with_predecessors(agency)
    while newest:
        newest = {after for _, after in successions_of(newest)} - known
        known = known | newest
    return known


def acting_agency(agency: Agency, on: date | None = None) -> Agency:
    """Who does today what an agency did: itself, or the one that succeeded it.

    Of several successors none is chosen: any of them may act on what the old one left.
    """
    seen = {agency.pk}
    while not Agency.objects.current(on).filter(pk=agency.pk).exists():
        successors = list(agency.successors.all()[:2])
        if len(successors) != 1 or successors[0].pk in seen:
            return agency
        agency = successors[0]
        seen.add(agency.pk)
    return agency
