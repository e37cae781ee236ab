"""The desk alarms before somebody needs a backup that is not there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from egov.accounts.models import User
from egov.backup import status, tasks
from egov.backup.store import Store, open_store
from tests.town import Town, client_of


@pytest.fixture
def store(settings: SimpleNamespace, tmp_path: Path) -> Store:
    settings.BACKUP_URL = f"file://{tmp_path / 'store'}"
    return open_store()


def put(store: Store, *, hours: float = 1, minutes: float = 1, **changes: Any) -> None:
    """A backup that ended `hours` ago, a log carried `minutes` ago, and a good drill."""
    now = timezone.now()
    backup = {
        "method": "base",
        "ended_at": (now - timedelta(hours=hours)).isoformat(),
        "begins": "0/2000028",
        "server": {"system": "7"},
    }
    mark = {"moment": (now - timedelta(minutes=minutes)).isoformat(), "lsn": "0/3000000"}
    marks = {"since": changes.get("since", "0/1000000"), "marks": [mark]}
    drill = {"at": (now - timedelta(days=changes.get("days", 1))).isoformat(), "problems": 0}
    store.put_json("backups/2/manifest.json", backup)
    store.put_json("wal/7/marks.json", marks)
    store.put_json("drills/2.json", {**drill, "problems": changes.get("problems", 0)})


@pytest.mark.parametrize(
    ("changes", "alarms"),
    [
        ({}, []),
        ({"hours": 27}, ["Cadangan terakhir"]),
        ({"minutes": 16}, ["tidak lagi sampai"]),
        ({"since": "0/2500000"}, ["terputus sejak"]),
        ({"problems": 2}, ["menemukan kesalahan"]),
        ({"days": 101}, ["belum diuji"]),
        ({"hours": 27, "minutes": 1600}, ["Cadangan terakhir", "tidak lagi sampai"]),
    ],
)
def test_what_is_stale_is_said(store: Store, changes: dict[str, Any], alarms: list[str]) -> None:
    put(store, **changes)
    said = status.read_status().alarms
    assert len(said) == len(alarms)
    for words, sentence in zip(alarms, said, strict=True):
        assert words in sentence


def test_none_yet_none_set_and_a_store_that_is_away(
    store: Store, settings: SimpleNamespace
) -> None:
    assert "Belum ada satu pun" in status.read_status().alarms[0]
    settings.BACKUP_URL = "s3://cadangan"
    settings.BACKUP_S3 = {"endpoint": "http://127.0.0.1:9", "access_key_id": "a"}
    assert "tidak dapat dibaca" in status.read_status().alarms[0]
    settings.BACKUP_URL = ""
    assert "belum diatur" in status.read_status().alarms[0]


def desk(person: User) -> str:
    client: Client = client_of(person)
    return client.get("/admin/").content.decode()


def test_only_administrators_see_it_on_their_desk(town: Town, store: Store) -> None:
    put(store, hours=27)
    root = User.objects.create_superuser("root@uji.example", "x", name="Root")
    page = desk(root)
    assert "perlu diperbaiki" in page
    assert "Cadangan terakhir" in page
    assert "Cadangan terakhir" not in desk(town.staff["lurah"])


def test_a_night_that_fails_is_logged_without_words_of_the_database(
    settings: SimpleNamespace, caplog: pytest.LogCaptureFixture
) -> None:
    settings.BACKUP_URL = ""
    settings.BACKUP_RECIPIENTS = []
    assert tasks.back_up_tonight() == ""
    assert caplog.messages == ["backup.failed backup_no_recipient"]


def test_beat_backs_up_at_night_where_a_place_is_set() -> None:
    """Asked of a fresh process that begins as beat does: apps add to the schedule as they join."""
    words = "import json; from egov.celery import app; app.loader.init_worker(); "
    words += "s = app.conf.beat_schedule['back-up']; "
    words += "print(json.dumps([s['task'], str(s['schedule']._orig_hour), app.conf.timezone]))"
    env = {
        **os.environ,
        "BACKUP_URL": "file:///srv/cadangan",
        "DJANGO_SETTINGS_MODULE": "egov.settings",
    }
    out = subprocess.run([sys.executable, "-c", words], env=env, capture_output=True, check=True)
    assert json.loads(out.stdout) == ["egov.backup.tasks.back_up_tonight", "2", "Asia/Jakarta"]
