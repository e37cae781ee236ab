"""When guests are received: hours recorded and closed, days on which nobody is received."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from egov.accounts.models import User
from egov.agencies.models import Agency
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.verb import verb
from egov.web.templatetags.portal import day as day_words
from news.domain.visits.slots import booked_in, lock_agency
from news.domain.wording import one_line
from news.models import BlackoutDay, Room, VisitHours
from news.models.visits.hosting import hosting
from news.procedure import VisitWeekday

LONGEST = timedelta(days=62)


@verb
def record_hours(
    *,
    actor: User,
    agency: Agency,
    weekday: str,
    begins: time,
    ends: time,
    capacity: int,
    now: datetime,
    room: Room | None = None,
) -> VisitHours:
    """Opens hours of a weekday for one delegation at a time."""
    row = VisitHours(
        agency=agency, weekday=weekday, begins=begins, ends=ends, capacity=capacity, room=room
    )
    require(actor, "news.keep_visit_hours", row)
    if weekday not in VisitWeekday.values:
        raise Invalid("unknown_weekday", "Pilih harinya.", field="weekday")
    if ends <= begins:
        raise Invalid("ends_before_begins", "Selesai harus sesudah mulai.", field="ends")
    most = room.capacity if room is not None else 1000
    if not 0 < capacity <= most:
        sentence = f"Tulis banyaknya tamu, 1 sampai {most}."
        raise Invalid("bad_capacity", sentence, field="capacity")
    lock_agency(agency.pk)
    others = VisitHours.objects.open().filter(agency=agency, weekday=weekday)
    if others.filter(begins__lt=ends, ends__gt=begins).exists():
        sentence = "Jam ini bertumpuk dengan jam lain pada hari itu. Ubah jamnya."
        raise Invalid("hours_overlap", sentence, field="begins")
    row.recorded_by, row.recorded_at = actor, now
    row.save()
    return row


@verb
def close_hours(*, actor: User, hours: VisitHours, now: datetime) -> VisitHours:
    """They are offered no more; what is booked stays."""
    row = VisitHours.objects.select_for_update(of=("self",)).get(pk=hours.pk)
    require(actor, "news.keep_visit_hours", row)
    if row.closed_at is not None:
        raise Refusal("hours_closed", "Jam terima ini sudah ditutup.")
    row.closed_at = now
    row.save(update_fields=["closed_at"])
    return row


@verb
def record_blackout(
    *, actor: User, agency: Agency | None, first: date, last: date, reason: str, now: datetime
) -> BlackoutDay:
    """Closes days. A visit that is confirmed for one of them must be moved first."""
    if last < first:
        raise Invalid("ends_before_begins", "Hari terakhir tidak boleh lebih dulu.", field="last")
    if last - first > LONGEST:
        raise Invalid("too_long", "Paling lama 62 hari sekaligus.", field="last")
    days = DateRange(first, last + timedelta(days=1))
    row = BlackoutDay(agency=agency, days=days, reason=one_line(reason)[:120])
    require(actor, "news.keep_blackout", row)
    if not row.reason:
        raise Invalid("no_reason", "Tulis sebabnya; dibaca yang meminta kunjungan.", field="reason")
    for pk in sorted({agency.pk} if agency else set(hosting().values_list("agency", flat=True))):
        lock_agency(pk)
    booked = booked_in(row)
    if booked is not None:
        where = day_words(timezone.localtime(booked.begins_at))
        sentence = (
            f"{where} sudah dijanjikan kepada {booked.visit.institution}. "
            "Tawarkan tanggal lain kepadanya dahulu."
        )
        raise Invalid("day_promised", sentence, field="first")
    row.recorded_by, row.recorded_at = actor, now
    row.save()
    return row


@verb
def lift_blackout(*, actor: User, blackout: BlackoutDay, now: datetime) -> BlackoutDay:
    """The way back: guests are received on these days again."""
    row = BlackoutDay.objects.select_for_update(of=("self",)).get(pk=blackout.pk)
    require(actor, "news.keep_blackout", row)
    if row.lifted_at is not None:
        raise Refusal("already_lifted", "Hari ini sudah dibuka lagi.")
    row.lifted_at = now
    row.save(update_fields=["lifted_at"])
    return row
