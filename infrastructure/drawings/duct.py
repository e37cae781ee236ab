"""A segment cut through: its pipes, pipes within pipes, and the cables in each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from infrastructure.drawings.lettering import fitted

LINE, PAD, GAP = 18, 12, 10  # a line of words, within and between pipes
WIDTH = 300


@dataclass(frozen=True)
class Pipe:
    """A pipe by its number; 0 is the segment itself, for cables that lie in no pipe."""

    number: int
    parent: int | None
    diameter_mm: int | None
    cables: tuple[tuple[str, str], ...]  # code and address


@dataclass(frozen=True)
class Word:
    text: str
    code: str
    url: str
    x: float
    y: float


@dataclass(frozen=True)
class PipeMark:
    pipe: Pipe
    x: float
    y: float
    width: float
    height: float
    words: tuple[Word, ...]
    depth: int
    hollow: bool  # neither a cable nor a pipe in it

    @property
    def radius(self) -> float:
        return min(20.0, self.height / 2)

    @property
    def label(self) -> str:
        size = f" ({self.pipe.diameter_mm} mm)" if self.pipe.diameter_mm else ""
        return f"Pipa {self.pipe.number}{size}" if self.pipe.number else "Tanpa pipa"

    @property
    def label_spot(self) -> tuple[float, float]:
        return (self.x + self.width / 2, self.y + PAD + LINE / 2)

    @property
    def last_spot(self) -> tuple[float, float]:
        """Where it is said that nothing lies here."""
        return (self.x + self.width / 2, self.y + PAD + LINE * 1.5)


@dataclass(frozen=True)
class DuctSection:
    pipes: tuple[PipeMark, ...]
    height: float
    width: float = WIDTH


def duct_section(pipes: Iterable[Pipe]) -> DuctSection:
    """Pipes from above in the order of their numbers, those within one inside it."""
    rows = sorted(pipes, key=lambda pipe: pipe.number)
    numbers = {pipe.number for pipe in rows}
    inner: dict[int | None, list[Pipe]] = defaultdict(list)
    for pipe in rows:
        inner[pipe.parent if pipe.parent in numbers else None].append(pipe)
    marks: list[PipeMark] = []
    top = 2.0
    for pipe in inner[None]:
        top += _lay(pipe, inner, marks, (2, top, WIDTH - 4), 0) + GAP
    return DuctSection(tuple(sorted(marks, key=lambda mark: mark.depth)), max(top, LINE))


def _lay(
    pipe: Pipe,
    inner: dict[int | None, list[Pipe]],
    marks: list[PipeMark],
    box: tuple[float, float, float],
    depth: int,
) -> float:
    """Puts a pipe and what is in it at (x, y, width); gives its height."""
    x, y, width = box
    top = y + PAD + LINE
    words = []
    for code, url in pipe.cables:
        words.append(Word(fitted(code, width - 2 * PAD), code, url, x + width / 2, top + LINE / 2))
        top += LINE
    children = inner[pipe.number] if pipe.number else []
    for child in children:
        top += _lay(child, inner, marks, (x + PAD, top, width - 2 * PAD), depth + 1) + GAP / 2
    if not words and not children:
        top += LINE
    height = top + PAD - y
    hollow = not words and not children
    marks.append(PipeMark(pipe, x, y, width, height, tuple(words), depth, hollow))
    return height
