"""What other parts of the portal tell the agenda, kept as rows so that a change is one.

A moved one becomes another version, one that is told no more is cancelled. Reading again what has
not changed writes nothing.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import astuple
from datetime import datetime, timedelta

from django.db import connection

from egov.portal.declarations import AgendaEntry, AgendaSource
from egov.portal.joining import agenda_sources
from egov.verbs.verb import verb
from news.domain.entries import write_entry
from news.models import Event, Occurrence
from news.vocabulary import Audience, EventKind

BEFORE, AFTER = timedelta(days=400), timedelta(days=800)
GONE = "Tidak lagi ada di jadwal asalnya."


def pull_all(now: datetime) -> int:
    """Asks every source. Returns how many events were written."""
    return sum(pull(source=source, now=now) for source in agenda_sources())


@verb
def pull(*, source: AgendaSource, now: datetime) -> int:
    """One source, by one at a time."""
    with connection.cursor() as cursor:
        key = f"agenda:{source.name}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
    begin, end = now - BEFORE, now + AFTER
    told = {entry.key: entry for entry in source.between(begin, end)}
    rows = {row.source_key: row for row in Event.objects.filter(source=source.name)}
    written = 0
    for entry in told.values():
        written += _take(source, rows.get(entry.key), entry, now)
    gone = (row for key, row in rows.items() if key not in told and row.cancelled_at is None)
    for row in gone:
        if row.ends_at > begin:  # older ones are not asked for any more
            _cancel(row, now)
            written += 1
    return written


def _take(source: AgendaSource, row: Event | None, entry: AgendaEntry, now: datetime) -> int:
    digest = _digest(entry)
    if row is not None and row.source_hash == digest and row.cancelled_at is None:
        return 0
    new = row is None
    event = row or Event(source=source.name, source_key=entry.key)
    event.title, event.text = entry.title[:150], entry.text
    event.kind = source.kind if source.kind in EventKind.values else EventKind.GATHERING
    event.audience, event.area_id = Audience.PUBLIC, entry.area_id
    event.begins_at, event.ends_at = entry.begins, entry.ends
    event.source_hash, event.source_url, event.pulled_at = digest, entry.url, now
    event.cancelled_at, event.cancel_reason = None, ""
    event.save()
    Occurrence.objects.update_or_create(
        event=event,
        defaults={
            "original_at": entry.begins,
            "begins_at": entry.begins,
            "ends_at": entry.ends,
            "cancelled_at": None,
            "cancel_reason": "",
        },
    )
    write_entry(event, now, changed=not new)
    return 1


def _cancel(event: Event, now: datetime) -> None:
    event.cancelled_at, event.cancel_reason, event.pulled_at = now, GONE, now
    event.save(update_fields=["cancelled_at", "cancel_reason", "pulled_at"])
    event.occurrences.update(cancelled_at=now, cancel_reason=GONE)
    write_entry(event, now)


def _digest(entry: AgendaEntry) -> str:
    text = json.dumps(astuple(entry), default=str)
    return hashlib.sha256(text.encode()).hexdigest()
