"""What a confirmed text says it does to others.

Read from its parts, offered to the officer, recorded through the verb of events.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from egov.accounts.models import User
from egov.verbs.permission import require
from egov.verbs.refusal import Refusal
from regulations.domain.law.amendments import apply_changes, changes_of
from regulations.domain.law.events import record_event
from regulations.domain.parsing.citing import Cited, carried_out_in, cited
from regulations.domain.parsing.repeals import repealed_in
from regulations.models import LegalEvent, Provision, Regulation, RegulationFile, RegulationKind
from regulations.vocabulary import EventKind, Jurisdiction, PartKind

_NAMES = {
    "peraturandewanperwakilanrakyatdaerah": "peraturandprd",
    "undang-undang": "undang-undang",
    "peraturanpemerintahpenggantiundang-undang": "peraturanpemerintahpenggantiundang-undang",
}


@dataclass(frozen=True)
class Effect:
    """One effect that the text states.

    `target`: None where the registry does not hold what is cited. `changes`: pasal it amends.
    """

    kind: EventKind
    cited: str
    where: str  # the part that states it: "Pasal 40"
    on: date | None
    target: Regulation | None
    recorded: bool = False
    changes: int = 0
    # the pasal that a partial repeal ends, where the text names a single one
    part: Provision | None = None

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.target.pk if self.target else 0}"

    @property
    def ready(self) -> bool:
        """Whether it can be recorded as it stands.

        Else an officer records the event by hand, naming the pasal.
        """
        names_its_part = self.kind != EventKind.REPEALS_PART or self.part is not None
        return self.target is not None and names_its_part

    @property
    def word(self) -> str:
        return str(self.kind.label)


def _kind_of(name: str, kinds: dict[str, RegulationKind]) -> RegulationKind | None:
    plain = re.sub(r"\s", "", name.lower())
    return kinds.get(_NAMES.get(plain, plain))


def _target(
    regulation: Regulation, key: Cited, kinds: dict[str, RegulationKind]
) -> Regulation | None:
    """What a regulation cites, where the registry holds it.

    "Perda Nomor 5" is a Perda of whoever cites it.
    """
    name, number, year = key
    kind = _kind_of(name, kinds)
    if kind is None:
        return None
    maker = regulation.other_region if kind.reach != Jurisdiction.NATIONAL else ""
    rows = Regulation.objects.filter(
        kind=kind, number__iexact=number, year=year, other_region=maker
    )
    return rows.exclude(pk=regulation.pk).select_related("kind").first()


@dataclass(frozen=True)
class _Statement:
    """What one part of a text says; `part`: the path of the single pasal that it ends."""

    kind: EventKind
    cited: Cited
    where: str
    part: str = ""


def _statements(regulation: Regulation) -> Iterator[_Statement]:
    """What its Menimbang carries out, its Pasal I amends and its other pasal end, in order."""
    kinds = [PartKind.CONSIDERING, PartKind.ARTICLE]
    for part in regulation.provisions.filter(kind__in=kinds):
        if part.kind == PartKind.CONSIDERING:
            for key in carried_out_in(part.text):
                yield _Statement(EventKind.IMPLEMENTS, key, part.label)
        elif part.path == "pasal-i":
            for key in islice(cited(part.text), 1):
                yield _Statement(EventKind.AMENDS, key, part.label)
        else:
            for repeal in repealed_in(part.text):
                kind = EventKind.REPEALS_PART if repeal.partly else EventKind.REPEALS
                yield _Statement(kind, repeal.cited, part.label, repeal.part)


def effects_of(regulation: Regulation) -> list[Effect]:
    """The effects that the text states, in the order of the text.

    Each with its target in the registry where that is known.
    """
    kinds = {re.sub(r"\s", "", k.name.lower()): k for k in RegulationKind.objects.all()}
    statements = list(_statements(regulation))
    events = LegalEvent.objects.filter(source=regulation)
    recorded = set(events.filter(provision=None).values_list("kind", "target_id"))
    changes = len(changes_of(regulation))
    repeals = (EventKind.REPEALS, EventKind.REPEALS_PART)
    ended_parts = {s.cited: s.part for s in statements if s.kind in repeals}
    effects: dict[tuple[EventKind, Cited], Effect] = {}
    for statement in statements:
        kind, key = statement.kind, statement.cited
        target = _target(regulation, key, kinds)
        done = target is not None and (kind, target.pk) in recorded
        part = None
        if kind == EventKind.REPEALS_PART and target is not None:
            if ended_parts.get(key):
                part = target.provisions.filter(path=ended_parts[key]).first()
            done = events.filter(target=target, kind=kind).exists()
        name, number, year = key
        effect = Effect(
            kind=kind,
            cited=f"{name} Nomor {number} Tahun {year}",
            where=statement.where,
            on=regulation.commences_on or regulation.promulgated_on,
            target=target,
            recorded=done,
            changes=changes if kind == EventKind.AMENDS else 0,
            part=part,
        )
        effects.setdefault((kind, key), effect)
    return list(effects.values())


def record_effect(
    *, actor: User, regulation: Regulation, key: str, override: str = ""
) -> list[LegalEvent]:
    """Records one effect that the text states, with the pasal that states it.

    Of an amendment also the new wording of each pasal.
    """
    require(actor, "regulations.record_effect", regulation)
    confirmed = RegulationFile.objects.filter(regulation=regulation, confirmed_at__isnull=False)
    if not confirmed.exists():
        raise Refusal("not_confirmed", "Pastikan dulu susunan naskahnya.")
    effect = next((e for e in effects_of(regulation) if e.key == key and e.ready), None)
    if effect is None or effect.target is None:
        raise Refusal(
            "no_such_effect",
            "Akibat hukum ini tidak terbaca lagi dari naskahnya. Muat ulang halaman.",
        )
    if effect.on is None:
        raise Refusal("no_day", "Isi dulu tanggal diundangkan atau mulai berlakunya peraturan ini.")
    if effect.kind == EventKind.AMENDS and effect.changes:
        return apply_changes(
            actor=actor,
            regulation=regulation,
            target=effect.target,
            on=effect.on,
            override=override,
        )
    event = record_event(
        actor=actor,
        kind=effect.kind,
        source=regulation,
        target=effect.target,
        provision=effect.part,
        on=effect.on,
        basis=effect.where,
        override=override,
    )
    return [event]
