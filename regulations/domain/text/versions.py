"""How a pasal reads on a day: its first wording, and what amendments have made of it since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from regulations.domain.law.states import effective
from regulations.models import LegalEvent, Provision, Regulation
from regulations.models.event import SOURCES
from regulations.vocabulary import ENDING, AmendmentKind, EventKind

AMENDING = (EventKind.AMENDS, EventKind.REPEALS_PART, *ENDING)  # where they name one pasal


@dataclass(frozen=True)
class Version:
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
        return self.event is not None and self.event.amendment == AmendmentKind.DELETES


def amendments_of(regulation: Regulation) -> list[LegalEvent]:
    """The amendments and repeals of single pasal, with what `effective` reads of their sources."""
    rows = regulation.changes.filter(kind__in=AMENDING, provision__isnull=False)
    return list(rows.select_related("source__kind").prefetch_related(SOURCES))


def amendments_among(changes: Iterable[LegalEvent]) -> list[LegalEvent]:
    """The twin of `amendments_of`, of changes that were read with their sources."""
    return [event for event in changes if event.kind in AMENDING and event.provision_id]


def text_as_of(
    parts: Sequence[Provision], amendments: Sequence[LegalEvent], on: date
) -> list[Version]:
    """The parts as they read on a day, in order.

    A pasal that is inserted later is not there yet. "Dihapus" keeps its number.
    """
    inserted = {e.provision_id for e in amendments if e.amendment == AmendmentKind.INSERTS}
    latest: dict[int | None, LegalEvent] = {}
    worded: dict[int | None, str] = {}
    ended: dict[int | None, LegalEvent] = {}
    for event in effective(amendments, on):
        if event.kind != EventKind.AMENDS:
            ended.setdefault(event.provision_id, event)
            continue
        latest[event.provision_id] = event
        if event.wording or event.amendment == AmendmentKind.DELETES:
            worded[event.provision_id] = event.wording or "Dihapus."
    versions = []
    for part in parts:
        last = latest.get(part.pk)
        if last is None and part.pk in inserted:
            continue
        outdated = last is not None and last.amendment != AmendmentKind.DELETES and not last.wording
        text = worded.get(part.pk, part.text)
        versions.append(Version(part, text, last, outdated, ended.get(part.pk)))
    return versions


def regulation_as_of(regulation: Regulation, on: date) -> list[Version]:
    """The whole text as it reads on a day, in three queries."""
    return text_as_of(list(regulation.provisions.all()), amendments_of(regulation), on)


def part_as_of(provision: Provision, on: date) -> Version | None:
    """One pasal as it reads on a day; None where it is inserted only later."""
    events = [e for e in amendments_of(provision.regulation) if e.provision_id == provision.pk]
    return next(iter(text_as_of([provision], events, on)), None)
