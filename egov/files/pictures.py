"""Pictures in and out."""

from __future__ import annotations

import hashlib
import io
import re
from typing import Any

import puremagic
from django.conf import settings
from django.core.files.base import ContentFile, File
from django.http import FileResponse
from PIL import Image, ImageOps, UnidentifiedImageError

from egov.files.models import StoredFile
from egov.verbs.refusal import Invalid

ACCEPTED = {".jpg", ".jpeg", ".jfif", ".png", ".webp"}
LONGEST = 1600  # pixels; enough to judge a road, light enough for a cheap phone
THUMBNAIL = 480
MAX_PIXELS = 50_000_000
# a progressive JPEG draws the picture anew with each scan; cameras and programs write up to twelve
MAX_SCANS = 64
MAX_DRAWN = 12 * MAX_PIXELS  # pixels of all scans together
MAX_RATIO = 10  # a longer strip shows nothing, and its thumbnail would have no width
Image.MAX_IMAGE_PIXELS = MAX_PIXELS


def _jpeg(image: Image.Image, longest: int, quality: int) -> bytes:
    small = ImageOps.contain(image, (longest, longest)) if max(image.size) > longest else image
    out = io.BytesIO()
    small.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    return out.getvalue()


def store_picture(*, upload: File[Any], actor_id: int | None) -> StoredFile:
    """Re-encodes and stores a JPEG, PNG or WebP of up to MAX_PHOTO_BYTES, without its metadata."""
    if (upload.size or 0) > settings.MAX_PHOTO_BYTES:
        raise Invalid(
            "photo_too_large",
            "Foto terlalu besar, paling besar 12 MB. Kecilkan dulu, lalu unggah lagi.",
            field="photo",
        )
    data = upload.read()
    wrong = Invalid(
        "not_a_picture",
        "Berkas ini bukan foto yang dapat dibuka. Unggah foto JPG, PNG, atau WebP.",
        field="photo",
    )
    try:
        kinds = {match.extension for match in puremagic.magic_string(data[:4096])}
    except (puremagic.PureError, ValueError):
        raise wrong from None
    if not kinds & ACCEPTED:
        raise wrong
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP")) as opened:
            if opened.width * opened.height > MAX_PIXELS:  # a bomb is refused before it is decoded
                raise Invalid(
                    "photo_too_large",
                    "Foto terlalu besar, paling besar 50 megapiksel. Kecilkan dulu.",
                    field="photo",
                )
            scans = scans_of(data) if opened.format in ("JPEG", "MPO") else 1
            if scans > MAX_SCANS or scans * opened.width * opened.height > MAX_DRAWN:
                raise wrong
            if max(opened.size) > MAX_RATIO * min(opened.size):
                sentence = "Foto ini terlalu sempit untuk dilihat. Potong dulu, lalu unggah lagi."
                raise Invalid("photo_too_narrow", sentence, field="photo")
            opened.draft("RGB", (LONGEST, LONGEST))  # JPEG: decoded near the size we keep
            opened.thumbnail((LONGEST, LONGEST))
            image = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError, SyntaxError):
        raise wrong from None
    return keep(image, actor_id=actor_id)


# a marker within a scan: 0xFF, but not a stuffed byte, a restart or a fill; ITU-T T.81, B.1.1.5
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_SOI_AND_TEM, _EOI, _SOS = (0xD8, 0x01), 0xD9, 0xDA


def scans_of(jpeg: bytes) -> int:
    """How many scans a JPEG holds, decoding nothing; no more than one beyond MAX_SCANS.

    780 KB can hold a hundred thousand empty ones, and each is drawn over the whole picture.
    """
    place, scans = 0, 0
    while match := _MARKER.search(jpeg, place):
        marker, place = jpeg[match.start() + 1], match.end()
        if marker == _EOI or scans > MAX_SCANS:
            break
        scans += marker == _SOS
        if marker not in _SOI_AND_TEM:  # the others say how long they are
            place += int.from_bytes(jpeg[place : place + 2], "big")
    return scans


def keep(image: Image.Image, *, actor_id: int | None) -> StoredFile:
    full = _jpeg(image, LONGEST, 80)
    stored = StoredFile(
        sha256=hashlib.sha256(full).hexdigest(), size=len(full), uploaded_by_id=actor_id
    )
    with Image.open(io.BytesIO(full)) as picture:
        stored.width, stored.height = picture.size
    stored.file.save(f"{stored.id}.jpg", ContentFile(full), save=False)
    stored.thumbnail.save(
        f"{stored.id}-k.jpg", ContentFile(_jpeg(image, THUMBNAIL, 70)), save=False
    )
    stored.save()
    return stored


def send_picture(stored: StoredFile, *, small: bool, public: bool) -> FileResponse:
    """The picture as a response; the caller has already asked its predicate."""
    source = stored.thumbnail if small else stored.file
    response = FileResponse(source.open("rb"), content_type="image/jpeg")
    response["Cache-Control"] = "public, max-age=86400" if public else "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Disposition"] = "inline"
    return response
