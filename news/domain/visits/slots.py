"""The hours in which guests are received, what is free of them, and taking one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from egov.verbs.refusal import Invalid
from egov.web.templatetags.portal import day as day_words
from news.domain.visits.working_days import DAY, closed_days, closing
from news.models import BlackoutDay, Visit, VisitBooking, VisitHours

TAKEN = "one_delegation_at_a_time"  # the constraint that decides between two at once


@dataclass(frozen=True)
class Slot:
    """Hours on a day."""

    hours: VisitHours
    day: date

    @property
    def key(self) -> str:
        return f"{self.hours.pk}.{self.day.isoformat()}"

    @property
    def begins_at(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.day, self.hours.begins))

    @property
    def ends_at(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.day, self.hours.ends))

    @property
    def words(self) -> str:
        return f"{day_words(self.day)}, {self.hours.times}"

    def __str__(self) -> str:
        return f"{self.words}, {self.hours.room}" if self.hours.room else self.words


def hours_of(agency: int | None) -> list[VisitHours]:
    rows = VisitHours.objects.open().filter(agency=agency) if agency else VisitHours.objects.none()
    return list(rows.select_related("room", "agency"))


def free_slots(agency: int | None, days: Sequence[date], guests: int) -> list[Slot]:
    """What is free on some days for so many guests: three queries, whatever their number."""
    hours = [row for row in hours_of(agency) if row.capacity >= guests]
    if not hours or not days:
        return []
    closed = closed_days(agency)
    slots = list(_slots(hours, [day for day in days if closing(day, closed) is None]))
    if not slots:
        return []
    taken = list(
        VisitBooking.objects.filter(
            agency=agency,
            released_at=None,
            begins_at__lt=max(slot.ends_at for slot in slots),
            ends_at__gt=min(slot.begins_at for slot in slots),
        )
    )
    return [slot for slot in slots if not any(_meet(slot, row) for row in taken)]


def days_from(first: date, count: int) -> list[date]:
    return [first + n * DAY for n in range(count)]


def _slots(hours: Sequence[VisitHours], days: Sequence[date]) -> Iterator[Slot]:
    for day in days:
        weekday = str(day.weekday())
        yield from (Slot(row, day) for row in hours if row.weekday == weekday)


def _meet(slot: Slot, row: VisitBooking) -> bool:
    return slot.begins_at < row.ends_at and row.begins_at < slot.ends_at


def slot_at(key: str, agency: int | None) -> Slot:
    """The slot of a key, of an agency's open hours. Raises Invalid for any other."""
    number, _, iso = key.partition(".")
    try:
        day = date.fromisoformat(iso)
        pk = int(number[:18])
    except ValueError:
        pk, day = 0, date.min
    hours = next((row for row in hours_of(agency) if row.pk == pk), None)
    if hours is None or hours.weekday != str(day.weekday()):
        raise Invalid("unknown_slot", "Pilih salah satu waktu dari daftar.", field="slot")
    return Slot(hours, day)


def check_slot(slot: Slot, guests: int, now: datetime) -> None:
    """Raises Invalid where guests cannot be received then."""
    if slot.begins_at <= now:
        raise Invalid("slot_over", "Waktu itu sudah lewat. Pilih yang lain.", field="slot")
    closed = closing(slot.day, closed_days(slot.hours.agency_id))
    if closed is not None:
        sentence = f"{day_words(slot.day)} tidak menerima tamu: {closed.reason}. Pilih hari lain."
        raise Invalid("blackout_day", sentence, field="slot")
    if guests > slot.hours.capacity:
        sentence = f"Jam itu untuk paling banyak {slot.hours.capacity} tamu. Pilih jam lain."
        raise Invalid("over_capacity", sentence, field="slot")


def book(visit: Visit, slot: Slot, now: datetime) -> VisitBooking:
    """Takes a slot for a visit, under the lock of its agency. Raises Invalid where it is taken."""
    lock_agency(slot.hours.agency_id)
    check_slot(slot, visit.guests, now)
    release(visit, now)
    try:
        with transaction.atomic():
            return VisitBooking.objects.create(
                visit=visit,
                hours=slot.hours,
                agency_id=slot.hours.agency_id,
                begins_at=slot.begins_at,
                ends_at=slot.ends_at,
                guests=visit.guests,
                capacity=slot.hours.capacity,
                booked_at=now,
            )
    except IntegrityError as error:
        broken = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
        if broken != TAKEN:
            raise
        sentence = f"{slot.words} sudah dipakai rombongan lain. Pilih waktu lain."
        raise Invalid("slot_full", sentence, field="slot") from None


def release(visit: Visit, now: datetime) -> int:
    return VisitBooking.objects.filter(visit=visit, released_at=None).update(released_at=now)


def standing_booking(visit: Visit) -> VisitBooking | None:
    rows = VisitBooking.objects.filter(visit=visit, released_at=None)
    return rows.select_related("hours__room", "hours__agency", "agency").first()


def lock_agency(agency: int) -> None:
    """One at a time books hours of an agency, or closes its days."""
    with connection.cursor() as cursor:
        key = f"visits:{agency}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def booked_in(closed: BlackoutDay) -> VisitBooking | None:
    """A visit that was confirmed for one of these days."""
    rows = VisitBooking.objects.filter(released_at=None).select_related("visit")
    if closed.agency_id is not None:
        rows = rows.filter(agency=closed.agency_id)
    first, after = closed.days.lower, closed.days.upper
    midnight = datetime.min.time()
    begin = timezone.make_aware(datetime.combine(first, midnight))
    end = timezone.make_aware(datetime.combine(after, midnight))
    return rows.filter(begins_at__lt=end, ends_at__gt=begin).order_by("begins_at").first()
