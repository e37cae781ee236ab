"""A folder and a bucket behave alike."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from types import SimpleNamespace

import pytest

from egov.backup.programs import run
from egov.backup.store import CHUNK, Store, StoreError, open_store
from egov.verbs.refusal import Refusal
from tests.backup.fake_s3 import Bucket


@pytest.fixture
def bucket(settings: SimpleNamespace) -> Iterator[Bucket]:
    bucket = Bucket()
    thread = Thread(target=bucket.serve_forever, args=[0.05])
    thread.start()
    settings.BACKUP_URL = "s3://cadangan/kota"
    settings.BACKUP_S3 = {
        "endpoint": bucket.endpoint,
        "region": "id-jkt",
        "access_key_id": "kunci",
        "secret_access_key": "rahasia",
    }
    yield bucket
    bucket.shutdown()
    thread.join()
    bucket.server_close()


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, settings: SimpleNamespace, tmp_path: Path) -> Store:
    if request.param == "bucket":
        request.getfixturevalue("bucket")
    else:
        settings.BACKUP_URL = f"file://{tmp_path / 'sebuah folder'}"
    return open_store()


def test_what_is_put_is_read_listed_and_taken_away(store: Store, tmp_path: Path) -> None:
    store.put("wal/7/satu.age", b"1")
    store.put_json("wal/7/marks.json", {"marks": []})
    store.put_json("added/x.json.gz", {"a": 1})
    assert store.read("wal/7/satu.age") == b"1"
    assert store.read_json("added/x.json.gz") == {"a": 1}
    assert store.read_json("backups/none", {"nothing": True}) == {"nothing": True}
    assert list(store.sizes("wal/7")) == ["wal/7/marks.json", "wal/7/satu.age"]
    assert store.sizes("wal/7")["wal/7/satu.age"] == 1
    assert store.sizes("nothing") == {}
    store.delete(["wal/7/satu.age", "wal/7/never-was.age"])
    assert list(store.sizes("wal/7")) == ["wal/7/marks.json"]
    with pytest.raises(FileNotFoundError):
        store.fetch("wal/7/satu.age", tmp_path / "nowhere")


def test_a_large_file_goes_in_parts(store: Store, tmp_path: Path) -> None:
    large = tmp_path / "base.tar.gz.age"
    large.write_bytes(b"0123456789abcdef" * (CHUNK // 16) + b"the end")
    store.put("backups/1/base.tar.gz.age", large)
    store.fetch("backups/1/base.tar.gz.age", tmp_path / "back")
    assert (tmp_path / "back").read_bytes() == large.read_bytes()


def test_requests_to_a_bucket_are_signed_and_below_the_prefix(bucket: Bucket) -> None:
    open_store().put("wal/7/satu.age", b"1")
    assert list(bucket.objects) == ["kota/wal/7/satu.age"]
    assert bucket.signed == {"kunci"}


def test_a_bucket_that_is_away_is_an_error_of_the_store(bucket: Bucket) -> None:
    bucket.broken = True
    with pytest.raises(StoreError):
        open_store(patient=False).read("wal/7/satu.age")


@pytest.mark.parametrize("url", ["ftp://host/x", "s3:///prefix", "file:relative", "/folder"])
def test_an_address_that_means_nothing_is_refused(url: str) -> None:
    with pytest.raises(Refusal) as told:
        open_store(url)
    assert told.value.code == "backup_bad_url"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make what is not its own")
def test_what_root_puts_is_of_the_folders_owner(tmp_path: Path, settings: SimpleNamespace) -> None:
    """A drill runs as root; the service and the desk read its result."""
    settings.BACKUP_URL = f"file://{tmp_path / 'store'}"
    settings.BACKUP_SPOOL = str(tmp_path / "spool")
    for name in ("store", "spool"):
        (tmp_path / name).mkdir()
        os.chown(tmp_path / name, 65534, 65534)
    open_store().put_json("drills/now.json", {})
    run(["/bin/true"])
    made = [*(tmp_path / "store").rglob("*"), *(tmp_path / "spool").rglob("*")]
    assert sorted(path.name for path in made) == ["drills", "log", "now.json", "true.log"]
    assert {path.stat().st_uid for path in made} == {65534}
