"""The trays of a closure, an ODF or a splitter: what is joined to what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from infrastructure.drawings.cores import CoreName
from infrastructure.drawings.lettering import fitted
from infrastructure.vocabulary import JointKind, JointState

WIDTH, ROW, EDGE, SIDE = 320, 30, 4, 1
BOX = 136  # of each end
MIDDLE = WIDTH // 2


@dataclass(frozen=True)
class End:
    """A side of a core, or a port of a device."""

    code: str  # of the cable or the device
    url: str
    core: CoreName | None = None
    side: str = ""  # A or B of the core
    port: str = ""

    @property
    def words(self) -> str:
        if self.core is None:
            return f"{self.code}:{self.port}"
        return f"{self.code} {self.core} sisi {self.side}"


@dataclass(frozen=True)
class Joined:
    """A joint with the ends that its reader may know; the first is the common one of a splitter."""

    tray: int
    kind: str
    state: str
    loss_db: float | None
    first: End | None
    others: tuple[End, ...]

    @property
    def kind_word(self) -> str:
        return JointKind(self.kind).label

    @property
    def state_word(self) -> str:
        return JointState(self.state).label

    @property
    def planned(self) -> bool:
        return self.state == JointState.PLANNED


@dataclass(frozen=True)
class Box:
    end: End
    text: str
    x: float
    y: float
    width: float = BOX
    height: float = ROW - 6

    @property
    def middle(self) -> float:
        return self.y + self.height / 2

    @property
    def swatch_x(self) -> float:
        return self.x + 10

    @property
    def text_x(self) -> float:
        return self.x + (20 if self.end.core else 8)


@dataclass(frozen=True)
class JointMark:
    joined: Joined
    boxes: tuple[Box, ...]
    lines: tuple[tuple[float, float, float, float], ...]
    x: int
    y: float

    @property
    def mark_y(self) -> float:
        return self.y - 6

    @property
    def cross(self) -> tuple[float, float]:
        """Top and bottom of the cross of a fusion."""
        return (self.y - 4, self.y + 4)


@dataclass(frozen=True)
class Tray:
    number: int
    joints: tuple[JointMark, ...]
    height: float
    width: int = WIDTH


def trays(joints: Iterable[Joined]) -> tuple[Tray, ...]:
    """One drawing for each tray in which something is joined, from above as they were given."""
    rows = sorted(joints, key=lambda joined: joined.tray)
    return tuple(_tray(number, group) for number, group in groupby(rows, key=lambda j: j.tray))


def _tray(number: int, joints: Iterable[Joined]) -> Tray:
    marks, top = [], float(EDGE)
    for joined in joints:
        marks.append(_mark(joined, top))
        top += ROW * max(1, len(joined.others))
    return Tray(number, tuple(marks), top + EDGE)


def _mark(joined: Joined, top: float) -> JointMark:
    """The common end stands on the left, in the middle of the rows of the others."""
    right = WIDTH - BOX - SIDE
    others = tuple(_box(end, right, top + ROW * n) for n, end in enumerate(joined.others))
    across = top + (max(1, len(others)) - 1) * ROW / 2
    first = (_box(joined.first, SIDE, across),) if joined.first else ()
    middle = across + (ROW - 6) / 2
    lines = [(box.x + BOX, middle, MIDDLE, middle) for box in first]
    lines += [(MIDDLE, middle, right, box.middle) for box in others]
    return JointMark(joined, first + others, tuple(lines), MIDDLE, middle)


def _box(end: End, x: float, y: float) -> Box:
    """The core is what must be read: a long code gives way to it."""
    if end.core is None:
        return Box(end, fitted(end.words, BOX - 12, 11), x, y)
    core = str(end.core)
    code = fitted(end.code, BOX - 26 - (len(core) + 1) * 6.6, 11)
    return Box(end, f"{code} {core}", x, y)
