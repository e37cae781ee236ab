"""What a confirmed text says it does to others.

Read from its parts, offered to the officer, recorded through the verb of events.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from egov.verbs.refusal import Refusal
from regulations.domain.law.amendments import apply_changes, changes_of
from regulations.domain.law.events import record_event, require_legal_officer
from regulations.domain.text.parsing.endings import carried_out_in, cited, repealed_in
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
    regulation: Regulation, key: tuple[str, str, int], kinds: dict[str, RegulationKind]
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


def effects_of(regulation: Regulation) -> list[Effect]:
    """The effects that the text states, in the order of the text.

    Each with its target in the registry where that is known.
    """
    kinds = {re.sub(r"\s", "", k.name.lower()): k for k in RegulationKind.objects.all()}
    parts = list(regulation.provisions.filter(kind__in=[PartKind.CONSIDERING, PartKind.ARTICLE]))
    on = regulation.commences_on or regulation.promulgated_on
    events = LegalEvent.objects.filter(source=regulation)
    recorded = set(events.filter(provision=None).values_list("kind", "target_id"))
    changes = len(changes_of(regulation))
    told: list[tuple[EventKind, tuple[str, str, int], str]] = []
    partly: dict[tuple[str, str, int], str] = {}
    for part in parts:
        if part.kind == PartKind.CONSIDERING:
            told += [(EventKind.IMPLEMENTS, key, part.label) for key in carried_out_in(part.text)]
        elif part.path == "pasal-i":
            told += [(EventKind.AMENDS, key, part.label) for key in list(cited(part.text))[:1]]
        else:
            for repeal in repealed_in(part.text):
                event = EventKind.REPEALS_PART if repeal.partly else EventKind.REPEALS
                told.append((event, repeal.cited, part.label))
                partly[repeal.cited] = repeal.part
    found: dict[tuple[EventKind, tuple[str, str, int]], Effect] = {}
    for event, key, where in told:
        target = _target(regulation, key, kinds)
        done = target is not None and (event, target.pk) in recorded
        ended = None
        if event == EventKind.REPEALS_PART and target is not None:
            if partly.get(key):
                ended = target.provisions.filter(path=partly[key]).first()
            done = events.filter(target=target, kind=event).exists()
        name, number, year = key
        effect = Effect(
            event,
            f"{name} Nomor {number} Tahun {year}",
            where,
            on,
            target,
            done,
            changes if event == EventKind.AMENDS else 0,
            ended,
        )
        found.setdefault((event, key), effect)
    return list(found.values())


def record_effect(
    *, actor: Any, regulation: Regulation, key: str, override: str = ""
) -> list[LegalEvent]:
    """Records one effect that the text states, with the pasal that states it.

    Of an amendment also the new wording of each pasal.
    """
    require_legal_officer(actor)
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
    given: dict[str, Any] = {
        "kind": effect.kind,
        "source": regulation,
        "target": effect.target,
        "provision": effect.part,
        "on": effect.on,
    }
    return [record_event(actor=actor, **given, basis=effect.where, override=override)]
