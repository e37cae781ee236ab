"""An overview on the desk's first page: how many, the first few, each leading to where it is done.

An app gives one as the context of a panel with the template `admin/panel_overview.html`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from egov.desk.first_page import COUNT_UP_TO

TEMPLATE = "admin/panel_overview.html"
SHOWN = 5  # lines of one overview; the rest stands where its link leads


@dataclass(frozen=True)
class Figure:
    """How many there are of something, counted to the limit, and where they stand."""

    label: str
    count: int
    address: str = ""

    @property
    def countless(self) -> bool:
        return self.count > COUNT_UP_TO


@dataclass(frozen=True)
class Line:
    """One of them. `act` is the word of the button that leads to `act_address`."""

    text: str
    address: str
    detail: str = ""
    late: str = ""
    act: str = ""
    act_address: str = ""


@dataclass(frozen=True)
class Overview:
    """`slug` is its anchor; `more` the address of all of them."""

    slug: str
    title: str
    lines: Sequence[Line] = ()
    figures: Sequence[Figure] = ()
    help: str = ""
    more: str = ""
    more_label: str = "Lihat semua"

    def context(self) -> dict[str, Any] | None:
        """For its panel; nothing where there is nothing to tell."""
        return {"overview": self} if self.lines or self.figures else None
