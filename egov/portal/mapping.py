"""What an app may show on the maps of areas, each a frozen value."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Shading:
    """What darkens areas on the region's map: how much of something came from each.

    `counts(ids)` gives it by id of the area, none for nothing; None where nobody counted yet.
    """

    order: int
    word: str  # "usulan"
    counts: Callable[[Sequence[int]], Mapping[int, int] | None]


@dataclass(frozen=True)
class Spots:
    """What stands as points on the map of a village or an RW: (latitude, longitude) of each.

    `of(area)` gives the newest, as many as a map shows apart.
    """

    order: int
    word: str  # "usulan"
    of: Callable[[Any], Sequence[tuple[float, float]]]
