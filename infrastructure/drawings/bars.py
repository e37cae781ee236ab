"""Figures as bars, each with its number: one drawing for a slide."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

WIDTH, ROW, HEAD, GAP = 720, 26, 34, 18
WORDS, NUMBERS = 300, 90  # where bars begin, and how much room a number has behind the longest


class Bar(Protocol):
    @property
    def word(self) -> str: ...
    @property
    def value(self) -> float: ...
    @property
    def unit(self) -> str: ...


class Bars(Protocol):
    @property
    def title(self) -> str: ...
    @property
    def rows(self) -> Iterable[Bar]: ...
    @property
    def most(self) -> float: ...


@dataclass(frozen=True)
class Mark:
    word: str
    told: str
    y: int
    width: int

    @property
    def text_y(self) -> int:
        return self.y + 13

    @property
    def number_x(self) -> int:
        return WORDS + self.width + 8


@dataclass(frozen=True)
class Part:
    title: str
    y: int
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Chart:
    parts: tuple[Part, ...]
    height: int

    width = WIDTH
    words = WORDS


def chart(groups: Iterable[Bars]) -> Chart:
    parts, y = [], 64
    for group in groups:
        top, marks = y, []
        y += HEAD
        for row in group.rows:
            width = round((WIDTH - WORDS - NUMBERS) * row.value / group.most)
            marks.append(Mark(row.word, told(row), y, max(1, width)))
            y += ROW
        parts.append(Part(group.title, top + 16, tuple(marks)))
        y += GAP
    return Chart(tuple(parts), y + 10)


def told(row: Bar) -> str:
    """As people write it: 1.234, 12,5 km."""
    number = f"{row.value:,.1f}" if row.value % 1 else f"{row.value:,.0f}"
    turned = number.translate(str.maketrans(",.", ".,"))
    return f"{turned} {row.unit}".strip()
