"""Where on a shape its name stands, and how large it may be written there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import shapely
from shapely import Polygon, box

LETTER = 0.6  # how wide a bold letter is, on average, for its height
LINE = 1.15  # from line to line
SIZES = 14  # halvings until the largest size is known well enough


@dataclass(frozen=True)
class Lettering:
    """`text` in one or two lines around a spot; `size` is the largest letters that fit there."""

    text: str
    x: int
    y: int
    size: int


def lettering(outline: Any, name: str) -> Lettering:
    """The largest way to write a name on the largest part of a shape."""
    parts = getattr(outline, "geoms", [outline])
    part = max(parts, key=lambda each: each.area)
    return max((_written(part, text) for text in _broken(name)), key=lambda way: way.size)


def _broken(name: str) -> list[str]:
    """The name in one line, and parted at each space."""
    words = name.split()
    parted = [f"{' '.join(words[:at])}\n{' '.join(words[at:])}" for at in range(1, len(words))]
    return [" ".join(words), *parted]


def _written(part: Polygon, text: str) -> Lettering:
    """In the middle of the widest room, as letters see it: a line needs more width than height."""
    lines = text.split("\n")
    wide, high = max(map(len, lines)) * LETTER, len(lines) * LINE
    squeezed = shapely.transform(part, lambda c: c * [high / wide, 1])
    middle = shapely.maximum_inscribed_circle(squeezed).coords[0]
    x, y = middle[0] * wide / high, middle[1]
    low, top = 0.0, part.length
    for _ in range(SIZES):
        size = (low + top) / 2
        half_wide, half_high = size * wide / 2, size * high / 2
        room = box(x - half_wide, y - half_high, x + half_wide, y + half_high)
        low, top = (size, top) if part.contains(room) else (low, size)
    return Lettering(text, round(x), round(y), round(low))
