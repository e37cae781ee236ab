"""The maps that pages show, put together from what `drawing` keeps: a window on the frame.

Nothing is drawn here. A map is None where the areas have no shape: its page has its list alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from django.db.models import Q

from egov.areas.frame import on_earth, on_frame
from egov.areas.lettering import LETTER, LINE
from egov.areas.models import Area, Level, MapShape

WIDTH = 360  # of every map, in its own units; map.css counts letters in them
TALLEST = 0.75  # of its width
EDGE = 0.14  # of a window's width: what is seen of the neighbours on each side
WIDE_EDGE = 0.22  # of a single village, whose neighbours say where it is
DOT = 8  # half of what marks a place
LETTERS_NARROW, LETTERS_WIDE = 12, 5.4  # as map.css sets them for a phone and for a desk
FAR = 300  # steps, so three kilometres: a point further from its village is told, not drawn


Bounds = tuple[float, float, float, float]  # west, north, east, south


@dataclass(frozen=True)
class Window:
    """What part of the frame is seen, by its corner and how many units a step is long."""

    west: float
    north: float
    scale: float
    height: int

    @classmethod
    def around(cls, bounds: Bounds, edge: float = EDGE) -> Window:
        """The smallest window with these bounds in its middle, not taller than pages have room."""
        west, north, east, south = bounds
        wide, high = max(east - west, 1), max(south - north, 1)
        span = max(wide, high / TALLEST) * (1 + 2 * edge)
        scale = WIDTH / span
        height = min(high + 2 * edge * span, span * TALLEST)
        middle_x, middle_y = (west + east) / 2, (north + south) / 2
        return cls(middle_x - span / 2, middle_y - height / 2, scale, round(height * scale))

    @property
    def transform(self) -> str:
        """From the frame into this window, for SVG."""
        west, north = -round(self.west), -round(self.north)
        return f"scale({self.scale:.4f}) translate({west} {north})"

    def at(self, x: float, y: float) -> tuple[int, int]:
        return round((x - self.west) * self.scale), round((y - self.north) * self.scale)


@dataclass(frozen=True)
class MapArea:
    """An area on a map: `number` is its place in the list beside; `shade` 0 to 4, `count` or None.

    `here`: the one that the page is about. `around`: no more than what lies around. `lower`: by
    how much its name stands below its best place.
    """

    shape: MapShape
    window: Window
    number: int
    count: int | None = None
    shade: int = 0
    here: bool = False
    around: bool = False
    lower: int = 0

    @property
    def area(self) -> Area:
        return self.shape.area

    @cached_property
    def spot(self) -> tuple[int, int]:
        x, y = self.window.at(self.shape.label_x, self.shape.label_y)
        return x, y + self.lower

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Each line of the name with how far it stands below the one before, in letters."""
        first, *second = self.shape.label.split("\n")
        return [(first, "-.2"), (second[0], f"{LINE}")] if second else [(first, ".35")]

    @property
    def half_width(self) -> float:
        """Of its name, as a phone shows it."""
        return max(map(len, self.shape.label.split("\n"))) * LETTER * LETTERS_NARROW / 2

    @property
    def whole(self) -> bool:
        """Whether all of its name lies within the window."""
        x, y = self.spot
        inside = LETTERS_NARROW < y < self.window.height - LETTERS_NARROW
        return inside and self.half_width < x < WIDTH - self.half_width

    @property
    def named(self) -> str:
        """Where the name fits: "always", "wide" (else its number stands there), or "never"."""
        letters = self.shape.label_size * self.window.scale
        if letters >= LETTERS_NARROW:
            return "always"
        return "wide" if letters >= LETTERS_WIDE else "never"


@dataclass(frozen=True)
class Step:
    """One shade of the legend, from the least number to the most that it stands for."""

    shade: int
    least: int
    most: int


@dataclass(frozen=True)
class AreaMap:
    """Areas that are links, with others around them (`ground`) that are not.

    The one that the page is about comes last: its line lies over those of its neighbours.
    """

    window: Window
    areas: tuple[MapArea, ...]
    ground: tuple[MapArea, ...] = ()
    legend: tuple[Step, ...] = ()

    width = WIDTH

    @property
    def names(self) -> list[MapArea]:
        return [*self.areas, *filter(_whole_name, self.ground)]

    @property
    def official(self) -> bool:
        return all(each.shape.official for each in self.areas)

    @property
    def near(self) -> bool:
        """Whether it shows a part of the region only."""
        return bool(self.ground)

    @property
    def numbered(self) -> bool:
        return any(each.named != "always" for each in self.areas)


