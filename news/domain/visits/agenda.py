"""A confirmed visit stands in the agenda: institution, topic, time, place; never people."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from egov.verbs.refusal import Invalid
from news.domain.entries import write_entry
from news.domain.rooms import booking as booking_rooms
from news.models import Event, Occurrence, Visit, VisitBooking
from news.vocabulary import Audience, EventKind

SOURCE = "kunjungan"


def put_in_agenda(visit: Visit, booking: VisitBooking, now: datetime) -> Event:
    """Writes or moves its event, and takes the room with it. Raises Invalid where that is taken."""
    new = visit.event is None
    event = visit.event or Event(source=SOURCE, source_key=str(visit.pk))
    hours = booking.hours
    event.title = f"Kunjungan {visit.institution}"[:150]
    event.text = f"{visit.get_purpose_display()}. Topik: {visit.topic_words}."
    event.kind, event.audience, event.agency = EventKind.VISIT, Audience.PUBLIC, hours.agency
    event.place, event.room = hours.place[:200], hours.room
    event.begins_at, event.ends_at = booking.begins_at, booking.ends_at
    event.cancelled_at, event.cancel_reason = None, ""
    event.source_url, event.pulled_at = visit.page, now
    event.save()
    _occur(event, hours.room)
    write_entry(event, now, changed=not new)
    if new:
        visit.event = event
        visit.save(update_fields=["event"])
    return event


def _occur(event: Event, room: Any) -> None:
    row = event.occurrences.first() or Occurrence(event=event, original_at=event.begins_at)
    row.begins_at, row.ends_at, row.room = event.begins_at, event.ends_at, room
    row.original_at = event.begins_at
    row.cancelled_at, row.cancel_reason = None, ""
    try:
        with booking_rooms([row]):
            row.save()
    except Invalid as taken:
        taken.field = "slot"
        raise


def take_from_agenda(visit: Visit, reason: str, now: datetime) -> None:
    """It stays there as cancelled, with its reason; the room is free again."""
    event = visit.event
    if event is None or event.cancelled_at is not None:
        return
    event.cancelled_at, event.cancel_reason, event.pulled_at = now, reason[:300], now
    event.save(update_fields=["cancelled_at", "cancel_reason", "pulled_at"])
    event.occurrences.update(cancelled_at=now, cancel_reason=reason[:300])
    write_entry(event, now)
