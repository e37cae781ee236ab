"""What calendars are told of an event, written anew with each change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings

from egov.documents.calendar import Entry, Instance, entry_text
from news.models import Event, Occurrence
from news.vocabulary import KEPT_IN_FEED

SAVED = ["sequence", "changed_at", "entry", "feed_until_at"]


def write_entry(event: Event, now: datetime, *, changed: bool = True) -> None:
    """Writes the event's text for calendars from its rows, and saves it.

    `changed`: it is another version than what was told before.
    """
    rows = list(event.occurrences.order_by("original_at"))
    if changed:
        event.sequence += 1
    event.changed_at = now
    event.entry = entry_text(_entry(event, rows)) if rows else ""
    last = max((row.ends_at for row in rows), default=event.ends_at)
    told = max(last, event.cancelled_at) if event.cancelled_at else last
    event.feed_until_at = told + KEPT_IN_FEED
    event.save(update_fields=SAVED)


def _entry(event: Event, rows: Sequence[Occurrence]) -> Entry:
    length = event.ends_at - event.begins_at
    left_out = [row for row in rows if row.cancelled] if event.rule else []
    moved = [row for row in rows if not row.cancelled and _moved(event, row, length)]
    single = None if event.rule else rows[0]
    return Entry(
        uid=f"acara-{event.uid}@{urlsplit(settings.SITE_URL).hostname}",
        sequence=event.sequence,
        changed_at=event.changed_at,
        title=event.title,
        begins=single.begins_at if single else event.begins_at,
        ends=single.ends_at if single else event.ends_at,
        zone=settings.TIME_ZONE,
        all_day=event.all_day,
        text=_text(event),
        place=(single.place if single else event.place),
        point=event.point,
        url=f"{settings.SITE_URL}{event.get_absolute_url()}",
        kind=event.get_kind_display(),
        cancelled=event.cancelled_at is not None or bool(single and single.cancelled),
        rule=event.rule,
        until=event.rule_ends_at,
        left_out=[row.original_at for row in left_out],
        moved=[_instance(row) for row in moved] if event.rule else [],
    )


def _moved(event: Event, row: Occurrence, length: timedelta) -> bool:
    stays = row.begins_at == row.original_at and row.ends_at == row.original_at + length
    return not stays or bool(row.moved_to and row.moved_to != event.place)


def _instance(row: Occurrence) -> Instance:
    note = f"Perubahan: {row.change_note}" if row.change_note else ""
    return Instance(row.original_at, row.begins_at, row.ends_at, row.moved_to, text=note)


def _text(event: Event) -> str:
    reason = f"DIBATALKAN: {event.cancel_reason}" if event.cancelled_at else ""
    change = f"Perubahan: {event.change_note}" if event.change_note else ""
    return "\n\n".join(part for part in (reason, change, event.text, event.link) if part)
