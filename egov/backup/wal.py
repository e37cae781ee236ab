"""The database's log, carried into the store all day: a lost server costs seconds, not a day.

`pg_receivewal` writes the log into the spool as the server writes it. Every step carries finished
segments, and the one being written, into the store, and then writes a mark: (moment, LSN). Whatever
was acknowledged before the moment lies before the LSN, and all up to the LSN is in the store.
"""

from __future__ import annotations

import fcntl
import gzip
import logging
import re
import signal
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import IO, Any

import psycopg2
from django.conf import settings

from egov.backup.files import FileCopier
from egov.backup.programs import address, connect, find_program, open_connection, spool, value
from egov.backup.sealing import seal
from egov.backup.store import Store, StoreError
from egov.verbs.refusal import Refusal

log = logging.getLogger(__name__)
MARKS = 50  # kept; a restore takes the newest one that its log reaches
PATIENCE = 10.0  # seconds for the receiver to come as far as the server was
FINISHED = re.compile(r"[0-9A-F]{24}|[0-9A-F]{8}\.history")


def lsn(text: str) -> int:
    """ "16/B374D848" as a number, for comparing."""
    high, low = text.split("/")
    return int(high, 16) << 32 | int(low, 16)


def segment_end(name: str, size: int) -> int:
    """The position behind a segment of `size` bytes; its name is timeline, log, number."""
    return (int(name[8:16], 16) << 32) + (int(name[16:24], 16) + 1) * size


def wal_folder(system: str) -> str:
    return f"wal/{system}"


def read_marks(store: Store, system: str) -> dict[str, Any]:
    """{"since": LSN from which there is no gap, "marks": [{"moment", "lsn"}, ...] oldest first}."""
    marks: dict[str, Any] = store.read_json(f"{wal_folder(system)}/marks.json", {})
    return marks or {"since": "0/0", "marks": []}


def system_of(connection: Any) -> str:
    return str(value(connection, "SELECT system_identifier FROM pg_control_system()"))


def ready_slot(connection: Any) -> str:
    """Has the server keep its log until it was fetched. Returns a new slot's LSN, or ""."""
    query = "SELECT wal_status FROM pg_replication_slots WHERE slot_name = %s"
    create = "SELECT lsn FROM pg_create_physical_replication_slot(%s, true)"
    with connection.cursor() as cursor:
        cursor.execute(query, [settings.BACKUP_SLOT])
        row = cursor.fetchone()
        if row and row[0] != "lost":
            return ""
        if row:  # the server threw away what was not fetched in time
            log.error("backup.wal_gap")
            cursor.execute("SELECT pg_drop_replication_slot(%s)", [settings.BACKUP_SLOT])
        cursor.execute(create, [settings.BACKUP_SLOT])
        return str(cursor.fetchone()[0])


def received_by_another(connection: Any) -> bool:
    """Whether a receiver runs: on this machine by its lock, on any by the server's word."""
    query = "SELECT active FROM pg_replication_slots WHERE slot_name = %s"
    if value(connection, query, settings.BACKUP_SLOT):
        return True
    with _lock_file() as lock:
        return not _locked(lock)


def _lock_file() -> IO[str]:
    return (spool() / "wal.lock").open("w")


