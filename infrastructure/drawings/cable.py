"""A cable cut through: its tubes and cores in the colours of TIA-598-D."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from infrastructure.drawings.cores import CoreName
from infrastructure.drawings.packing import packed
from infrastructure.vocabulary import CoreState

CORE = 13  # radius of a core in CSS pixels
TUBE_WALL, JACKET, MARGIN = 7, 9, 3
RING_OF_TUBES = 12  # so many lie around the strength member
CROSS = CORE * 0.8


@dataclass(frozen=True)
class Fibre:
    name: CoreName
    state: str

    @property
    def state_word(self) -> str:
        return CoreState(self.state).label


@dataclass(frozen=True)
class CoreMark:
    fibre: Fibre
    x: float
    y: float
    radius: float = CORE
    hole: float = CORE - 3.5  # of a ring, what carries no light

    @property
    def free(self) -> bool:
        return self.fibre.state in (CoreState.SPARE, CoreState.RESERVED)

    @property
    def cross(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of the cross over a broken core."""
        sides = (self.x - CROSS, self.y - CROSS, self.x + CROSS, self.y + CROSS)
        left, top, right, bottom = (_rounded(side) for side in sides)
        return left, top, right, bottom


@dataclass(frozen=True)
class TubeMark:
    name: CoreName  # of its first core
    x: float
    y: float
    radius: float
    edge: float  # of the thin line around its colour
    cores: tuple[CoreMark, ...]


@dataclass(frozen=True)
class CableSection:
    """Lengths in CSS pixels; the middle of the cable is at (`middle`, `middle`)."""

    size: float
    middle: float
    radius: float
    tubes: tuple[TubeMark, ...]


def cable_section(fibres: Iterable[Fibre]) -> CableSection:
    """Tubes clockwise from the top, in each its cores; only what is given is drawn."""
    rows = sorted(fibres, key=lambda fibre: (fibre.name.tube, fibre.name.number))
    tubes = [list(cores) for _, cores in groupby(rows, key=lambda fibre: fibre.name.tube)]
    widest = max((len(cores) for cores in tubes), default=1)
    around = packed(widest)[1] * CORE + TUBE_WALL
    spots, reach = packed(len(tubes), one_ring=RING_OF_TUBES)
    radius = reach * around + JACKET
    middle = radius + MARGIN
    marks = (
        _tube(cores, (middle + x * around, middle + y * around), around)
        for cores, (x, y) in zip(tubes, spots, strict=True)
    )
    return CableSection(_rounded(2 * middle), _rounded(middle), _rounded(radius), tuple(marks))


def _tube(cores: Sequence[Fibre], spot: tuple[float, float], radius: float) -> TubeMark:
    x, y = spot
    marks = (
        CoreMark(core, _rounded(x + dx * CORE), _rounded(y + dy * CORE))
        for core, (dx, dy) in zip(cores, packed(len(cores))[0], strict=True)
    )
    return TubeMark(
        name=cores[0].name,
        x=_rounded(x),
        y=_rounded(y),
        radius=_rounded(radius - 3),
        edge=_rounded(radius - 1),
        cores=tuple(marks),
    )


def _rounded(length: float) -> float:
    return round(length, 1)
