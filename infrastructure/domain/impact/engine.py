"""One cut, from the first thing that falls to the last application: the engine's one door."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import inf

from infrastructure.domain.impact.falling import Fallen, fall
from infrastructure.domain.impact.function import Verdict, function
from infrastructure.domain.impact.reach import Graph, losses, reach


@dataclass(frozen=True)
class Impact:
    """What a cut takes with it.

    `dark`: minutes until each thing has no current or is gone itself, 0 at once. `lost`: what
    reaches no root any more, with minutes. `alone` and `points`: what is left without a backup,
    and on what it hangs. `applications`: with state and cause, when all has gone dark that will.
    `because`: the thing that took each along, up to what was cut.
    """

    dark: Mapping[int, float]
    lost: Mapping[int, float]
    alone: frozenset[int]
    points: frozenset[int]
    applications: Mapping[int, Verdict]
    because: Mapping[int, int]

    def chain(self, asset: int) -> list[int]:
        """From what was cut down to this asset."""
        steps = [asset]
        while steps[-1] in self.because and len(steps) <= len(self.because):
            steps.append(self.because[steps[-1]])
        return steps[::-1]


def impact(whole: Graph, cut: Iterable[int], causes: Mapping[int, int] | None = None) -> Impact:
    """`cut`: assets that are gone, links included; `causes`: what already took them along."""
    fallen = fall(whole.network, cut)
    lost: dict[int, float] = {}
    *earlier, end = fallen.moments()
    for moment in earlier:
        dark = [asset for asset in fallen.minutes if fallen.dark(asset, moment)]
        lost |= {asset: moment for asset in losses(whole, dark) if asset not in lost}
    last = reach(whole, fallen.minutes)
    lost |= {asset: end for asset in last.lost if asset not in lost}
    because = {**(causes or {}), **fallen.because}
    because |= _ways_lost(whole, fallen, last.lost - fallen.minutes.keys())
    gone = frozenset(lost) | frozenset(fallen.minutes)
    applications = function(whole.network, gone)
    return Impact(fallen.minutes, lost, last.alone, last.points, applications, because)


def _ways_lost(whole: Graph, fallen: Fallen, lost: frozenset[int]) -> dict[int, int]:
    """For what lost its way: the next thing on the shortest one to a root, while there was one.

    That is dark or lost itself, or the thing would still be reached.
    """
    ways = ((asset, whole.way_in(asset)) for asset in lost)
    because = {asset: way for asset, way in ways if way is not None}
    for tunnel, sides in whole.network.under.items():
        if tunnel in lost:
            carriers = next((c for c in sides.values() if all(x in fallen.minutes for x in c)), ())
            because.update((tunnel, link) for link in carriers[:1])
    return because


def dark_now(impact: Impact) -> frozenset[int]:
    return frozenset(a for a in {**impact.lost, **impact.dark} if when(impact, a) == 0)


def when(impact: Impact, asset: int) -> float:
    """Minutes until it is dark or unreached; infinite where it stays."""
    return min(impact.dark.get(asset, inf), impact.lost.get(asset, inf))
