"""People, appointments and residences by the words that an officer types."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from egov.accounts.contacts import canonical
from egov.accounts.models import Appointment, Contact, Residence, User
from egov.accounts.place_search import PlaceQuery, agencies_called, areas_called, read_query
from egov.accounts.scope import Scope
from egov.verbs.refusal import Refusal

NOBODY = Q(pk__in=[])


def named(term: str, column: str = "name") -> Q:
    """Every word of the term stands somewhere in the name, in any order."""
    match = Q()
    for word in term.split()[:6]:
        match &= Q(**{f"{column}__icontains": word})
    return match if match else NOBODY


def people_ids(term: str, *, by_name: bool) -> QuerySet[Any, Any]:
    """Ids of who is meant by a place or an office; with `by_name` by name or whole contact, too.

    A union, so that each way reads its own index.
    """
    asked = read_query(term)
    ways: list[Any] = [_holders(asked).values("user")]
    if asked.key and not asked.roles:
        areas = areas_called(asked).values("pk")
        lives = Residence.objects.filter(Q(rw__in=areas) | Q(rw__parent__in=areas), ended_at=None)
        ways.append(lives.values("user"))
    if by_name:
        ways.append(User.objects.filter(named(term)).values("pk"))
        ways.append(_owners(term))
    together: QuerySet[Any, Any] = ways[0].union(*ways[1:])
    return together


def _holders(asked: PlaceQuery) -> QuerySet[Appointment]:
    return Appointment.objects.current().filter(in_office(asked)).order_by()


def _owners(contact: str) -> Any:
    """To whom this whole contact leads."""
    try:
        value = canonical(contact)[1]
    except Refusal:
        return User.objects.none().values("pk")
    return Contact.objects.leading().filter(value=value).values("user").order_by()


def in_office(asked: PlaceQuery) -> Q:
    """Appointments to the offices that are meant, in the places that are meant and below them."""
    if not asked.roles and not asked.key:
        return NOBODY
    match = Q(role__in=asked.roles) if asked.roles else Q()
    if asked.key:
        areas = areas_called(asked).values("pk")
        agencies = agencies_called(asked).values("pk")
        match &= Q(area__in=areas) | Q(area__parent__in=areas) | Q(agency__in=agencies)
    return match


def appointments_matching(term: str) -> Q:
    """By office, by place, or by the name of who holds it."""
    return in_office(read_query(term)) | named(term, "user__name")


def residences_matching(term: str, scope: Scope) -> Q:
    """By place, and by name only within `scope`: the area whose residents the officer knows."""
    asked = read_query(term)
    known = scope.q(rw="rw", kelurahan="rw__parent")
    match = named(term, "user__name") & known
    if asked.key and not asked.roles:
        areas = areas_called(asked).values("pk")
        match |= Q(rw__in=areas) | Q(rw__parent__in=areas)
    return match
