"""Photos drawn by the program, each marked as an example: what a kind's text speaks of."""

import random

from PIL import Image, ImageDraw, ImageFont

from egov.files.models import StoredFile
from egov.files.pictures import keep
from musrenbang.demo.backdrops import HEIGHT, WIDTH
from musrenbang.demo.scenes import SCENES

EACH = 2  # pictures of a scene
LABEL = "FOTO CONTOH - digambar program"


def draw(scene: str, rng: random.Random) -> Image.Image:
    """One picture of a scene, with its label."""
    image = Image.new("RGB", (WIDTH, HEIGHT))
    pen = ImageDraw.Draw(image)
    SCENES[scene](pen, rng)
    pen.rectangle((0, HEIGHT - 48, WIDTH, HEIGHT), fill="#17211f")
    font = ImageFont.load_default(size=28)
    pen.text((20, HEIGHT - 42), LABEL, fill="#fbfaf6", font=font)
    return image


def draw_pictures(seed: str) -> dict[str, list[StoredFile]]:
    """Some of each scene, stored."""
    rng = random.Random(f"{seed}-photos")  # noqa: S311 - a drawing, not a secret
    return {scene: [keep(draw(scene, rng), actor_id=None) for _ in range(EACH)] for scene in SCENES}
