"""What is told of a cut: plain rows, gathered by `impacting` for one reader."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from infrastructure.domain.impact.function import State
from infrastructure.models import Asset
from regulations.models import Application
from regulations.vocabulary import Force


@dataclass(frozen=True)
class Law:
    """An application's umbrella on the day: the regulation and whether it is in force."""

    regulation: Any
    force: Force


@dataclass(frozen=True)
class Stopped:
    """An application that stops or runs with less: its law, and the chain from the cut to it."""

    application: Application
    state: State
    laws: tuple[Law, ...]
    chain: tuple[Any, ...]


@dataclass(frozen=True)
class Darkened:
    """A site, device, camera or access point: after how many minutes, and the chain to it.

    `people`: whom a site serves; None where nobody knows, or where it is no site.
    """

    asset: Asset
    minutes: int
    chain: tuple[Any, ...]
    people: int | None = None

    @property
    def contact(self) -> str:
        """The office's number, for those who must call. For pages of the desk alone."""
        site = getattr(self.asset, "site", None)
        return site.contact if site else ""


@dataclass(frozen=True)
class Tally:
    """Sites of one agency or one area; `unknown`: those whose people nobody counted."""

    word: str
    sites: int
    people: int
    unknown: int


@dataclass(frozen=True)
class Spare:
    """A cable that was cut, its own dark cores, and other cables that lead to the same ends.

    `whole`: all of it was cut, the dark cores along. `way` is empty where there is none, or where
    the reader may not know all of it.
    """

    cable: Asset
    whole: bool
    here: int
    way: tuple[tuple[Asset, int], ...]


@dataclass(frozen=True)
class Report:
    """All that a page, a PDF or the API tells of one cut, as it was on `on`."""

    on: date
    version: int  # of the network
    cut: tuple[Asset, ...]
    sites: tuple[Darkened, ...]
    things: tuple[Darkened, ...]
    counts: tuple[tuple[str, int], ...]
    applications: tuple[Stopped, ...]
    alone: tuple[Asset, ...]
    points: tuple[Asset, ...]
    spares: tuple[Spare, ...]
    hidden: int  # things that this reader may not read

    @property
    def people(self) -> int:
        return sum(row.people or 0 for row in self.sites)

    @property
    def people_unknown(self) -> int:
        """Sites of which nobody knows how many they serve."""
        return sum(row.people is None for row in self.sites)

    @cached_property
    def areas(self) -> tuple[Tally, ...]:
        """Sites by the area they lie in, most first."""
        return _tallied(self.sites, lambda asset: asset.area.label if asset.area else "")

    @cached_property
    def owners(self) -> tuple[Tally, ...]:
        return _tallied(self.sites, lambda asset: asset.owner.short_name if asset.owner else "")

    @property
    def by_area(self) -> tuple[tuple[str, int], ...]:
        return tuple((row.word, row.sites) for row in self.areas)

    @property
    def by_owner(self) -> tuple[tuple[str, int], ...]:
        return tuple((row.word, row.sites) for row in self.owners)

    @property
    def moments(self) -> tuple[tuple[int, int], ...]:
        """After how many minutes how many sites go dark, at once first."""
        return tuple(sorted(Counter(row.minutes for row in self.sites).items()))

    @property
    def to_call(self) -> tuple[Darkened, ...]:
        """Sites that have somebody to call, the most important first."""
        rows = [row for row in self.sites if row.contact]
        return tuple(sorted(rows, key=lambda row: (row.asset.site.criticality, row.minutes)))


def _tallied(rows: Iterable[Darkened], word_of: Callable[[Asset], str]) -> tuple[Tally, ...]:
    groups: dict[str, list[Darkened]] = {}
    for row in rows:
        groups.setdefault(word_of(row.asset) or "belum diketahui", []).append(row)
    tallies = [
        Tally(
            word,
            sites=len(group),
            people=sum(row.people or 0 for row in group),
            unknown=sum(row.people is None for row in group),
        )
        for word, group in groups.items()
    ]
    return tuple(sorted(tallies, key=lambda tally: (-tally.sites, tally.word)))
