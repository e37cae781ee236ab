"""A cable as one straight line: its stations in their order, far apart as they are told to be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from infrastructure.drawings.lettering import fitted
from infrastructure.drawings.trace import metres

EDGE, LEAST, MOST, WIDE = 70, 84, 260, 1000
HEIGHT, LINE, TICK = 150, 70, 9
LETTERS = 11


@dataclass(frozen=True)
class Stop:
    """A pole or chamber: its code, where it is, how much is coiled up, what is joined there."""

    code: str
    url: str
    at: float | None
    slack: float = 0
    boxes: Sequence[str] = ()


@dataclass(frozen=True)
class Way:
    code: str
    url: str
    metres: float | None
    kind: str  # of SegmentKind


@dataclass(frozen=True)
class StopMark:
    stop: Stop
    x: float
    code: str

    @property
    def told(self) -> str:
        return "" if self.stop.at is None else metres(self.stop.at)

    @property
    def slack(self) -> str:
        return f"cadangan {self.coil}" if self.stop.slack else ""

    @property
    def coil(self) -> str:
        return metres(self.stop.slack) if self.stop.slack else ""

    @property
    def boxes(self) -> str:
        return ", ".join(self.stop.boxes)


@dataclass(frozen=True)
class WayMark:
    way: Way
    x: float
    end: float
    code: str

    @property
    def middle(self) -> float:
        return (self.x + self.end) / 2

    @property
    def told(self) -> str:
        return "? m" if self.way.metres is None else metres(self.way.metres)


@dataclass(frozen=True)
class StraightLine:
    stops: tuple[StopMark, ...]
    ways: tuple[WayMark, ...]
    width: float
    cut: float | None = None  # where a reading ends

    height = HEIGHT
    line = LINE

    @property
    def cut_cross(self) -> str:
        x, y = self.cut or 0, LINE
        return f"M{x - 7} {y - 7}L{x + 7} {y + 7}M{x - 7} {y + 7}L{x + 7} {y - 7}"


def straight_line(
    stops: Sequence[Stop], ways: Sequence[Way], cut: tuple[int, float] | None = None
) -> StraightLine:
    """`cut`: the span in which a reading ends, and how far along it as a share."""
    known = sum(way.metres or 0 for way in ways) or 1
    lengths = [min(MOST, max(LEAST, WIDE * (way.metres or 0) / known)) for way in ways]
    places = [float(EDGE)]
    for length in lengths:
        places.append(round(places[-1] + length, 1))
    room = [min((*lengths[max(0, n - 1) : n + 1],)) for n in range(len(stops))]
    return StraightLine(
        stops=tuple(
            StopMark(stop, x, fitted(stop.code, wide - 6, LETTERS))
            for stop, x, wide in zip(stops, places, room, strict=True)
        ),
        ways=tuple(
            WayMark(way, x, x + length, fitted(way.code, length - 14, 10))
            for way, x, length in zip(ways, places, lengths, strict=False)
        ),
        width=places[-1] + EDGE,
        cut=None if cut is None else round(_cut(places, lengths, cut), 1),
    )


def _cut(places: Sequence[float], lengths: Sequence[float], cut: tuple[int, float]) -> float:
    number, share = cut
    return places[number] + (lengths[number] * share if number < len(lengths) else 0)
