"""A rack as one stands before it and behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from infrastructure.drawings.lettering import fitted

UNIT = 24  # as high as a finger needs
WIDTH = 280
RAIL = 30  # the numbers of the units, on the left
EDGE = 6
FRONT, BEHIND = (0, 1), (1, 2)


@dataclass(frozen=True)
class Mounted:
    """What hangs in a rack. `position2` and `height2` in half units, U1 = 2; faces [low, high)."""

    code: str
    label: str
    url: str
    position2: int
    height2: int
    faces: tuple[int, int]
    planned: bool = False

    @property
    def full_depth(self) -> bool:
        return self.faces == (0, 2)

    @property
    def faces_word(self) -> str:
        if self.full_depth:
            return "tembus"
        return "depan" if self.faces == FRONT else "belakang"

    @property
    def units(self) -> str:
        """The units that it takes, as they are written on the rail: "U38", "U10-U11", "U3,5"."""
        last = self.position2 + self.height2 - 2
        if self.height2 <= 2 or last == self.position2:
            return f"U{_half(self.position2)}"
        return f"U{_half(self.position2)}-U{_half(last)}"


@dataclass(frozen=True)
class Slot:
    mounted: Mounted
    x: int
    y: float
    width: int
    height: float
    code: str  # as far as it fits
    label: str
    pierces: bool  # seen here through the rack, mounted on the other face

    @property
    def middle(self) -> float:
        return self.y + self.height / 2

    @property
    def code_x(self) -> int:
        return self.x + 8

    @property
    def label_x(self) -> int:
        return self.x + self.width - 8

    @property
    def pressable(self) -> bool:
        return self.height >= UNIT


@dataclass(frozen=True)
class Unit:
    number: int
    y: int
    middle: float


@dataclass(frozen=True)
class Face:
    """One face of the rack; lengths in CSS pixels from its upper left corner."""

    word: str
    slots: tuple[Slot, ...]
    units: tuple[Unit, ...]
    height: int
    width: int = WIDTH
    rail: int = RAIL
    inside: int = WIDTH - RAIL - EDGE + 2  # of the frame
    right: int = WIDTH - EDGE

    @property
    def bay(self) -> int:
        """The height between floor and roof."""
        return self.height - 2 * EDGE + 2


def elevation(u_height: int, things: Iterable[Mounted]) -> tuple[Face, Face]:
    """The front and the back, units counted from the floor."""
    rows = sorted(things, key=lambda thing: -thing.position2)
    height = u_height * UNIT + 2 * EDGE
    units = tuple(
        Unit(number, y := EDGE + (u_height - number) * UNIT, y + UNIT / 2)
        for number in range(u_height, 0, -1)
    )
    return (
        Face("Depan", tuple(_slots(u_height, rows, FRONT)), units, height),
        Face("Belakang", tuple(_slots(u_height, rows, BEHIND)), units, height),
    )


def _slots(u_height: int, rows: list[Mounted], face: tuple[int, int]) -> Iterable[Slot]:
    width = WIDTH - RAIL - EDGE
    for thing in rows:
        if not (thing.faces[0] < face[1] and face[0] < thing.faces[1]):
            continue
        top = EDGE + (2 * u_height - (thing.position2 - 2) - thing.height2) * UNIT / 2
        code = fitted(thing.code, width * 0.55)
        left = width - 16 - len(code) * 7.2 - 10
        yield Slot(
            mounted=thing,
            x=RAIL,
            y=top,
            width=width,
            height=thing.height2 * UNIT / 2,
            code=code,
            label=fitted(thing.label, left, 11) if left > 30 else "",
            pierces=thing.full_depth and face == BEHIND,
        )


def _half(position2: int) -> str:
    return f"{position2 // 2}{',5' if position2 % 2 else ''}"
