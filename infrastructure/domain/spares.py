"""By which other cables light may go instead: dark cores here, or from cable to cable."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from itertools import combinations

CABLES_ASKED = 20  # a cut of more is no question of single cores
Touches = Mapping[int, frozenset[int]]  # cable -> the sites in which it ends or lies open


def detours(
    touches: Touches, gone: Iterable[int], harmed: Iterable[int] = ()
) -> dict[int, list[int]]:
    """For each cable that is gone, the fewest others that lead between two of its sites.

    Empty where there is no other way. `harmed`: cables of which only cores are gone; they are
    asked too, and are no way for others.
    """
    lost = frozenset(gone) | frozenset(harmed)
    cables_of: dict[int, list[int]] = defaultdict(list)
    for cable, sites in touches.items():
        if cable not in lost:
            for site in sites:
                cables_of[site].append(cable)
    found = {}
    for cable in sorted(lost)[:CABLES_ASKED]:
        pairs = combinations(sorted(touches.get(cable, ())), 2)
        ways = filter(None, (_way(touches, cables_of, *pair) for pair in pairs))
        found[cable] = min(ways, key=len, default=[])
    return found


def _way(
    touches: Touches, cables_of: Mapping[int, list[int]], start: int, end: int
) -> list[int] | None:
    """Cables from one site to another, nearest first."""
    by: dict[int, tuple[int, int]] = {}  # site -> the cable that led to it, and from where
    seen, waiting = {start}, deque([start])
    while waiting:
        here = waiting.popleft()
        if here == end:
            break
        for cable in cables_of.get(here, ()):
            for site in touches[cable] - seen:
                seen.add(site)
                by[site] = cable, here
                waiting.append(site)
    way: list[int] = []
    while end in by:
        cable, end = by[end]
        way.insert(0, cable)
    return way or None
