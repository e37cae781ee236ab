"""Each content goes once, whatever its name; what nobody needs any more goes away in its time."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from egov.backup.backing_up import backups, forget_old
from egov.backup.checks import broken_constraints
from egov.backup.files import FileCopier, blob, bring_back, listing_of, stamp
from egov.backup.sealing import new_identity, read_identities
from egov.backup.store import Store, open_store
from musrenbang.models import ProposalPhoto
from tests.town import Town

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def store(settings: SimpleNamespace, tmp_path: Path) -> Store:
    settings.BACKUP_SPOOL = str(tmp_path / "spool")
    settings.BACKUP_URL = f"file://{tmp_path / 'store'}"
    settings.BACKUP_RECIPIENTS = [new_identity(tmp_path / "identity.txt")]
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.BACKUP_KEYS_URL = ""
    return open_store()


def write(root: Path, name: str, text: str, at: datetime = NOON) -> None:
    path = root / "media" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    os.utime(path, (at.timestamp(), at.timestamp()))
    os.utime(path.parent, (at.timestamp(), at.timestamp()))


def contents(store: Store) -> int:
    return len(store.sizes("files"))


def test_one_content_one_copy_and_only_what_was_finished(store: Store, tmp_path: Path) -> None:
    copier = FileCopier(store)
    write(tmp_path, "foto/2026/11/a.jpg", "satu")
    write(tmp_path, "foto/2026/11/b.jpg", "satu")
    write(tmp_path, "foto/2026/11/c.jpg", "dua", at=NOON + timedelta(seconds=9))
    copier.copy_new(NOON + timedelta(seconds=5))
    assert contents(store) == 1  # c.jpg is younger than the moment: its row is too
    copier.copy_new(NOON + timedelta(seconds=15))
    assert contents(store) == 2
    lists = len(store.sizes("added"))
    FileCopier(store).copy_new(NOON + timedelta(seconds=30))  # another process knows what was sent
    assert len(store.sizes("added")) == lists == 2


def test_a_list_heals_what_the_store_lost(store: Store, tmp_path: Path) -> None:
    write(tmp_path, "regulasi/2026/perwali.pdf", "isi")
    everything = FileCopier(store).list_all(NOON)
    store.delete(list(store.sizes("files")))
    assert FileCopier(store).list_all(NOON) == everything
    assert contents(store) == 1


def test_files_come_back_by_name_and_damage_is_named(store: Store, tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "satu")
    write(tmp_path, "b.txt", "dua")
    FileCopier(store).copy_new(NOON)
    files = listing_of(store, {"id": stamp(NOON)})
    files["../keluar.txt"] = files["a.txt"]
    keys = read_identities(tmp_path / "identity.txt")
    store.delete([blob(files["b.txt"]["sha256"])])
    assert bring_back(store, files, tmp_path / "back", keys) == ["b.txt", "../keluar.txt"]
    assert (tmp_path / "back" / "a.txt").read_text() == "satu"
    assert not (tmp_path / "keluar.txt").exists()


def backup(store: Store, at: datetime, files: dict[str, Any]) -> str:
    name = stamp(at)
    store.put_json(f"backups/{name}/files.json.gz", files)
    server = {"system": "7", "segment": 16 * 1024 * 1024}
    begins = f"0/{at.day:X}000028"
    values = {"id": name, "began_at": at.isoformat(), "method": "base", "server": server}
    store.put_json(f"backups/{name}/manifest.json", {**values, "begins": begins})
    return name


def test_the_old_goes_and_what_is_needed_stays(store: Store, tmp_path: Path) -> None:
    keep = {"a.jpg": {"sha256": "aa11", "size": 1}}
    for day in (1, 2, 20, 21):
        backup(store, NOON.replace(day=day), {} if day < 20 else keep)
        store.put(f"wal/7/00000001000000000000{0:02X}{day:02X}.gz.age", b"x")
        store.put(f"keys/{stamp(NOON.replace(day=day))}.age", b"x")
        store.put_json(f"added/{stamp(NOON.replace(day=day))}.json.gz", {})
    for sha in ("aa11", "bb22"):
        store.put(blob(sha), b"x")
        os.utime(tmp_path / "store" / blob(sha), (0, 0))
    store.put(blob("cc33"), b"x")  # just put: on its way into a list
    forget_old(store, now=NOON.replace(day=22))
    left = {name.split("/")[1][:8] for name in store.sizes("backups")}
    assert left == {"20261120", "20261121"}
    assert [name.split(".")[0][-2:] for name in store.sizes("wal/7")] == ["14", "15"]
    assert len(store.sizes("keys")) == len(store.sizes("added")) == 2
    assert set(store.sizes("files")) == {blob("aa11"), blob("cc33")}


def test_two_backups_stay_however_old(store: Store) -> None:
    for day in (1, 2, 3):
        backup(store, NOON.replace(day=day), {})
    forget_old(store, now=NOON + timedelta(days=400))
    assert [known["id"][:8] for known in backups(store)] == ["20261102", "20261103"]


def test_a_broken_rule_is_found_by_reading(town: Town) -> None:
    proposal = town.proposal()
    count, broken = broken_constraints(connection)
    assert count > 100
    assert broken == []
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE musrenbang_proposalphoto DISABLE TRIGGER ALL")
    ProposalPhoto.objects.create(proposal=proposal, file_id="00000000-0000-0000-0000-000000000001")
    _, broken = broken_constraints(connection)
    assert [line.split(":")[1] for line in broken] == [" 1 baris melanggar"]
    ProposalPhoto.objects.all()._raw_delete("default")
