"""What was acknowledged comes back; what is damaged, incomplete or in the way is said."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django.utils.dates import MONTHS

from egov.backup.backing_up import back_up
from egov.backup.programs import connect, value
from egov.backup.recovery import is_primary
from egov.backup.sealing import new_identity
from egov.backup.server import ScratchServer
from egov.backup.store import open_store
from egov.backup.wal import WalReceiver, read_marks
from musrenbang.domain.submission import submit
from musrenbang.models import Proposal
from tests.backup.conftest import store_photo
from tests.town import Town, build_town

pytestmark = [pytest.mark.alone]


def restore(backups: SimpleNamespace, *args: Any, out: io.StringIO | None = None) -> str:
    out = out or io.StringIO()
    given = ("--identity", backups.identity, *args)
    call_command("restore", *map(str, given), stdout=out)
    return out.getvalue()


def send(town: Town, key: str) -> Proposal:
    """A citizen's proposal with a photo of its own."""
    content = town.content(title=f"Paving {key}", photos=(store_photo(key),))
    return submit(actor=town.citizen, channel=town.channel, key=key, content=content)


@contextmanager
def receiving() -> Iterator[Callable[[], datetime]]:
    """The service beside us. Call what it gives to wait until all up to now is in the store."""
    stop = Event()
    store = open_store()
    with WalReceiver(store) as receiver:
        thread = Thread(target=receiver.run, args=[stop])
        thread.start()

        def carried() -> datetime:
            now = datetime.now(UTC).isoformat()
            while not (marks := read_marks(store, receiver.system)["marks"]) or (
                marks[-1]["moment"] < now
            ):
                time.sleep(0.1)
            return datetime.fromisoformat(marks[-1]["moment"])

        try:
            yield carried
        finally:
            stop.set()
            thread.join()


def titles(manifest: dict[str, Any], data: Path, room: Path) -> list[str]:
    """What a server over the restored folder holds."""
    room.mkdir()
    facts = manifest["server"]
    server = ScratchServer(data, room, major=facts["major"], superuser=facts["superuser"])
    with server.running():
        server.wait(facts["database"], is_primary)
        with connect(server.url(facts["database"])) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT title FROM musrenbang_proposal ORDER BY 1")
            return [row[0] for row in cursor.fetchall()]


def test_a_drill_brings_back_rows_rules_and_pictures(backups: SimpleNamespace) -> None:
    send(build_town(), "a")
    made = back_up()
    assert made["counts"]["rows"]["public.musrenbang_proposal"] == 1
    told = restore(backups, "--drill")
    assert "Semuanya cocok." in told
    assert "Foto dan dokumen diperiksa: 2" in told
    assert "WIB" in told.split("Saat aman terakhir:")[1]
    [drill] = (backups.store / "drills").iterdir()
    assert json.loads(drill.read_text())["problems"] == 0


def test_what_came_after_the_backup_is_in_the_log(backups: SimpleNamespace) -> None:
    town = build_town()
    send(town, "sebelum")
    with receiving() as carried:
        made = back_up()
        late = send(town, "sesudah")
        safe = carried()
    send(town, "belum dibawa")
    data, media = backups.home / "data", backups.home / "back"
    told = restore(backups, "--into", data, "--media", media)
    assert "Semuanya cocok." in told
    assert moment_in(told) >= safe.replace(microsecond=0)
    assert titles(made, data, backups.home / "room") == ["Paving sebelum", "Paving sesudah"]
    for photo in late.photos.all():
        assert (media / photo.file.file.name).read_bytes() == photo.file.file.read()


def test_back_to_a_moment_before_a_mistake(backups: SimpleNamespace) -> None:
    town = build_town()
    with receiving() as carried:
        made = back_up()
        send(town, "benar")
        moment = datetime.now(UTC)
        send(town, "keliru")
        carried()
    data = backups.home / "data"
    told = restore(
        backups, "--into", data, "--media", backups.home / "back", "--until", moment.isoformat()
    )
    assert "Semuanya cocok." in told
    assert titles(made, data, backups.home / "room") == ["Paving benar"]


def test_a_dump_is_restored_with_the_same_rows(
    backups: SimpleNamespace, settings: SimpleNamespace
) -> None:
    settings.BACKUP_METHOD = "dump"
    send(build_town(), "a")
    made = back_up()
    assert made["counts"]["exact"]
    told = restore(backups, "--drill")
    assert "Semuanya cocok." in told
    assert "sama persis" in told


def moment_in(told: str) -> datetime:
    """The last safe moment as the command says it: "Rabu, 25 November 2026 pukul 16.57.36 WIB"."""
    day, month, year, _, clock, zone = told.split("Saat aman terakhir: ")[1].split()[1:7]
    number = list(MONTHS.values()).index(month) + 1
    hour, minute, second = (int(part) for part in clock.split("."))
    assert zone == "WIB"
    here = timezone.get_default_timezone()
    return datetime(int(year), number, int(day), hour, minute, second, tzinfo=here)


@contextmanager
def refused(code: str) -> Iterator[None]:
    with pytest.raises(CommandError, match=code):
        yield


