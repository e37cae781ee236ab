"""What the drawn photos show, a function each: plain shapes that a person recognises."""

from __future__ import annotations

import random
from collections.abc import Callable

from PIL.ImageDraw import ImageDraw

from musrenbang.demo.backdrops import (
    EARTH,
    HEIGHT,
    WATER,
    WIDTH,
    Box,
    houses,
    pole,
    puddles,
    room,
    sky,
    street,
    tree_at,
)


def lane(pen: ImageDraw, rng: random.Random) -> None:
    """A lane of earth with puddles between houses."""
    horizon = street(pen, rng, surface=EARTH, width=300)
    puddles(pen, rng, Box(230, horizon + 60, 570, 540), rng.randint(9, 16))


def road(pen: ImageDraw, rng: random.Random) -> None:
    """A wider road with holes in its asphalt."""
    horizon = street(pen, rng, surface="#55585a", width=560)
    for _ in range(rng.randint(8, 14)):
        x, y = rng.randint(150, 640), rng.randint(horizon + 50, 530)
        size = rng.randint(12, 42)
        pen.ellipse((x - size, y - size // 3, x + size, y + size // 3), fill="#3a3631")
        pen.ellipse((x - size // 2, y - size // 6, x + size // 2, y + size // 6), fill=EARTH)


def drain(pen: ImageDraw, rng: random.Random) -> None:
    """A full drain beside a lane."""
    horizon = street(pen, rng, surface="#8b8d89", width=340)
    pen.polygon([(330, horizon), (352, horizon), (190, 560), (40, 560)], fill="#6d6a64")
    pen.polygon([(336, horizon), (347, horizon), (165, 560), (70, 560)], fill="#3f4a3c")
    for _ in range(14):
        y = rng.randint(horizon + 40, 540)
        x = 340 - (y - horizon) * 0.72 + rng.randint(-12, 12)
        pen.rectangle(
            (x, y, x + rng.randint(8, 24), y + 6), fill=rng.choice(("#cfc9b8", "#a2653f"))
        )


def culvert(pen: ImageDraw, rng: random.Random) -> None:
    """Water that stands before a pipe under the road."""
    sky(pen, rng)
    pen.rectangle((0, 220, WIDTH, HEIGHT), fill="#7f8a5c")
    pen.rectangle((0, 250, WIDTH, 330), fill="#5b5d5f")
    pen.rectangle((0, 330, WIDTH, 420), fill="#9b968b")
    x = rng.randint(300, 420)
    pen.ellipse((x, 340, x + 110, 440), fill="#1f2422")
    pen.polygon([(x - 60, 430), (x + 170, 430), (x + 330, 560), (x - 220, 560)], fill=WATER)
    puddles(pen, rng, Box(80, 262, 720, 320), 6)


def bank(pen: ImageDraw, rng: random.Random) -> None:
    """A river bank that falls away below houses."""
    sky(pen, rng)
    houses(pen, rng, 250)
    pen.polygon([(0, 250), (WIDTH, 250), (WIDTH, 330), (0, 420)], fill="#7d8b52")
    edge = [(x, 400 - x // 9 + rng.randint(-18, 18)) for x in range(0, WIDTH + 1, 50)]
    pen.polygon([(0, 300), (WIDTH, 270), *reversed(edge)], fill="#6b5339")
    pen.polygon([*edge, (WIDTH, HEIGHT), (0, HEIGHT)], fill=WATER)
    for _ in range(7):
        x, y = rng.randint(40, 740), rng.randint(440, 530)
        pen.line((x, y, x + rng.randint(40, 110), y), fill="#8fa7a5", width=3)


def night(pen: ImageDraw, rng: random.Random) -> None:
    """A dark lane with one far lamp."""
    pen.rectangle((0, 0, WIDTH, HEIGHT), fill="#10171d")
    houses(pen, rng, 290, walls=("#1d242a", "#232a2e", "#1a2026"), roof="#151b20")
    pen.rectangle((0, 290, WIDTH, HEIGHT), fill="#171d20")
    pen.polygon([(370, 290), (430, 290), (640, HEIGHT), (160, HEIGHT)], fill="#22292c")
    x = rng.choice((330, 470))
    for size, shade in ((90, "#1d2522"), (58, "#33362a"), (28, "#6f6a3c")):
        pen.ellipse((x - size, 180 - size, x + size, 180 + size), fill=shade)
    pen.line((x, 180, x, 300), fill="#30383a", width=5)
    pen.ellipse((x - 8, 172, x + 8, 188), fill="#f4e6a0")
    pen.rectangle((90, 230, 112, 256), fill="#c9a54a")


def junction(pen: ImageDraw, rng: random.Random) -> None:
    """A bend behind a wall."""
    horizon = street(pen, rng, surface="#5d6062", width=420)
    side = rng.choice((-1, 1))
    wall = [(400, horizon - 10), (400 + side * 400, horizon - 90), (400 + side * 400, 420)]
    pen.polygon([*wall, (400, horizon + 50)], fill="#b9a88a")
    pen.line((400, 300, 400 - side * 120, 560), fill="#e8e3d2", width=6)
    pole(pen, 400 + side * 30, horizon + 60, 130)


def tree(pen: ImageDraw, rng: random.Random) -> None:
    """A tree whose branches touch the wires."""
    street(pen, rng, surface="#6b6d6b", width=330)
    for y in (120, 138, 156):
        pen.line((0, y, WIDTH, y + 26), fill="#222", width=3)
    pole(pen, 690, 420, 330)
    tree_at(pen, rng, rng.randint(230, 330), 440, 150)


def lot(pen: ImageDraw, rng: random.Random) -> None:
    """An empty lot with weeds and rubble."""
    sky(pen, rng)
    houses(pen, rng, 260)
    pen.rectangle((0, 260, WIDTH, HEIGHT), fill="#8d8a5e")
    for _ in range(130):
        x, y = rng.randint(0, WIDTH), rng.randint(290, 560)
        top = y - rng.randint(10, 34)
        pen.line(
            (x, y, x + rng.randint(-9, 9), top), fill=rng.choice(("#55702f", "#6d8438")), width=3
        )
    for _ in range(12):
        x, y = rng.randint(380, 680), rng.randint(430, 520)
        pen.polygon([(x, y), (x + 34, y - 16), (x + 52, y + 10), (x + 14, y + 22)], fill="#a89f90")


def rubbish(pen: ImageDraw, rng: random.Random) -> None:
    """Bags of rubbish at the side of a lane."""
    street(pen, rng, surface="#7c7b74", width=320)
    for _ in range(26):
        x, y, size = rng.randint(470, 740), rng.randint(400, 530), rng.randint(18, 46)
        colour = rng.choice(("#23282b", "#d8d5cc", "#3a6ea5", "#b5482f", "#e3c35a"))
        pen.ellipse((x - size, y - size * 0.8, x + size, y + size * 0.6), fill=colour)


def cart(pen: ImageDraw, rng: random.Random) -> None:
    """A worn handcart."""
    street(pen, rng, surface="#7c7b74", width=420)
    x = rng.randint(230, 330)
    pen.polygon([(x, 330), (x + 300, 330), (x + 270, 470), (x + 30, 470)], fill="#3f7a52")
    pen.line((x + 20, 350, x + 285, 350), fill="#6b3d22", width=10)
    pen.line((x + 300, 350, x + 400, 300), fill="#4b4b4b", width=9)
    for wheel in (x + 80, x + 220):
        pen.ellipse((wheel - 46, 430, wheel + 46, 522), outline="#1f1f1f", width=12)


def washroom(pen: ImageDraw, rng: random.Random) -> None:
    """A small washroom with two doors."""
    sky(pen, rng)
    pen.rectangle((0, 330, WIDTH, HEIGHT), fill="#8a8b6b")
    pen.rectangle((210, 190, 590, 470), fill=rng.choice(("#c4b79f", "#aeb8b4")))
    pen.polygon([(180, 190), (620, 190), (590, 150), (210, 150)], fill="#7a5040")
    for x in (260, 430):
        pen.rectangle((x, 270, x + 100, 470), fill="#566a73")
        pen.rectangle((x + 78, 360, x + 88, 376), fill="#d6c88a")
    puddles(pen, rng, Box(150, 490, 650, 540), 5)


def standing_water(pen: ImageDraw, rng: random.Random) -> None:
    """Tins, tyres and a tub full of rain."""
    sky(pen, rng)
    pen.rectangle((0, 200, WIDTH, HEIGHT), fill="#8b8a6a")
    for x in (150, 330):
        y = rng.randint(350, 400)
        pen.ellipse((x, y, x + 170, y + 110), fill="#232323")
        pen.ellipse((x + 38, y + 26, x + 132, y + 84), fill=WATER)
    pen.rectangle((540, 300, 700, 480), fill="#3b6f9a")
    pen.ellipse((540, 275, 700, 325), fill="#89a8a8")
    for _ in range(40):
        x, y = rng.randint(120, 720), rng.randint(120, 330)
        pen.line((x, y, x + 5, y + 3), fill="#26221c", width=2)


def hall(pen: ImageDraw, rng: random.Random) -> None:
    """The neighbourhood's hall inside: chairs before a board."""
    room(pen, rng)
    pen.rectangle((250, 110, 550, 260), fill="#e9e4d4", outline="#6b5a44", width=6)
    for row in range(3):
        for seat in range(6 - row % 2):
            x, y = 130 + seat * 96 + row * 18, 360 + row * 58
            colour = rng.choice(("#a63d24", "#a63d24", "#3f6f8f"))
            pen.rectangle((x, y, x + 46, y + 30), fill=colour)
            pen.line((x + 6, y + 30, x + 6, y + 56), fill="#3b3b3b", width=4)
            pen.line((x + 40, y + 30, x + 40, y + 56), fill="#3b3b3b", width=4)


def workshop(pen: ImageDraw, rng: random.Random) -> None:
    """Work tables with machines."""
    room(pen, rng)
    for x in (90, 330, 570):
        pen.rectangle((x, 360, x + 160, 376), fill="#7b5a38")
        pen.line((x + 14, 376, x + 14, 500), fill="#5a4028", width=9)
        pen.line((x + 146, 376, x + 146, 500), fill="#5a4028", width=9)
        pen.rectangle((x + 30, 342, x + 130, 360), fill="#2f3a40")
        pen.rectangle((x + 96, 290, x + 130, 344), fill="#2f3a40")
        pen.rectangle((x + 40, 290, x + 130, 308), fill="#2f3a40")
        pen.line((x + 50, 308, x + 50, 340), fill="#c9c9c9", width=4)


def market(pen: ImageDraw, rng: random.Random) -> None:
    """A table of home-made goods."""
    room(pen, rng)
    pen.rectangle((90, 340, 710, 370), fill="#8b6236")
    pen.rectangle((110, 370, 690, 510), fill="#c8553d")
    for x in range(120, 680, 66):
        colour = rng.choice(("#e3b04b", "#d9822b", "#7a9e4b", "#efe3c2"))
        pen.rectangle((x, 296, x + 44, 340), fill=colour)
        pen.rectangle((x, 286, x + 44, 298), fill="#5a3a24")


def post(pen: ImageDraw, rng: random.Random) -> None:
    """A guard's hut with its wooden bell."""
    street(pen, rng, surface="#77766f", width=300)
    pen.rectangle((470, 260, 690, 470), fill="#b08f5c")
    pen.polygon([(440, 260), (720, 260), (580, 170)], fill="#7c4a3a")
    pen.rectangle((500, 310, 660, 400), fill="#2f2a22")
    pen.line((450, 270, 450, 330), fill="#4b3a26", width=4)
    pen.ellipse((436, 325, 464, 400), fill="#8a5a2c")


SCENES: dict[str, Callable[[ImageDraw, random.Random], None]] = {
    scene.__name__: scene
    for scene in (
        *(lane, road, drain, culvert, bank, night, junction, tree, lot, rubbish, cart),
        *(washroom, standing_water, hall, workshop, market, post),
    )
}
