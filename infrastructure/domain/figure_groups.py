"""What a figure of the inventory is made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """`value` in `unit`; `released`: by whom and since when, of what is closed otherwise."""

    word: str
    value: float
    unit: str = ""
    released: str = ""


@dataclass(frozen=True)
class Group:
    code: str
    title: str
    rows: tuple[Row, ...]
    note: str = ""

    @property
    def most(self) -> float:
        return max((row.value for row in self.rows), default=0) or 1
