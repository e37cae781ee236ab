"""Offices as places to be filled: which there are in an area or agency, and who holds them now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from egov.accounts.models import Appointment
from egov.accounts.roles import OVER_AREAS, Reach, office_title
from egov.agencies.models import Agency
from egov.areas.models import Area, Level
from egov.portal.joining import offices
from egov.portal.offices import Office

REACH_OF_LEVEL = {
    Level.RW: Reach.RW,
    Level.VILLAGE: Reach.KELURAHAN,
    Level.DISTRICT: Reach.KECAMATAN,
    Level.REGION: Reach.REGION,
}
Place = Area | Agency


@dataclass(frozen=True)
class Seat:
    """One office of one place, with those who hold it or will; the region's have no area."""

    office: Office
    area: Area | None = None
    agency: Agency | None = None
    appointments: tuple[Appointment, ...] = ()

    @property
    def title(self) -> str:
        agency = self.agency.short_name if self.agency else ""
        return office_title(self.office.code, area=self.area, agency=agency)

    @property
    def vacant(self) -> bool:
        """Whether nobody holds it today; somebody may have been appointed from a later day on."""
        return not any(appointment.runs_on() for appointment in self.appointments)

    @property
    def takes_one(self) -> bool:
        """Whether one more may be appointed."""
        return not (self.office.single and self.appointments)

    @property
    def query(self) -> str:
        """What the form of an appointment is filled with."""
        place = {"area": self.area and self.area.pk, "agency": self.agency and self.agency.pk}
        return urlencode({"role": self.office.code, **{k: v for k, v in place.items() if v}})


def reach_of(place: Place) -> Reach | None:
    """What kind of office is made over a place; none over an RT."""
    return Reach.AGENCY if isinstance(place, Agency) else REACH_OF_LEVEL.get(Level(place.level))


def seats_of(places: Sequence[Place], *, heads_only: bool = False) -> list[Seat]:
    """The offices of these places, its head first, in one query whatever their number.

    `heads_only` leaves out those that several may hold. Of offices that have no work now only
    those that somebody holds.
    """
    held, idle = _held_in(places), _without_work(places)
    seats = []
    for place in places:
        reach = reach_of(place)
        for office in sorted(offices().values(), key=lambda office: not office.single):
            if office.reach == reach and (office.single or not heads_only):
                seat = _seat(office, place, held)
                if seat.appointments or office.code not in idle:
                    seats.append(seat)
    return seats


def _without_work(places: Sequence[Place]) -> set[str]:
    """The codes of offices of such places that are not offered."""
    reaches = {reach_of(place) for place in places}
    known = [office for office in offices().values() if office.reach in reaches]
    return {office.code for office in known if not office.offered()}


def _seat(office: Office, place: Place, held: dict[Key, list[Appointment]]) -> Seat:
    agency = place if isinstance(place, Agency) else None
    area = place if isinstance(place, Area) and office.reach in OVER_AREAS else None
    its = held[office.code, area.pk if area else None, agency.pk if agency else None]
    return Seat(office, area, agency, tuple(its))


Key = tuple[str, int | None, int | None]


def _held_in(places: Iterable[Place]) -> dict[Key, list[Appointment]]:
    """Appointments that run or are to begin, by office, area and agency."""
    areas = {place.pk for place in places if isinstance(place, Area)}
    agencies = {place.pk for place in places if isinstance(place, Agency)}
    wanted = Q(area__in=areas) | Q(agency__in=agencies)
    if any(isinstance(place, Area) and place.level == Level.REGION for place in places):
        wanted |= Q(reach=Reach.REGION)
    ahead = DateRange(timezone.localdate(), None)
    rows = Appointment.objects.filter(wanted, ended_at=None, period__overlap=ahead)
    held: dict[Key, list[Appointment]] = defaultdict(list)
    for row in rows.select_related("user", "area__parent", "agency").order_by("period", "id"):
        held[row.role, row.area_id, row.agency_id].append(row)
    return held


def vacant_areas(office: Office, on: date | None = None) -> QuerySet[Area]:
    """The areas of today whose office of this kind nobody holds, by code."""
    level = next(level for level, reach in REACH_OF_LEVEL.items() if reach == office.reach)
    its = Appointment.objects.current(on).filter(role=office.code, area=OuterRef("pk"))
    rows = Area.objects.current(on).level(level).filter(~Exists(its))
    return rows.select_related("parent").order_by("code")


def vacant_agencies(office: Office, on: date | None = None) -> QuerySet[Agency]:
    """The agencies of today in which nobody holds this office."""
    its = Appointment.objects.current(on).filter(role=office.code, agency=OuterRef("pk"))
    return Agency.objects.current(on).filter(~Exists(its)).order_by("short_name", "id")


def vacant_places(office: Office, on: date | None = None) -> QuerySet[Any]:
    """The areas or agencies in which nobody holds it."""
    if office.reach == Reach.AGENCY:
        return vacant_agencies(office, on)
    return vacant_areas(office, on)


def must_be_held() -> list[Office]:
    """Offices whose absence stops the work of a place: heads of areas, and those of agencies."""
    known = offices().values()
    heads = [office for office in known if office.single and office.reach in OVER_AREAS]
    of_agencies = [o for o in known if o.reach == Reach.AGENCY and not o.may_be_vacant]
    return [*reversed(heads), *of_agencies]
