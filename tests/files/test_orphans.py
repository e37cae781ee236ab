"""A picture stays as long as any installed app shows it, and goes with its files after a year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.db import connection, models, transaction
from django.utils import timezone

from egov.files import orphans
from egov.files.models import StoredFile
from egov.files.orphans import forget_orphans
from egov.files.pictures import store_picture
from musrenbang.tasks import forget_old_drafts
from tests.conftest import picture


@pytest.fixture
def album(db: None) -> Iterator[type[models.Model]]:
    """A model of an app that nobody here knows, with a table of its own."""

    class Album(models.Model):
        cover = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
        pages = models.ManyToManyField(StoredFile, related_name="+")

        class Meta:
            app_label = "areas"

        def __str__(self) -> str:
            return str(self.pk)

    with connection.schema_editor() as editor:
        editor.create_model(Album)
    yield Album
    for name in ("album", "album_pages"):
        del apps.all_models["areas"][name]
    apps.clear_cache()


def old_picture() -> StoredFile:
    stored = store_picture(upload=ContentFile(picture(), "a.jpg"), actor_id=None)
    StoredFile.objects.update(uploaded_at=timezone.now() - timedelta(days=400))
    return stored


def test_what_another_app_shows_stays(album: Any, django_capture_on_commit_callbacks: Any) -> None:
    cover, page, loose = old_picture(), old_picture(), old_picture()
    album.objects.create(cover=cover).pages.add(page)
    with django_capture_on_commit_callbacks(execute=True):
        forget_old_drafts()
        assert forget_orphans() == 1
    assert set(StoredFile.objects.all()) == {cover, page}
    for stored, there in ((cover, True), (page, True), (loose, False)):
        storage = stored.file.storage
        assert {storage.exists(stored.file.name), storage.exists(stored.thumbnail.name)} == {there}


def test_a_file_goes_only_once_its_row_is_gone(db: None) -> None:
    stored = old_picture()
    with transaction.atomic():
        assert forget_orphans() == 1
        transaction.set_rollback(True)
    assert StoredFile.objects.get() == stored
    assert stored.file.storage.exists(stored.file.name)


def test_a_young_picture_stays(db: None) -> None:
    store_picture(upload=ContentFile(picture(), "a.jpg"), actor_id=None)
    assert forget_orphans() == 0


def test_many_go_in_steps(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(orphans, "AT_ONCE", 2)
    for _ in range(5):
        old_picture()
    assert forget_orphans() == 5
