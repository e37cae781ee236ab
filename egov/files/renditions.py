"""Pictures in the sizes that screens ask for: made by a task, served by who shows the picture."""

from __future__ import annotations

import io
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.http import FileResponse
from PIL import Image, ImageOps

from egov.files.models import Rendition, StoredFile
from egov.verbs.soon import soon

WIDTHS = (360, 720, 1080, 1440)  # pixels
SHARED = (1200, 630)
AVIF = {"quality": 52, "speed": 8}
JPEG = {"quality": 72, "optimize": True, "progressive": True}
TASK = "egov.files.tasks.make_renditions"
Format = Rendition.Format


@dataclass(frozen=True)
class Picture:
    """What `components/picture.html` shows: `address` is where its files lie, by width and format.

    `widths` are those that are made; empty until the task has run: then only the whole picture.
    """

    address: str
    width: int
    height: int
    alt: str
    widths: tuple[int, ...] = ()
    eager: bool = False  # the first thing of its page

    @property
    def whole(self) -> str:
        return f"{self.address}asli.jpg"

    @property
    def fallback(self) -> str:
        return f"{self.address}{self.widths[0]}.jpg" if self.widths else self.whole

    def srcset(self, ending: str) -> str:
        return ", ".join(f"{self.address}{width}.{ending} {width}w" for width in self.widths)

    @property
    def avif(self) -> str:
        return self.srcset("avif")

    @property
    def jpeg(self) -> str:
        return self.srcset("jpg")


def picture_of(stored: StoredFile, address: str, *, alt: str, eager: bool = False) -> Picture:
    """A stored picture whose `renditions` were read along, as a page shows it."""
    widths = sorted(r.width for r in stored.renditions.all() if r.format == Format.JPEG)
    return Picture(address, stored.width, stored.height, alt, tuple(widths), eager)


def renditions_soon(stored: StoredFile) -> None:
    """Asks for the sizes of a picture that a public page will show."""
    soon(TASK, str(stored.pk))


def make_renditions(stored: StoredFile) -> int:
    """Makes what is missing of one picture. Returns how many; running it twice makes none."""
    there = set(stored.renditions.values_list("format", "width"))
    widths = [w for w in WIDTHS if w <= stored.width] or [stored.width]
    asked = [(f, w) for w in widths for f in (Format.AVIF, Format.JPEG)]
    missing = [pair for pair in (*asked, (Format.SHARE, SHARED[0])) if pair not in there]
    if not missing:
        return 0
    with stored.file.open("rb") as source, Image.open(source) as opened:
        image = opened.convert("RGB")
    for form, width in missing:
        _keep(stored, form, width, image)
    return len(missing)


def _keep(stored: StoredFile, form: str, width: int, image: Image.Image) -> None:
    small = _cut(image, form, width)
    out = io.BytesIO()
    if form == Format.AVIF:
        small.save(out, "AVIF", **AVIF)
    else:
        small.save(out, "JPEG", **JPEG)
    ending = "avif" if form == Format.AVIF else "jpg"
    row = Rendition(source=stored, format=form, width=width, height=small.height, size=out.tell())
    name = f"{stored.pk}-{form}-{width}.{ending}"
    row.file.save(name, ContentFile(out.getvalue()), save=False)
    Rendition.objects.bulk_create([row], ignore_conflicts=True)


def _cut(image: Image.Image, form: str, width: int) -> Image.Image:
    if form == Format.SHARE:
        return ImageOps.fit(image, SHARED)
    height = max(1, round(image.height * width / image.width))
    return image.resize((width, height), Image.Resampling.LANCZOS)


def send_rendition(row: Rendition, *, public: bool) -> FileResponse:
    """One size as a response; the caller has already asked its predicate."""
    kind = "image/avif" if row.format == Format.AVIF else "image/jpeg"
    response = FileResponse(row.file.open("rb"), content_type=kind)
    response["Cache-Control"] = "public, max-age=60" if public else "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Disposition"] = "inline"
    return response
