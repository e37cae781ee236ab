"""Back from a backup: into a folder, an empty database, or, as a drill, into what goes again."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from egov.backup.backing_up import backups
from egov.backup.checks import bad_files, broken_constraints, collation_differs, differing_rows
from egov.backup.facts import TABLES
from egov.backup.files import bring_back, listing_of, stamp
from egov.backup.programs import address, connect, find_program, run, value
from egov.backup.recovery import (
    Recovery,
    fetch_log,
    fetch_part,
    is_primary,
    stands_still,
    unpack_base,
)
from egov.backup.sealing import Identity, unseal
from egov.backup.server import ScratchServer, hand_over, server_user
from egov.backup.store import Store, open_store
from egov.backup.wal import lsn, read_marks
from egov.verbs.refusal import Refusal

Say = Callable[[str], None]
TORN = 3  # marks that the torn end of a log may miss; more means that it cannot be read


@dataclass
class Report:
    """What came back and what is wrong with it. `safe_until` is the last safe moment."""

    backup: dict[str, Any]
    safe_until: datetime | None = None
    archived_until: datetime | None = None
    rows: int = 0
    constraints: int = 0
    files: int = 0
    problems: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)


@dataclass
class Restore:
    """One restore: where from, with which keys, where to, and whom to tell of its steps."""

    store: Store
    identities: list[Identity]
    media: Path
    scratch: Path
    say: Say
    into: Path | None = None  # a data folder
    database: str = ""  # an empty database, for a dump
    until: datetime | None = None

    def run(self, backup_id: str = "") -> Report:
        """Restores and checks. What the checks find stands in the report and stops nothing."""
        backup = choose(self.store, backup_id, self.until)
        self.say(f"Cadangan {backup['id']} ({backup['method']})")
        report = Report(backup)
        _require_empty(self.media)
        self.say("Berkas: foto dan dokumen")
        files = listing_of(self.store, backup)
        lost = bring_back(self.store, files, self.media, self.identities)
        report.problems += [f"berkas rusak di tempat cadangan: {name}" for name in lost]
        if backup["method"] == "dump":
            self._from_dump(report)
        else:
            self._from_base(report)
        return report

    # -- the two ways ------------------------------------------------------------------------
    def _from_base(self, report: Report) -> None:
        backup = report.backup
        if self.into is None:
            sentence = "Cadangan ini menjadi folder data PostgreSQL. Sebutkan dengan --into."
            raise Refusal("restore_needs_folder", sentence)
        _require_empty(self.into)
        self.say("Basis data: berkas server")
        unpack_base(self.store, backup, self.identities, into=self.into, scratch=self.scratch)
        self.say("Basis data: catatan perubahan (WAL)")
        if not fetch_log(self.store, backup, self.identities, self.scratch / "wal"):
            report.problems.append("catatan perubahan (WAL) di tempat cadangan terputus")
        recovery = Recovery(backup, self.into, self.scratch)
        database = backup["server"]["database"]
        missing: list[str] | None = None
        if self.until is None:
            self.say("Menghitung baris pada titik cadangan")
            with recovery.to_the_point(backup["counts"]["lsn"]) as server:
                server.wait(database, stands_still)
                with connect(server.url(database)) as connection:
                    report.problems += differing_rows(connection, backup["counts"])
            missing = self._missing_at_the_mark(recovery, backup)
        self.say("Memulihkan sampai ujung catatan")
        with recovery.to_the_end(self.until) as server:
            server.wait(database, is_primary)
            with connect(server.url(database)) as connection:
                self._tell_moment(connection, report)
                self._check(connection, report, missing)

    def _missing_at_the_mark(self, recovery: Recovery, backup: dict[str, Any]) -> list[str] | None:
        """Files that rows of before the last mark miss; None where the log does not reach it.

        The log may go further than the files do: a row of after the mark may have lost its file.
        """
        database = backup["server"]["database"]
        marks = read_marks(self.store, backup["server"]["system"])["marks"]
        if not marks or lsn(marks[-1]["lsn"]) <= lsn(backup["counts"]["lsn"]):
            return None
        try:
            with recovery.to_the_point(marks[-1]["lsn"]) as server:
                server.wait(database, stands_still)
                with connect(server.url(database)) as connection:
                    return bad_files(connection, self.media)[1]
        except Refusal:  # it ended earlier; what that means is told at the end
            return None

    def _from_dump(self, report: Report) -> None:
        backup = report.backup
        report.safe_until = datetime.fromisoformat(backup["safe_until"])
        report.archived_until = report.safe_until
        dump = fetch_part(self.store, backup, "database.dump.age", self.scratch, self.identities)
        if self.database:
            with connect(self.database) as connection:
                if value(connection, TABLES):
                    sentence = "Basis data tujuan tidak kosong. Sebutkan yang baru dibuat."
                    raise Refusal("restore_not_empty", sentence)
                self._load_dump(dump, self.database, "--no-owner")
                self._check_dump(connection, report)
        elif self.into is not None:
            with _new_server(self.into, self.scratch, backup) as server:
                url = server.url(backup["server"]["database"])
                self._load_dump(dump, url, "--no-owner", "--no-privileges")
                with connect(url) as connection:
                    self._check_dump(connection, report)

    def _load_dump(self, dump: Path, url: str, *options: str) -> None:
        self.say("Basis data: pg_restore")
        where, env = address(url)
        argv = [find_program("pg_restore"), f"--dbname={where}", "--exit-on-error", *options]
        run([*argv, str(dump)], env)

    # -- what is told of it --------------------------------------------------------------------
    def _check_dump(self, connection: Any, report: Report) -> None:
        report.problems += differing_rows(connection, report.backup["counts"])
        self._check(connection, report)

    def _check(self, connection: Any, report: Report, missing: list[str] | None = None) -> None:
        self.say("Memeriksa aturan basis data dan berkas")
        report.rows = sum(report.backup["counts"]["rows"].values())
        report.constraints, broken = broken_constraints(connection)
        report.files, bad = bad_files(connection, self.media)
        gone = set(bad).intersection(report.backup["files"].get("missing", []))
        late = set(bad).difference(gone, bad if missing is None else missing)
        lost = [name for name in bad if name not in gone | late]
        report.problems += broken
        report.problems += [f"berkas hilang atau tidak terbuka: {name}" for name in lost]
        if gone:
            report.hints.append(f"{len(gone)} berkas sudah hilang sebelum cadangan ini dibuat.")
        if late:
            report.hints.append(
                f"{len(late)} berkas datang sesudah saat aman terakhir dan tidak sempat dibawa. "
                "Usulannya ada, fotonya tidak."
            )
        if collation_differs(connection):
            report.hints.append(
                "Urutan huruf mesin ini berbeda dari mesin asal. Setelah menyala, jalankan "
                f"`reindexdb {report.backup['server']['database']}`."
            )

    def _tell_moment(self, connection: Any, report: Report) -> None:
        """The newest mark that the log reached: all that was acknowledged before it is here."""
        marks = read_marks(self.store, report.backup["server"]["system"])["marks"]
        replayed = lsn(str(value(connection, "SELECT pg_last_wal_replay_lsn()")))
        reached = [mark for mark in marks if lsn(mark["lsn"]) <= replayed]
        if marks:
            report.archived_until = datetime.fromisoformat(marks[-1]["moment"])
        if self.until is not None:
            report.safe_until = self.until
            return
        if reached:
            report.safe_until = datetime.fromisoformat(reached[-1]["moment"])
        else:
            report.safe_until = value(connection, "SELECT pg_last_xact_replay_timestamp()")
        if len(marks) - len(reached) > TORN:
            report.problems.append("catatan perubahan (WAL) tidak terbaca sampai ujungnya")


def choose(store: Store, backup_id: str, until: datetime | None) -> dict[str, Any]:
    """The backup of this id, else the newest one; for an earlier moment the newest before it."""
    matches = [
        backup
        for backup in backups(store)
        if (not backup_id or backup["id"] == backup_id)
        and (until is None or datetime.fromisoformat(backup["ended_at"]) <= until)
    ]
    if not matches:
        sentence = "Tidak ada cadangan yang cocok. Periksa BACKUP_URL, --backup, dan --until."
        raise Refusal("restore_no_backup", sentence)
    return matches[-1]


def drill(*, identities: list[Identity], scratch: Path, say: Say, backup_id: str = "") -> Report:
    """Restores into a server that is thrown away, checks it, and notes the result in the store."""
    store = open_store()
    with workroom(scratch) as room:
        work = Restore(store, identities, room / "media", room, say, into=room / "data")
        report = work.run(backup_id)
    now = datetime.now(UTC)
    result = {
        "at": now.isoformat(),
        "backup": report.backup["id"],
        "problems": len(report.problems),
        "safe_until": report.safe_until.isoformat() if report.safe_until else None,
    }
    store.put_json(f"drills/{stamp(now)}.json", result)
    return report


def restore_secrets(*, identities: list[Identity], target: Path) -> None:
    """Writes the newest secrets to a new file, NAME=value a line, for its owner only."""
    store = open_store(settings.BACKUP_KEYS_URL)
    names = list(store.sizes("keys"))
    if not names:
        sentence = "Tidak ada rahasia tersimpan di sini. Periksa BACKUP_KEYS_URL atau BACKUP_URL."
        raise Refusal("restore_no_backup", sentence)
    data = unseal(store.read(names[-1]), identities)
    try:
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        sentence = f"{target} sudah ada dan tidak ditimpa. Pilih nama berkas lain."
        raise Refusal("restore_not_empty", sentence) from None
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)


@contextmanager
def workroom(parent: Path) -> Iterator[Path]:
    """A folder that is gone afterwards; PostgreSQL's own user may pass through it."""
    parent.mkdir(parents=True, exist_ok=True)
    room = Path(tempfile.mkdtemp(prefix="egov-restore-", dir=parent))
    if server_user():
        room.chmod(0o711)
    try:
        yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)


@contextmanager
def _new_server(into: Path, scratch: Path, backup: dict[str, Any]) -> Iterator[ScratchServer]:
    """An empty server with an empty database, for a dump."""
    _require_empty(into)
    into.mkdir(exist_ok=True, mode=0o700)
    room = scratch / "server"
    room.mkdir(mode=0o700)
    hand_over(into, room)
    argv = [find_program("initdb", backup["server"]["major"]), f"--pgdata={into}"]
    argv += ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
    run(argv, cwd=room, **server_user())
    server = ScratchServer(into, room, major=backup["server"]["major"], superuser="postgres")
    with server.running():
        server.wait("postgres", is_primary)
        with connect(server.url("postgres")) as connection, connection.cursor() as cursor:
            name = backup["server"]["database"]
            cursor.execute("SELECT format('CREATE DATABASE %%I', %s::text)", [name])
            cursor.execute(cursor.fetchone()[0])
        yield server


def _require_empty(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()):
        sentence = f"{folder} tidak kosong. Pindahkan isinya dulu; pemulihan tidak menimpa apa pun."
        raise Refusal("restore_not_empty", sentence)
