"""How a pasal reads on a day: its first wording, and what amendments have made of it since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from regulations.force import effective
from regulations.models import LegalEvent, Provision, Regulation
from regulations.models.event import ENDING, SOURCES, Amendment, Event


@dataclass(frozen=True)
class Wording:
    """A part as it reads on a day.

    `event`: the amendment that made it so, None for the first wording.
    `outdated`: it was amended since, and the new words are not in the registry.
    """

    part: Provision
    text: str
    event: LegalEvent | None = None
    outdated: bool = False
    ended: LegalEvent | None = None  # what repealed this part alone

    @property
    def deleted(self) -> bool:
        return self.event is not None and self.event.amendment == Amendment.DELETES


def amendments_of(regulation: Regulation) -> list[LegalEvent]:
    """The amendments and repeals of single pasal, with what `effective` reads of their sources."""
    rows = regulation.changes.filter(
        kind__in=[Event.AMENDS, Event.REPEALS_PART, *ENDING], provision__isnull=False
    )
    return list(rows.select_related("source__kind").prefetch_related(SOURCES))


def worded_on(
    parts: Sequence[Provision], amendments: Sequence[LegalEvent], on: date
) -> list[Wording]:
    """The parts as they read on a day, in order.

    A pasal that is inserted later is not there yet. "Dihapus" keeps its number.
    """
    inserted = {e.provision_id for e in amendments if e.amendment == Amendment.INSERTS}
    latest: dict[int | None, LegalEvent] = {}
    worded: dict[int | None, str] = {}
    ended: dict[int | None, LegalEvent] = {}
    for event in effective(amendments, on):
        if event.kind != Event.AMENDS:
            ended.setdefault(event.provision_id, event)
            continue
        latest[event.provision_id] = event
        if event.wording or event.amendment == Amendment.DELETES:
            worded[event.provision_id] = event.wording or "Dihapus."
    found = []
    for part in parts:
        last = latest.get(part.pk)
        if last is None and part.pk in inserted:
            continue
        outdated = last is not None and last.amendment != Amendment.DELETES and not last.wording
        text = worded.get(part.pk, part.text)
        found.append(Wording(part, text, last, outdated, ended.get(part.pk)))
    return found


def text_on(regulation: Regulation, on: date) -> list[Wording]:
    """The whole text as it reads on a day, in three queries."""
    return worded_on(list(regulation.provisions.all()), amendments_of(regulation), on)


def wording_of(provision: Provision, on: date) -> Wording | None:
    """One pasal as it reads on a day; None where it is inserted only later."""
    events = [e for e in amendments_of(provision.regulation) if e.provision_id == provision.pk]
    return next(iter(worded_on([provision], events, on)), None)
