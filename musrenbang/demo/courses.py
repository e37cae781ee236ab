"""What the offices decide on one proposal: by chance, or as a story tells it."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from musrenbang.demo.kinds import read
from musrenbang.vocabulary import Outcome, Tier

# how often an office decides what, out of 100
WEIGHTS: dict[str, dict[Outcome, int]] = {
    Tier.RW: {Outcome.ENDORSE: 86, Outcome.DECLINE: 7, Outcome.RETURN: 7},
    Tier.KELURAHAN: {
        Outcome.FORWARD: 77,
        Outcome.RETURN: 5,
        Outcome.REJECT: 12,
        Outcome.RESERVE: 6,
    },
    Tier.KECAMATAN: {
        Outcome.FORWARD: 75,
        Outcome.RETURN: 3,
        Outcome.REJECT: 13,
        Outcome.RESERVE: 9,
    },
    Tier.OPD: {Outcome.FEASIBLE: 66, Outcome.FEASIBLE_CHANGED: 22, Outcome.NOT_FEASIBLE: 12},
    Tier.KOTA: {Outcome.ACCEPT: 66, Outcome.RESERVE: 14, Outcome.REJECT: 20},
}
# what is decided on a proposal that was completed; at the tiers between it is forwarded
ONWARD = {Tier.RW: Outcome.ENDORSE, Tier.KOTA: Outcome.ACCEPT}
MERGES, MERGING = (Tier.KELURAHAN, Tier.KECAMATAN), 0.75  # of what repeats a neighbour's
UNDECIDED_AT_THE_END, UNDECIDED_MEANWHILE = 0.05, 0.55
INCOMPLETE, WITHOUT_OPINION = 0.6, 0.4


class Course(Protocol):
    """What an office decides, in order; nothing where it has not decided (yet)."""

    def at(self, tier: str, *, ended: bool, repeats: bool = False) -> Sequence[Outcome]:
        """`ended`: the stage is over; `repeats`: a neighbour asked for the same before."""
        ...


@dataclass
class Chance:
    """An ordinary proposal's."""

    rng: random.Random

    def at(self, tier: str, *, ended: bool, repeats: bool = False) -> Sequence[Outcome]:
        if tier == Tier.OPD:
            missing = 0.0 if ended else WITHOUT_OPINION
            return [] if self.rng.random() < missing else [self._pick(tier)]
        missing = UNDECIDED_AT_THE_END if ended else UNDECIDED_MEANWHILE
        if self.rng.random() < missing:
            return []
        if repeats and tier in MERGES and self.rng.random() < MERGING:
            return [Outcome.MERGE]
        outcome = self._pick(tier)
        if outcome != Outcome.RETURN:
            return [outcome]
        if not ended and self.rng.random() < INCOMPLETE:
            return [outcome]
        return [outcome, ONWARD.get(Tier(tier), Outcome.FORWARD)]

    def _pick(self, tier: str) -> Outcome:
        weights = WEIGHTS[tier]
        return self.rng.choices(list(weights), list(weights.values()))[0]


@dataclass(frozen=True)
class Story:
    """One of the example citizen's, as `data/citizen.yaml` tells it; `beside` is a neighbour's."""

    channel: str
    kind: str
    text: int
    course: Mapping[str, Sequence[Outcome]]
    beside: bool = False

    def at(self, tier: str, **_circumstances: bool) -> Sequence[Outcome]:
        return self.course.get(tier, ())


def stories() -> list[Story]:
    """In the order in which they were sent."""
    return [_story(row) for row in read("citizen.yaml")]


def _story(row: dict[str, Any]) -> Story:
    course = {tier: [Outcome(word) for word in words] for tier, words in row["course"].items()}
    return Story(**{**row, "course": course})
