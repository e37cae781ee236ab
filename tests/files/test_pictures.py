from __future__ import annotations

import io

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from egov.files.pictures import LONGEST, MAX_SCANS, scans_of, store_picture
from egov.verbs.refusal import Invalid
from tests.conftest import picture

pytestmark = pytest.mark.django_db


def test_location_data_does_not_survive(jpeg_with_place: bytes) -> None:
    with Image.open(io.BytesIO(jpeg_with_place)) as before:
        assert before.getexif().get_ifd(0x8825)
    stored = store_picture(upload=ContentFile(jpeg_with_place, "a.jpg"), actor_id=None)
    for field in (stored.file, stored.thumbnail):
        data = field.open("rb").read()
        with Image.open(io.BytesIO(data)) as after:
            assert dict(after.getexif()) == {}
        assert b"Pabrik Rekaan" not in data


@pytest.mark.parametrize("fmt", ["JPEG", "PNG", "WEBP"])
def test_pictures_become_light_jpegs(fmt: str) -> None:
    stored = store_picture(upload=ContentFile(picture(fmt, (4000, 1000)), "a"), actor_id=None)
    assert (stored.width, stored.height) == (LONGEST, 400)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a" + b"\0" * 50,
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7\n",
        picture()[:200],
        b"<script>alert(1)</script>",
    ],
)
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid) as told:
        store_picture(upload=ContentFile(data, "foto.jpg"), actor_id=None)
    assert (told.value.code, told.value.field) == ("not_a_picture", "photo")


def test_a_bomb_is_refused() -> None:
    out = io.BytesIO()
    Image.new("1", (30000, 30000)).save(out, "PNG")
    with pytest.raises(Invalid):
        store_picture(upload=ContentFile(out.getvalue(), "bom.png"), actor_id=None)


def with_scans(many: int, *size: int) -> bytes:
    """A progressive JPEG whose last scan stands there many times more, empty."""
    data = picture(size=size or (640, 480), progressive=True)
    last = data.rindex(b"\xff\xda")
    head = data[last : last + 2 + int.from_bytes(data[last + 2 : last + 4], "big")]
    return data[:-2] + head * many + data[-2:]


def test_scans_are_counted_before_they_are_drawn() -> None:
    plain, progressive = picture(), picture(progressive=True)
    assert (scans_of(plain), 1 < scans_of(progressive) < 13) == (1, True)
    # those of a small preview in the head of the file are not the picture's
    exif = Image.Exif()
    exif[0x927C] = progressive
    assert scans_of(picture(exif=exif)) == 1
    assert scans_of(with_scans(7)) == scans_of(progressive) + 7
    assert scans_of(with_scans(100_000)) == MAX_SCANS + 1


def test_a_picture_of_thousands_of_scans_is_refused() -> None:
    kept = store_picture(upload=ContentFile(picture(progressive=True), "a.jpg"), actor_id=None)
    assert kept.width == 640
    for data in (with_scans(60_000), with_scans(30, 5000, 5000)):
        with pytest.raises(Invalid) as refusal:
            store_picture(upload=ContentFile(data, "a.jpg"), actor_id=None)
        assert refusal.value.code == "not_a_picture"


def test_too_large_is_said(settings: object) -> None:
    settings.MAX_PHOTO_BYTES = 1000  # type: ignore[attr-defined]
    with pytest.raises(Invalid) as told:
        store_picture(upload=ContentFile(b"x" * 1001, "a.jpg"), actor_id=None)
    assert told.value.code == "photo_too_large"


@pytest.mark.parametrize("size", [(1, 60000), (60000, 1), (100, 1001)])
def test_a_strip_is_refused_with_a_sentence(size: tuple[int, int]) -> None:
    with pytest.raises(Invalid) as told:
        store_picture(upload=ContentFile(picture("PNG", size), "garis.png"), actor_id=None)
    assert told.value.code == "photo_too_narrow"
