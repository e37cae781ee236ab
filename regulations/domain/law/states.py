"""Is it in force on a day? One function over dated events.

`RegulationQuerySet.with_force` is its twin in SQL.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from regulations.models import LegalEvent, Provision, Regulation
from regulations.models.event import CHAIN
from regulations.vocabulary import CONTRADICTS, ENDING, UNDOING, AmendmentKind, EventKind, Force


def _ends_before(end: LegalEvent, event: LegalEvent) -> bool:
    """Whether a whole end of an event's source came before the event took effect."""
    if end.provision_id is not None:
        return False
    return (end.kind in UNDOING and end.takes_effect_on <= event.takes_effect_on) or (
        end.kind == EventKind.REPEALS and end.takes_effect_on < event.takes_effect_on
    )


def _undone(event: LegalEvent, steps: int = CHAIN) -> bool:
    """Whether an event never took effect, for its source had ended before.

    What ended it must have taken effect itself.
    """
    if event.source is None:
        return False
    return any(
        _ends_before(end, event) and not (steps and _undone(end, steps - 1))
        for end in event.source.changes.all()
    )


def effective(events: Sequence[LegalEvent], on: date) -> list[LegalEvent]:
    """The events on one target that have taken effect by a day, in their order.

    The twin of `LegalEventQuerySet.taking_effect`.
    """
    return [
        event
        for event in sorted(events, key=lambda e: (e.takes_effect_on, e.pk or 0))
        if event.takes_effect_on <= on and not _undone(event)
    ]


def _ends_part(event: LegalEvent) -> bool:
    """Whether an event ends the one pasal that it is about."""
    return (
        event.kind in (*ENDING, EventKind.REPEALS_PART) or event.amendment == AmendmentKind.DELETES
    )


def force_of(regulation: Regulation, on: date, provision: Provision | None = None) -> Force:
    """The force of a regulation, or of one pasal, on a day.

    Amendment does not end it; a repealed rule does not revive (229).
    """
    events = list(regulation.changes.all())
    done = effective(events, on)
    if any(e.kind in ENDING and e.provision_id is None for e in done):
        return Force.ENDED
    if provision is not None:
        about = [e for e in events if e.provision_id == provision.pk]
        done_to_it = [e for e in done if e.provision_id == provision.pk]
        return _force_of_part(regulation, on, about, done_to_it)
    return _force_of_whole(regulation, on, events, done)


def _force_of_whole(
    regulation: Regulation, on: date, events: list[LegalEvent], done: list[LegalEvent]
) -> Force:
    """The force of a regulation that has not ended; `done`: what has taken effect by that day."""
    begins = regulation.commences_on or regulation.promulgated_on
    if begins is None:
        return Force.UNKNOWN
    part_starts = [
        e.takes_effect_on for e in events if e.kind == EventKind.COMMENCES and e.provision_id
    ]
    if begins > on:
        return Force.PARTLY if any(day <= on for day in part_starts) else Force.NOT_YET
    if regulation.stated_status in CONTRADICTS:
        # a feed says otherwise, and no event is recorded that would tell since when
        return Force.UNKNOWN
    ended_part = any(
        e.kind == EventKind.REPEALS_PART or (e.kind in ENDING and e.provision_id) for e in done
    )
    if ended_part or any(day > on for day in part_starts):
        return Force.PARTLY
    return Force.UNKNOWN if regulation.stated_status == Force.PARTLY else Force.IN_FORCE


def _force_of_part(
    regulation: Regulation, on: date, events: list[LegalEvent], done: list[LegalEvent]
) -> Force:
    """The force of one pasal of a regulation that has not ended, by the events about it alone."""
    if any(_ends_part(event) for event in done):
        return Force.ENDED
    begins = regulation.commences_on or regulation.promulgated_on
    if any(e.amendment == AmendmentKind.INSERTS for e in events):
        added = next(
            (e.takes_effect_on for e in done if e.amendment == AmendmentKind.INSERTS), None
        )
        if added is None:
            return Force.NOT_YET
        begins = max(added, begins) if begins is not None else None
    own_starts = [e.takes_effect_on for e in events if e.kind == EventKind.COMMENCES]
    begins = max(own_starts) if own_starts else begins  # parts may start later (154)
    if begins is None:
        return Force.UNKNOWN
    if begins > on:
        return Force.NOT_YET
    return Force.UNKNOWN if regulation.stated_status in CONTRADICTS else Force.IN_FORCE


def ended_by(
    regulation: Regulation, on: date, provision: Provision | None = None
) -> LegalEvent | None:
    """The event that ended it, or one pasal of it, by a day; None while it stands."""
    mine = effective(list(regulation.changes.all()), on)
    whole = next((e for e in mine if e.kind in ENDING and e.provision_id is None), None)
    if whole is not None or provision is None:
        return whole
    here = (e for e in mine if e.provision_id == provision.pk)
    return next((event for event in here if _ends_part(event)), None)


def starts_on(regulation: Regulation, provision: Provision | None = None) -> date | None:
    """The first day of a regulation, or of one pasal that starts apart from it (154).

    None where unknown.
    """
    if provision is not None:
        here = (e for e in regulation.changes.all() if e.provision_id == provision.pk)
        own = [e.takes_effect_on for e in here if e.kind == EventKind.COMMENCES]
        if own:
            return max(own)
    return regulation.commences_on or regulation.promulgated_on