def _locked(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


class WalReceiver:
    """`with WalReceiver(store) as receiver:` receives; `receiver.step()` carries into the store."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.folder = spool("wal")
        self.files = FileCopier(store)
        self.child: subprocess.Popen[bytes] | None = None
        self.connection: Any = None
        self.system = ""
        self.partial: tuple[str, int, str] = ("", 0, "")

    def __enter__(self) -> WalReceiver:
        self.lock = _lock_file()
        if not _locked(self.lock):
            self.lock.close()
            sentence = "Penerima WAL lain sudah berjalan di mesin ini. Hentikan dulu yang itu."
            raise Refusal("backup_receiver_running", sentence)
        try:
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *exception: object) -> None:
        self._stop()
        self.lock.close()

    def step(self) -> bool:
        """Carries what there is. True when a new mark was set; False when the server is away.

        Files go before the log, so that the rows of the log find them.
        """
        try:
            mark = self._target()
        except (psycopg2.Error, Refusal) as error:
            self._disconnect()
            log.warning("backup.server_away %s", type(error).__name__)
            mark = None
        moment = datetime.fromisoformat(mark["moment"]) if mark else datetime.now(UTC)
        self.files.copy_new(moment)
        self._ship(mark["lsn"] if mark else "")
        if mark is None:
            return False
        self._set_mark(mark)
        return True

    def run(self, stop: Event) -> None:
        """Steps until told to stop. A store or server that is away is tried again."""
        while not stop.wait(settings.BACKUP_WAL_SECONDS):
            try:
                self.step()
            except StoreError as error:
                log.warning("backup.store_failed %s", type(error).__name__)

    # -- the receiver ------------------------------------------------------------------------
    def _start(self) -> None:
        with connect() as connection:
            self.system = system_of(connection)
            timeline = value(connection, "SELECT timeline_id FROM pg_control_checkpoint()")
            begins = ready_slot(connection)
        if begins:
            state = read_marks(self.store, self.system)
            self.store.put_json(self._marks_name(), {**state, "since": begins})
        for path in self.folder.iterdir():
            # the log of a server that is no more; what was carried of it is in the store
            if begins or not path.name.startswith(f"{timeline:08X}"):
                path.unlink()
        self._receive()

    def _receive(self) -> None:
        where, env = address(settings.BACKUP_DATABASE_URL)
        argv = [find_program("pg_receivewal"), f"--dbname={where}", f"--directory={self.folder}"]
        argv += [f"--slot={settings.BACKUP_SLOT}", "--synchronous", "--no-password"]
        argv += ["--status-interval=1"]  # seconds; a finished segment is told of no sooner
        out = (spool("log") / "pg_receivewal.log").open("wb")
        with out:
            self.child = subprocess.Popen(  # noqa: S603 - an argument list of our own
                argv, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=out
            )

    def _stop(self) -> None:
        self._disconnect()
        self._end_child()

    def _end_child(self) -> None:
        if self.child is not None and self.child.poll() is None:
            self.child.send_signal(signal.SIGINT)
            try:
                self.child.wait(20)
            except subprocess.TimeoutExpired:
                self.child.kill()
                self.child.wait()

    def _disconnect(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def _ask(self, query: str, *params: Any) -> Any:
        if self.connection is None:
            self.connection = open_connection()
        return value(self.connection, query, *params)

    def _target(self) -> dict[str, str] | None:
        """The moment and how far the server had come then, once the receiver has that too."""
        if self.child is None or self.child.poll() is not None:
            log.warning("backup.receiver_restarted")
            self._start()
        moment = self._ask("SELECT clock_timestamp()")  # before the LSN, never after it
        reached = str(self._ask("SELECT pg_current_wal_flush_lsn()"))
        query = "SELECT restart_lsn FROM pg_replication_slots WHERE slot_name = %s"
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            received = self._ask(query, settings.BACKUP_SLOT)
            if received is None:  # another server: restored, or made anew
                self._end_child()
                break
            if lsn(received) >= lsn(reached):
                return {"moment": moment.isoformat(), "lsn": reached}
            time.sleep(0.1)
        log.warning("backup.receiver_behind")
        return None

    # -- the store ---------------------------------------------------------------------------
    def _marks_name(self) -> str:
        return f"{wal_folder(self.system)}/marks.json"

    def _ship(self, reached: str) -> None:
        names = sorted(path.name for path in self.folder.iterdir())
        for name in filter(FINISHED.fullmatch, names):
            self._put(name, self.folder / name)
            self.store.delete([self._object(f"{name}.partial")])
            (self.folder / name).unlink()
        for name in (name for name in names if name.endswith(".partial")):
            self._ship_partial(name, reached)

    def _ship_partial(self, name: str, reached: str) -> None:
        """The segment being written. Read while it grows: its torn end is not marked yet."""
        path = self.folder / name
        try:
            version = (name, path.stat().st_mtime_ns, reached)
            if not reached or version != self.partial:
                self._put(name, path)
        except FileNotFoundError:  # finished this moment; the next step carries it whole
            return
        self.partial = version

    def _put(self, name: str, path: Path) -> None:
        data = gzip.compress(path.read_bytes(), 1)
        self.store.put(self._object(name), seal(data))

    def _object(self, name: str) -> str:
        return f"{wal_folder(self.system)}/{name}.gz.age"

    def _set_mark(self, mark: dict[str, str]) -> None:
        state = read_marks(self.store, self.system)
        older = [known for known in state["marks"] if lsn(known["lsn"]) < lsn(mark["lsn"])]
        self.store.put_json(self._marks_name(), {**state, "marks": [*older, mark][-MARKS:]})
