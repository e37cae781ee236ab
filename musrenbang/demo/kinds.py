"""What the demo says of each kind of the kamus, read from `data/`: texts, places, sizes, reasons.

What stands together in one file fits together; the code only fills in numbers and names.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from musrenbang.vocabulary import Outcome

DATA = Path(__file__).parent / "data"
# the code of an outcome's reason where the file gives only the sentence
USUAL_CODE = {
    Outcome.DECLINE: "not_agreed",
    Outcome.RETURN: "incomplete",
    Outcome.MERGE: "duplicate",
    Outcome.FEASIBLE: "needed",
    Outcome.FEASIBLE_CHANGED: "changed",
}
Reason = tuple[str, str]  # a code of reasons.REASONS, and a sentence


@dataclass(frozen=True)
class Text:
    """What a citizen writes; `{volume}`, `{n}`, `{rt}` and so on are filled in.

    `scene` is what its photo shows where that is not the kind's.
    """

    title: str
    problem: str
    wish: str
    scene: str = ""


@dataclass(frozen=True)
class Kind:
    """One kind: `usual` is (least, most, step) of each variant's volume, `photos` of 100.

    `scene` is what a photo of it shows, `reasons` why an outcome is decided, by outcome. `alike`:
    only what says the same asks for the same.
    """

    code: str
    weight: int
    scene: str
    photos: int
    places: tuple[str, ...]
    usual: Mapping[str, tuple[int, int, int]]
    texts: tuple[Text, ...]
    reasons: Mapping[str, tuple[Reason, ...]]
    alike: bool = False

    def volume(self, rng: random.Random, variant: str) -> int:
        """A volume as people ask for it, in the variant's unit."""
        least, most, step = self.usual[variant]
        return rng.randrange(least, most + 1, step)

    def reason(self, rng: random.Random, outcome: str, *, own: bool = True) -> Reason:
        """Why an office decides so: on this kind (`own`), or whatever the kind."""
        reasons = general_reasons().get(outcome, ())
        if own or not reasons:
            reasons += self.reasons.get(outcome, ())
        return rng.choice(reasons) if reasons else ("needed", "")

    def changes(self) -> bool:
        """Whether an office may find that another volume is enough."""
        return "changed" in self.reasons


def read(name: str) -> Any:
    """One data file of the demo."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load((DATA / name).read_text(encoding="utf-8"), Loader=loader)  # noqa: S506


def _reasons(rows: Mapping[str, Sequence[Any]]) -> dict[str, tuple[Reason, ...]]:
    """By outcome, from plain sentences or `code: sentence`; "changed" stands for itself."""
    reasons = {}
    for outcome, given in rows.items():
        sentences = [given] if isinstance(given, str) else given
        usual = USUAL_CODE.get(Outcome(outcome)) if outcome != "changed" else "changed"
        reasons[outcome] = tuple(
            (str(usual), row) if isinstance(row, str) else next(iter(row.items()))
            for row in sentences
        )
    return reasons


@cache
def general_reasons() -> dict[str, tuple[Reason, ...]]:
    return _reasons(read("reasons.yaml"))


@cache
def load_kinds() -> dict[str, Kind]:
    """Every kind by its code in the kamus."""
    places = read("places.yaml")
    kinds = {}
    for path in sorted((DATA / "kinds").glob("*.yaml")):
        row = read(f"kinds/{path.name}")
        kinds[row["kind"]] = Kind(
            code=row["kind"],
            weight=row["weight"],
            scene=row["scene"],
            photos=row["photos"],
            places=tuple(places[row["places"]]),
            usual={variant: tuple(span) for variant, span in row["usual"].items()},
            texts=tuple(Text(**text) for text in row["texts"]),
            reasons=_reasons(row["reasons"]),
            alike=row.get("alike", False),
        )
    return kinds
