"""Procedures that ship with the app: TOML files of stages without dates, in `procedures/`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from musrenbang.procedure import StageRule
from musrenbang.vocabulary import PlaceLevel, Proposer

PACKS = Path(__file__).parent.parent / "procedures"


@dataclass(frozen=True)
class Pack:
    """A procedure in the words of this region."""

    code: str
    edition: str
    name: str
    rules: tuple[StageRule, ...]
    proposers: tuple[str, ...] = (Proposer.RESIDENT,)
    place_level: str = PlaceLevel.RW
    kamus_edition: str = ""

    @property
    def channel_columns(self) -> dict[str, Any]:
        """What it says of its channel."""
        return {
            "proposers": list(self.proposers),
            "place_level": self.place_level,
            "kamus_edition": self.kamus_edition,
        }


def pack_codes() -> list[str]:
    return sorted(path.stem for path in PACKS.glob("*.toml"))


@cache
def read_pack(code: str) -> Pack:
    """The pack of a code, one of `pack_codes`."""
    given = tomllib.loads((PACKS / f"{code}.toml").read_text(encoding="utf-8"))
    words = {tier: word.lower() for tier, word in settings.REGION_PROFILE.tiers.items()}
    words |= {tier: settings.REGION_PROFILE.tiers[tier] for tier in ("rt", "rw")}
    rules = [_rule(number, row, words) for number, row in enumerate(given["stages"], start=1)]
    return Pack(
        code,
        given["edition"],
        given["name"].format(**words),
        tuple(rules),
        tuple(given.get("proposers", [Proposer.RESIDENT])),
        given.get("place", PlaceLevel.RW),
        given.get("kamus", ""),
    )


def _rule(position: int, row: dict[str, Any], words: dict[str, str]) -> StageRule:
    """One `[[stages]]`; a word that it does not know is an error of the file."""
    values = dict(row)
    values["tier"] = values.pop("level")
    values["name"] = values["name"].format(**words)
    for several in ("outcomes", "needs"):
        values[several] = tuple(values.get(several, ()))
    return StageRule(position=position, **values)
