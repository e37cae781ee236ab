"""What several drawn photos share: sky, houses, streets, rooms."""

from __future__ import annotations

import random
from typing import NamedTuple

from PIL.ImageDraw import ImageDraw

WIDTH, HEIGHT = 800, 600
EARTH, WATER = "#8a6f4d", "#66757a"
SKIES = ("#b9d3d8", "#d8d2bd", "#c7cfd6", "#e0cfae")
WALLS = ("#c9b28f", "#b7a58f", "#a9b0a2", "#cfc4b0", "#b08f7a")


class Box(NamedTuple):
    """Pixels from the left upper corner."""

    left: int
    top: int
    right: int
    bottom: int


def sky(pen: ImageDraw, rng: random.Random) -> None:
    pen.rectangle((0, 0, WIDTH, HEIGHT), fill=rng.choice(SKIES))


def houses(
    pen: ImageDraw,
    rng: random.Random,
    ground: int,
    *,
    walls: tuple[str, ...] = WALLS,
    roof: str = "#7c4a3a",
) -> None:
    """A row of houses that stand on a line."""
    x = -20
    while x < WIDTH:
        width, height = rng.randint(95, 170), rng.randint(80, 150)
        top = ground - height
        pen.rectangle((x, top, x + width, ground), fill=rng.choice(walls))
        ridge = (x + width / 2, top - 45)
        pen.polygon([(x - 10, top), ridge, (x + width + 10, top)], fill=roof)
        door = x + width * 0.4
        pen.rectangle((door, ground - 58, door + width * 0.2, ground), fill=roof)
        x += width + rng.randint(6, 30)


def street(pen: ImageDraw, rng: random.Random, *, surface: str, width: int) -> int:
    """Houses and a street that leads between them. Returns the height of the horizon."""
    horizon = rng.randint(220, 290)
    sky(pen, rng)
    houses(pen, rng, horizon)
    pen.rectangle((0, horizon, WIDTH, HEIGHT), fill=rng.choice(("#8f9461", "#93886a", "#8a8d84")))
    middle, far = WIDTH // 2, width // 7
    near = width * 3 // 4
    corners = [(middle - far, horizon), (middle + far, horizon)]
    pen.polygon([*corners, (middle + near, HEIGHT), (middle - near, HEIGHT)], fill=surface)
    return horizon


def puddles(pen: ImageDraw, rng: random.Random, box: Box, count: int) -> None:
    for _ in range(count):
        x, y = rng.randint(box.left, box.right), rng.randint(box.top, box.bottom)
        size = rng.randint(10, 44)
        shade = rng.choice((WATER, "#7f98a0", "#5d5242"))
        pen.ellipse((x - size, y - size // 3, x + size, y + size // 3), fill=shade)


def pole(pen: ImageDraw, x: int, foot: int, height: int) -> None:
    pen.line((x, foot, x, foot - height), fill="#444", width=8)


def tree_at(pen: ImageDraw, rng: random.Random, x: int, foot: int, size: int) -> None:
    """A tree with a broad crown."""
    pen.rectangle((x - 16, foot - size * 2, x + 16, foot), fill="#5e452c")
    for _ in range(26):
        dx, dy = rng.randint(-size, size), rng.randint(-size // 2, size // 2)
        shade = rng.choice(("#3f6b33", "#4d7a3a", "#345c2c"))
        middle = (x + dx, foot - size * 2 + dy)
        pen.ellipse((middle[0] - 48, middle[1] - 38, middle[0] + 48, middle[1] + 38), fill=shade)


def room(pen: ImageDraw, rng: random.Random) -> None:
    """A plain room with a window and a tiled floor."""
    pen.rectangle((0, 0, WIDTH, 330), fill=rng.choice(("#d9d2bf", "#cfd6cd", "#dfd3c3")))
    pen.rectangle((0, 330, WIDTH, HEIGHT), fill="#b7a993")
    for x in range(-200, WIDTH + 200, 80):
        pen.line((x, HEIGHT, WIDTH // 2 + (x - WIDTH // 2) // 2, 330), fill="#a39680", width=2)
    pen.rectangle((60, 90, 180, 220), fill="#9fc1cf", outline="#6b5a44", width=6)
