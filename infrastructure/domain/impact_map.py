"""Where a cut is felt, drawn by the server: the cut, what it darkens, what hangs by a thread."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from egov.areas.frame import on_frame
from egov.areas.maps import WIDTH, Window
from egov.areas.models import Level, MapShape
from infrastructure.domain.telling import Told

EDGE = 0.02


@dataclass(frozen=True)
class Spot:
    """One site: `mark` is "now", "later" or "alone"; each has a shape of its own."""

    mark: str
    name: str
    x: int
    y: int


@dataclass(frozen=True)
class ImpactMap:
    window: Window
    ground: tuple[MapShape, ...]
    lines: tuple[str, ...]  # points of SVG polylines
    spots: tuple[Spot, ...]

    width = WIDTH

    @property
    def official(self) -> bool:
        return all(shape.official for shape in self.ground)

    def has(self, mark: str) -> bool:
        return any(spot.mark == mark for spot in self.spots)

    @property
    def now(self) -> bool:
        return self.has("now")

    @property
    def later(self) -> bool:
        return self.has("later")

    @property
    def alone(self) -> bool:
        return self.has("alone")


def impact_map(told: Told) -> ImpactMap | None:
    """None where nothing has a place, or where the region is not drawn. One query."""
    if not told["lines"] and not any(row["at"] for row in (*told["sites"], *told["alone"])):
        return None
    ground = MapShape.objects.filter(area__level=Level.DISTRICT).defer("geometry", "inner")
    shapes = tuple(ground.order_by("area__code"))
    if not shapes:
        return None
    window = Window.around(
        (
            min(shape.west for shape in shapes),
            min(shape.north for shape in shapes),
            max(shape.east for shape in shapes),
            max(shape.south for shape in shapes),
        ),
        EDGE,
    )
    lines = tuple(_line(window, line) for _, line in told["lines"])
    return ImpactMap(window, shapes, lines, tuple(_spots(window, told)))


def _line(window: Window, line: Iterable[Any]) -> str:
    spots = (window.at(*on_frame(latitude, longitude)) for longitude, latitude in line)
    return " ".join(f"{x},{y}" for x, y in spots)


def _spots(window: Window, told: Told) -> Iterable[Spot]:
    marked = [("alone", row) for row in told["alone"]]
    marked += [("later" if row["minutes"] else "now", row) for row in told["sites"]]
    for mark, row in marked:
        if row["at"]:
            x, y = window.at(*on_frame(*row["at"]))
            yield Spot(mark, f"{row['code']} {row['name']}", x, y)
