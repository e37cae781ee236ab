"""Photos drawn by the program, each marked as an example."""

import random

from PIL import Image, ImageDraw, ImageFont

from egov.files.models import StoredFile
from egov.files.pictures import keep

SKY = ["#b9d3d8", "#d8d2bd", "#c7cfd6", "#e0cfae"]
GROUND = ["#8c7b62", "#777a74", "#9a8b6d", "#6d7468"]


def _scene(rng: random.Random) -> Image.Image:
    width, height = 960, 720
    image = Image.new("RGB", (width, height), rng.choice(SKY))
    draw = ImageDraw.Draw(image)
    horizon = rng.randint(260, 360)
    x = 0
    while x < width:  # houses along the lane
        w, h = rng.randint(110, 210), rng.randint(90, 190)
        wall = rng.choice(["#c9b28f", "#b7a58f", "#a9b0a2", "#cfc4b0", "#b08f7a"])
        draw.rectangle((x, horizon - h, x + w, horizon), fill=wall)
        draw.polygon(
            [(x - 12, horizon - h), (x + w / 2, horizon - h - 60), (x + w + 12, horizon - h)],
            fill="#7c4a3a",
        )
        draw.rectangle((x + w * 0.4, horizon - 70, x + w * 0.6, horizon), fill="#5a4a3c")
        x += w + rng.randint(10, 40)
    draw.rectangle((0, horizon, width, height), fill=rng.choice(GROUND))
    left, right = rng.randint(180, 300), rng.randint(640, 780)
    draw.polygon(
        [(430, horizon), (530, horizon), (right + 160, height), (left - 160, height)],
        fill="#5d5f5c",
    )
    for _ in range(rng.randint(12, 30)):  # holes and puddles
        px, py = rng.randint(left, right), rng.randint(horizon + 40, height - 20)
        r = rng.randint(8, 46)
        draw.ellipse(
            (px - r, py - r // 3, px + r, py + r // 3),
            fill=rng.choice(["#474946", "#7f98a0", "#3f403d"]),
        )
    if rng.random() < 0.5:
        draw.line((860, horizon + 60, 860, 90), fill="#444", width=8)
        draw.line((860, 95, 800, 110), fill="#444", width=6)
    font = ImageFont.load_default(size=34)
    draw.rectangle((0, height - 60, width, height), fill="#17211f")
    draw.text((24, height - 52), "FOTO CONTOH - digambar program", fill="#fbfaf6", font=font)
    return image


def draw_pictures(count: int, seed: str) -> list[StoredFile]:
    rng = random.Random(f"{seed}-photos")  # noqa: S311 - a drawing, not a secret
    return [keep(_scene(rng), actor_id=None) for _ in range(count)]
