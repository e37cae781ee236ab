"""The sizes of a picture: which are made, once; how they are offered; they go with the picture."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.template.loader import render_to_string
from django.utils import timezone
from PIL import Image

from egov.files.models import Rendition, StoredFile
from egov.files.orphans import forget_orphans
from egov.files.pictures import store_picture
from egov.files.renditions import make_renditions, picture_of, send_rendition
from egov.files.tasks import make_renditions as task
from tests.conftest import picture


def stored(width: int, height: int) -> StoredFile:
    return store_picture(upload=ContentFile(picture(size=(width, height)), "a.jpg"), actor_id=None)


@pytest.mark.parametrize(
    ("width", "widths"),
    [(1600, [360, 720, 1080, 1440]), (900, [360, 720]), (200, [200])],
)
def test_no_picture_is_made_larger_than_it_is(db: None, width: int, widths: list[int]) -> None:
    row = stored(width, width // 2)
    assert make_renditions(row) == 2 * len(widths) + 1
    assert make_renditions(row) == 0
    made = row.renditions.order_by("width")
    assert [r.width for r in made if r.format == "avif"] == widths
    assert [r.width for r in made if r.format == "jpeg"] == widths
    share = made.get(format="share")
    with share.file.open() as file, Image.open(io.BytesIO(file.read())) as shared:
        assert (shared.format, shared.size) == ("JPEG", (1200, 630))


def test_a_page_offers_what_was_made_and_the_whole_until_then(db: None) -> None:
    row = stored(900, 600)
    before = picture_of(row, "/berita/a/gambar/", alt="Contoh")
    assert (before.fallback, before.widths) == ("/berita/a/gambar/asli.jpg", ())
    task(str(row.pk))
    shown = picture_of(row, "/berita/a/gambar/", alt='Balai "RW"', eager=True)
    html = render_to_string("components/picture.html", {"picture": shown, "sizes": "100vw"})
    assert 'srcset="/berita/a/gambar/360.avif 360w, /berita/a/gambar/720.avif 720w"' in html
    assert 'width="900" height="600" alt="Balai &quot;RW&quot;"' in html
    assert 'fetchpriority="high"' in html and "lazy" not in html


def test_a_size_is_sent_as_what_it_is(db: None) -> None:
    row = stored(400, 300)
    make_renditions(row)
    answer: Any = send_rendition(row.renditions.get(format="avif"), public=True)
    with Image.open(io.BytesIO(b"".join(answer.streaming_content))) as image:
        assert (image.format, image.size) == ("AVIF", (360, 270))
    assert answer["Content-Type"] == "image/avif"


def test_sizes_hold_no_picture_and_go_with_it(
    db: None, django_capture_on_commit_callbacks: Any
) -> None:
    row = stored(400, 300)
    make_renditions(row)
    files = [rendition.file for rendition in row.renditions.all()]
    StoredFile.objects.update(uploaded_at=timezone.now() - timedelta(days=400))
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_orphans() == 1
    assert not Rendition.objects.exists()
    assert [file.storage.exists(file.name) for file in files] == [False] * len(files)


def test_a_task_for_a_picture_that_is_gone_makes_nothing(db: None) -> None:
    assert task("00000000-0000-0000-0000-000000000000") == 0