def test_what_is_damaged_or_missing_is_found(backups: SimpleNamespace) -> None:
    send(build_town(), "a")
    made = back_up()
    manifest = backups.store / "backups" / made["id"] / "manifest.json"
    whole = manifest.read_text()

    counts = json.loads(whole)
    counts["counts"]["rows"]["public.musrenbang_proposal"] = 2  # as if a row had been lost
    manifest.write_text(json.dumps(counts))
    with refused("1 hal tidak cocok"):
        restore(backups, "--drill")
    manifest.write_text(whole)

    for content in (backups.store / "files").rglob("*.age"):
        content.unlink()
    with refused("4 hal tidak cocok"):  # two files: gone in the store, and missed by their rows
        restore(backups, "--drill")

    base = manifest.with_name("base.tar.gz.age")
    damaged = bytearray(base.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    base.write_bytes(damaged)
    with refused("restore_damaged"):
        restore(backups, "--drill")


def test_a_gap_in_the_log_is_found(backups: SimpleNamespace) -> None:
    town = build_town()
    with receiving() as carried:
        made = back_up()
        for number in range(3):
            send(town, f"{number}")
            with connect() as connection, connection.cursor() as cursor:
                cursor.execute("SELECT pg_switch_wal()")
            carried()
    [*_, _, gone, _] = sorted((backups.store / "wal" / made["server"]["system"]).glob("0*.age"))
    gone.unlink()
    out = io.StringIO()
    with refused("[12] hal tidak cocok"):  # on a slow machine many marks lie behind the gap too
        restore(backups, "--drill", out=out)
    assert "Salah: catatan perubahan (WAL) di tempat cadangan terputus" in out.getvalue()


def test_nothing_is_overwritten_and_only_the_key_opens(backups: SimpleNamespace) -> None:
    with refused("restore_no_backup"):
        restore(backups, "--drill")
    build_town()
    back_up()
    full = backups.home / "data"
    full.mkdir()
    (full / "PG_VERSION").write_text("18")
    with refused("restore_not_empty"):
        restore(backups, "--into", full, "--media", backups.home / "back")
    assert [path.name for path in full.iterdir()] == ["PG_VERSION"]
    other = SimpleNamespace(identity=backups.home / "other.txt")
    new_identity(other.identity)
    with refused("restore_wrong_key"):
        restore(other, "--drill")


def test_the_store_says_nothing_and_holds_no_key(
    backups: SimpleNamespace, settings: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", "rahasia-yang-panjang-sekali")
    monkeypatch.setenv("SENT_PER_HOUR_BY_RW", "77")
    settings.BACKUP_KEYS_URL = f"file://{backups.home / 'keys'}"
    town = build_town()
    proposal = send(town, "tertutup")
    back_up()
    identity = backups.identity.read_bytes().split()[-1]
    words = [b"tertutup", b"rahasia-yang-panjang", town.citizen.name.encode(), identity]
    words.append(proposal.photos.get().file.file.read()[100:200])
    for path in (*(backups.home / "store").rglob("*"), *(backups.home / "keys").rglob("*")):
        data = path.read_bytes() if path.is_file() else b""
        assert not [word for word in words if word in data], path
    assert not (backups.store / "keys").exists()
    target = backups.home / "portal.env"
    restore(backups, "--keys", target)
    lines = target.read_text().splitlines()
    assert "SECRET_KEY=rahasia-yang-panjang-sekali" in lines
    assert "SENT_PER_HOUR_BY_RW=77" in lines  # every setting, not only what is secret
    assert target.stat().st_mode & 0o777 == 0o600


def carry_without_the_server(settings: SimpleNamespace, receiver: WalReceiver) -> None:
    """One more step while the server cannot be asked: it died, and the disk still answers."""
    with connect() as own:
        until = value(own, "SELECT pg_current_wal_flush_lsn()")
        query = "SELECT restart_lsn >= %s FROM pg_replication_slots WHERE slot_name = %s"
        while not value(own, query, until, settings.BACKUP_SLOT):
            time.sleep(0.05)
    receiver._disconnect()
    there = settings.BACKUP_DATABASE_URL
    settings.BACKUP_DATABASE_URL = "postgresql://nobody@127.0.0.1:1/nowhere"
    assert not receiver.step()
    settings.BACKUP_DATABASE_URL = there


def test_files_come_too_when_the_server_is_gone(
    backups: SimpleNamespace, settings: SimpleNamespace
) -> None:
    town = build_town()
    back_up()
    with WalReceiver(open_store()) as receiver:
        assert receiver.step()
        send(town, "terakhir")
        carry_without_the_server(settings, receiver)
    told = restore(backups, "--drill")
    assert "Foto dan dokumen diperiksa: 2" in told
    assert "Perhatian" not in told
    assert "Semuanya cocok." in told


def test_a_photo_of_after_the_last_safe_moment_is_no_fault(
    backups: SimpleNamespace, settings: SimpleNamespace
) -> None:
    """The log may be there when the photo is not. Before the last safe moment that is a fault."""
    town = build_town()
    back_up()
    with WalReceiver(open_store()) as receiver:
        assert receiver.step()
        late = send(town, "terakhir").photos.get().file
        for file in (late.file, late.thumbnail):
            Path(file.path).unlink()
        carry_without_the_server(settings, receiver)
        told = restore(backups, "--drill")
        assert "Perhatian: 2 berkas datang sesudah saat aman terakhir" in told
        assert "Semuanya cocok." in told
        assert receiver.step()
    with refused("2 hal tidak cocok"):
        restore(backups, "--drill")
    back_up()  # knows that they were gone before it
    told = restore(backups, "--drill")
    assert "Perhatian: 2 berkas sudah hilang sebelum cadangan ini dibuat." in told
    assert "Semuanya cocok." in told
