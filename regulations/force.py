"""Is it in force on a day? One function over dated events; `RegulationQuerySet.with_force` is its twin in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from regulations.models import LegalEvent, Provision, Regulation
from regulations.models.event import ENDING, Amendment, Event
from regulations.models.regulation import CONTRADICTS, Force


def effective(events: Sequence[LegalEvent], on: date) -> list[LegalEvent]:
    """The events on one target that have taken effect by a day.

    An event whose source was withdrawn, or annulled, on or before the event's own day never took effect (Lampiran II no. 149).
    """
    kept = []
    for event in sorted(events, key=lambda e: (e.on, e.pk or 0)):
        if event.on > on:
            continue
        undone = event.source is not None and any(
            e.kind in (Event.WITHDRAWS, Event.ANNULS) and e.provision_id is None and e.on <= event.on for e in event.source.changes.all()
        )
        if not undone:
            kept.append(event)
    return kept


def force_of(regulation: Regulation, on: date, provision: Provision | None = None) -> Force:
    """The force of a regulation, or of one pasal, on a day. Amendment does not end it; a repealed rule does not revive (229)."""
    events = list(regulation.changes.all())
    mine = effective(events, on)
    if any(e.kind in ENDING and e.provision_id is None for e in mine):
        return Force.ENDED
    begins = regulation.commences_on or regulation.promulgated_on
    if provision is not None:
        here = [e for e in mine if e.provision_id == provision.pk]
        if any(e.kind in (*ENDING, Event.REPEALS_PART) or e.amendment == Amendment.DELETES for e in here):
            return Force.ENDED
        if any(e.amendment == Amendment.INSERTS for e in events if e.provision_id == provision.pk):
            added = next((e.on for e in here if e.amendment == Amendment.INSERTS), None)
            if added is None:
                return Force.NOT_YET
            begins = max(added, begins or added)
        own = [e.on for e in events if e.kind == Event.COMMENCES and e.provision_id == provision.pk]
        begins = max(own) if own else begins  # parts may start later (154)
    if begins is None:
        return Force.UNKNOWN
    if begins > on:
        return Force.NOT_YET
    if provision is None:
        ended_part = any(e.kind == Event.REPEALS_PART or (e.kind in ENDING and e.provision_id) for e in mine)
        later_part = any(e.kind == Event.COMMENCES and e.provision_id and e.on > on for e in events)
        if ended_part or later_part:
            return Force.PARTLY
    if regulation.stated_status in CONTRADICTS:
        return Force.UNKNOWN  # a feed says otherwise, and no event is recorded that would tell since when
    return Force.IN_FORCE


def ended_by(regulation: Regulation, on: date) -> LegalEvent | None:
    """The event that ended it by a day; None while it stands."""
    return next((e for e in effective(list(regulation.changes.all()), on) if e.kind in ENDING and e.provision_id is None), None)