def map_of(
    areas: Iterable[Area], *, counts: Mapping[int, int] | None = None, here: Area | None = None
) -> AreaMap | None:
    """The map of areas of one parent, numbered as given; None where none of them has a shape.

    `areas` come with their `map_shape`. One query, for what lies around; none for a region.
    """
    numbered = [(area, number) for number, area in enumerate(areas, start=1)]
    drawn = [(area, number) for area, number in numbered if hasattr(area, "map_shape")]
    if not drawn:
        return None
    shapes = [area.map_shape for area, _ in drawn]
    bounds = (
        min(shape.west for shape in shapes),
        min(shape.north for shape in shapes),
        max(shape.east for shape in shapes),
        max(shape.south for shape in shapes),
    )
    window = Window.around(bounds, EDGE if drawn[0][0].level == Level.VILLAGE else 0.005)
    most = max((counts or {}).values(), default=0)
    cells = [
        MapArea(
            area.map_shape,
            window,
            number,
            count=None if counts is None else counts.get(area.pk, 0),
            shade=1 if counts is None else _shade(counts.get(area.pk, 0), most),
            here=area == here,
        )
        for area, number in drawn
    ]
    cells.sort(key=lambda cell: cell.here)
    return AreaMap(window, tuple(cells), _ground(drawn[0][0], window), _legend(most))


SHADES = 4  # besides none


def _shade(count: int, most: int) -> int:
    """Which fourth of the most; 0 for nothing."""
    return -(-count * SHADES // most) if most else 0


def _legend(most: int) -> tuple[Step, ...]:
    """The numbers that each shade stands for; a shade for which no number is left stands out."""
    if not most:
        return ()
    bounds = [most * shade // SHADES for shade in range(SHADES + 1)]
    steps = [Step(shade, bounds[shade - 1] + 1, bounds[shade]) for shade in range(1, SHADES + 1)]
    return (Step(0, 0, 0), *(step for step in steps if step.least <= step.most))


def _whole_name(area: MapArea) -> bool:
    return area.named == "always" and area.whole


def _ground(area: Area, window: Window) -> tuple[MapArea, ...]:
    """What lies around a village and its siblings, as far as the window shows it."""
    if area.level != Level.VILLAGE:
        return ()
    return _around(window, Q(area__parent=area.parent_id))


def _around(window: Window, without: Q) -> tuple[MapArea, ...]:
    """The other villages that reach into the window."""
    east = window.west + WIDTH / window.scale
    south = window.north + window.height / window.scale
    rows = MapShape.objects.filter(
        area__level=Level.VILLAGE,
        west__lte=east,
        east__gte=window.west,
        north__lte=south,
        south__gte=window.north,
    ).exclude(without)
    return tuple(
        MapArea(shape, window, 0, around=True) for shape in rows.defer("geometry", "inner")
    )


@dataclass(frozen=True)
class PointMap:
    """A village among its neighbours, with a point on it or, for the form, without one yet."""

    window: Window
    shape: MapShape
    ground: tuple[MapArea, ...]
    spot: tuple[int, int] | None

    width = WIDTH

    @property
    def names(self) -> list[MapArea]:
        """Those that stand whole within the window; the village's own makes room for the point."""
        own = MapArea(self.shape, self.window, 0)
        if self.spot is not None:
            beside, above = self.spot[0] - own.spot[0], self.spot[1] - own.spot[1]
            hidden = abs(beside) < own.half_width + DOT and abs(above) < LETTERS_NARROW
            own = replace(own, lower=above + 2 * LETTERS_NARROW) if hidden else own
        return list(filter(_whole_name, (own, *self.ground)))

    @property
    def corners(self) -> dict[str, str]:
        """Latitudes and longitudes of its edges, by which a script reads a tap."""
        west, north = self.window.west, self.window.north
        east = west + WIDTH / self.window.scale
        south = north + self.window.height / self.window.scale
        (top, left), (bottom, right) = on_earth(west, north), on_earth(east, south)
        edges = {"north": top, "west": left, "south": bottom, "east": right}
        return {name: f"{degrees:.6f}" for name, degrees in edges.items()}


def spot_map(village: Area, latitude: float | None, longitude: float | None) -> PointMap | None:
    """Where in the village something stands; None where nobody said where."""
    if latitude is None or longitude is None:
        return None
    return point_map(village, (latitude, longitude))


def point_map(village: Area, place: tuple[float, float] | None = None) -> PointMap | None:
    """The village with a place in it, (latitude, longitude), or with none yet.

    None where it has no shape, or the place lies far from it. Two queries.
    """
    shape = MapShape.objects.defer("geometry", "inner").filter(area=village).first()
    if shape is None:
        return None
    bounds: Bounds
    bounds = west, north, east, south = shape.west, shape.north, shape.east, shape.south
    at = on_frame(*place) if place else None
    if at is not None:
        x, y = at
        if not (west - FAR < x < east + FAR and north - FAR < y < south + FAR):
            return None
        bounds = min(west, x), min(north, y), max(east, x), max(south, y)
    window = Window.around(bounds, WIDE_EDGE)
    ground = _around(window, Q(area=village))
    return PointMap(window, shape, ground, None if at is None else window.at(*at))
