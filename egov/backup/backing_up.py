"""One backup: the database, the files, the secrets, and last a manifest that says it is whole."""

from __future__ import annotations

import fcntl
import json
import logging
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from egov.backup.checks import named_files
from egov.backup.facts import count_at_a_point, count_rows, server_facts
from egov.backup.files import FileCopier, blob, stamp
from egov.backup.programs import address, connect, find_program, run, spool, value
from egov.backup.sealing import recipients, seal, seal_file, sha256_of
from egov.backup.store import Store, open_store
from egov.backup.wal import WalReceiver, lsn, read_marks, received_by_another, segment_end
from egov.verbs.refusal import Refusal

log = logging.getLogger(__name__)
WAIT_FOR_LOG = 300.0  # seconds for the log of the backup's end to reach the store
AT_LEAST = 2  # backups that stay, however old
OF_GUNICORN = ("WEB_WORKERS", "WEB_THREADS")  # read by deploy/gunicorn.conf.py


def back_up(*, now: datetime | None = None) -> dict[str, Any]:
    """Takes a backup by BACKUP_METHOD and returns its manifest. Takes old ones away."""
    if settings.BACKUP_METHOD not in ("base", "dump"):
        sentence = "BACKUP_METHOD hanya `base` atau `dump`. Perbaiki isinya."
        raise Refusal("backup_bad_method", sentence)
    recipients()
    store = open_store()
    now = now or datetime.now(UTC)
    backup: dict[str, Any] = {
        "id": stamp(now),
        "began_at": now.isoformat(),
        "method": settings.BACKUP_METHOD,
    }
    with _alone(), _workplace() as work, connect() as connection:
        backup["server"] = server_facts(connection)
        if settings.BACKUP_METHOD == "dump":
            backup |= _dump(store, connection, work, backup["id"])
        else:
            backup |= _base(store, connection, work, backup["id"])
        named = named_files(connection)  # before the list: a file is there before its row
        files = FileCopier(store).list_all(datetime.now(UTC))
        store.put_json(f"backups/{backup['id']}/files.json.gz", files)
        _keep_secrets(backup["id"])
        backup["files"] = {
            "count": len(files),
            "bytes": sum(f["size"] for f in files.values()),
            "missing": sorted(named.difference(files)),  # lost already; no restore brings them
        }
        backup["ended_at"] = datetime.now(UTC).isoformat()
        store.put_json(f"backups/{backup['id']}/manifest.json", backup)
        forget_old(store, now=now)
    log.info("backup.done %s", backup["id"])
    return backup


def backups(store: Store) -> list[dict[str, Any]]:
    """The manifests, oldest first."""
    names = [name for name in store.sizes("backups") if name.endswith("/manifest.json")]
    return [store.read_json(name) for name in names]


# -- the database ----------------------------------------------------------------------------
def _base(store: Store, connection: Any, work: Path, backup_id: str) -> dict[str, Any]:
    """The whole server as its files, and the log up to a point at which the rows were counted."""
    if received_by_another(connection):
        return _base_and_counts(store, connection, work, backup_id, None)
    # no service receives the log: we do, as long as we are here
    with WalReceiver(store) as receiver:
        return _base_and_counts(store, connection, work, backup_id, receiver)


def _base_and_counts(
    store: Store, connection: Any, work: Path, backup_id: str, receiver: WalReceiver | None
) -> dict[str, Any]:
    where, env = address(settings.BACKUP_DATABASE_URL)
    argv = [find_program("pg_basebackup"), f"--dbname={where}", f"--pgdata={work / 'base'}"]
    argv += ["--format=tar", "--gzip", "--wal-method=stream", "--checkpoint=fast"]
    argv += ["--no-password", f"--label=egov {backup_id}"]
    run(argv, env)
    ranges = json.loads((work / "base" / "backup_manifest").read_text())["WAL-Ranges"]
    with connect() as watch:
        counts = count_at_a_point(connection, watch)
        # one record behind the point, so that a restore can stop in front of it
        value(watch, "SELECT pg_logical_emit_message(true, 'egov.backup', %s)", backup_id)
        end = str(value(watch, "SELECT pg_current_wal_flush_lsn()"))
    _wait_for_log(store, connection, end, receiver)
    parts = _send(store, sorted((work / "base").iterdir()), backup_id)
    return {"parts": parts, "begins": ranges[0]["Start-LSN"], "counts": counts}


def _wait_for_log(store: Store, connection: Any, end: str, receiver: WalReceiver | None) -> None:
    system = str(value(connection, "SELECT system_identifier FROM pg_control_system()"))
    until = time.monotonic() + WAIT_FOR_LOG
    while time.monotonic() < until:
        if receiver is not None:
            receiver.step()
        marks = read_marks(store, system)["marks"]
        if marks and lsn(marks[-1]["lsn"]) >= lsn(end):
            return
        time.sleep(0.5)
    raise Refusal(
        "backup_log_stopped",
        "Catatan perubahan (WAL) tidak sampai ke tempat cadangan. "
        "Periksa layanan portal-cadangan, lalu ulangi.",
    )


def _dump(store: Store, connection: Any, work: Path, backup_id: str) -> dict[str, Any]:
    """One database by pg_dump, and the rows counted in the very same snapshot."""
    where, env = address(settings.BACKUP_DATABASE_URL)
    connection.set_session(isolation_level="REPEATABLE READ", readonly=True, autocommit=False)
    try:
        snapshot = value(connection, "SELECT pg_export_snapshot()")
        moment = value(connection, "SELECT now()")
        target = work / "database.dump"
        argv = [find_program("pg_dump"), f"--dbname={where}", "--format=custom", "--no-password"]
        run([*argv, f"--snapshot={snapshot}", f"--file={target}"], env)
        counts = {"rows": count_rows(connection), "exact": True}
    finally:
        connection.rollback()
        connection.set_session(isolation_level="READ COMMITTED", readonly=False, autocommit=True)
    parts = _send(store, [target], backup_id)
    return {"parts": parts, "counts": counts, "safe_until": moment.isoformat()}


def _send(store: Store, paths: list[Path], backup_id: str) -> dict[str, dict[str, Any]]:
    """Seals files and puts them; what each must be like when it comes back, by name."""
    parts = {}
    for path in paths:
        sealed = path.with_name(f"{path.name}.age")
        seal_file(path, sealed)
        path.unlink()
        store.put(f"backups/{backup_id}/{sealed.name}", sealed)
        parts[sealed.name] = {"sha256": sha256_of(sealed), "size": sealed.stat().st_size}
        sealed.unlink()
    return parts


# -- secrets ---------------------------------------------------------------------------------
def _keep_secrets(backup_id: str) -> None:
    """All settings, for a new machine: sealed, and elsewhere where BACKUP_KEYS_URL says so."""
    lines = []
    for name in sorted({*settings.ENVIRONMENT, *OF_GUNICORN}):
        text = os.environ.get(name)
        if text is None and f"{name}_FILE" in os.environ:
            text = Path(os.environ[f"{name}_FILE"]).read_text(encoding="utf-8").strip()
        if text is not None:
            lines.append(f"{name}={text}\n")
    keys = open_store(settings.BACKUP_KEYS_URL)
    keys.put(f"keys/{backup_id}.age", seal("".join(lines).encode()))


# -- what is old -----------------------------------------------------------------------------
def forget_old(store: Store, *, now: datetime) -> None:
    """Takes away backups older than BACKUP_KEEP_DAYS, and what only they needed."""
    known = backups(store)
    oldest = (now - timedelta(days=settings.BACKUP_KEEP_DAYS)).isoformat()
    kept = [b for i, b in enumerate(known) if b["began_at"] >= oldest or i >= len(known) - AT_LEAST]
    begun = {name.split("/")[1] for name in store.sizes("backups")}
    first = kept[0]["id"]
    for gone in sorted(begun - {b["id"] for b in kept}):
        if gone < first or gone in {b["id"] for b in known}:
            store.delete(list(store.sizes(f"backups/{gone}")))
    store.delete([n for n in store.sizes("added") if n.removeprefix("added/") < first])
    keys = open_store(settings.BACKUP_KEYS_URL)
    keys.delete([n for n in keys.sizes("keys") if n.removeprefix("keys/") < first])
    _forget_files(store, kept, now)
    _forget_log(store, kept)


def _forget_files(store: Store, kept: list[dict[str, Any]], now: datetime) -> None:
    lists = [f"backups/{b['id']}/files.json.gz" for b in kept] + list(store.sizes("added"))
    needed: set[str] = set()
    for name in lists:
        needed.update(blob(f["sha256"]) for f in store.read_json(name, {}).values())
    # a younger one may be on its way into a list
    store.delete([n for n in store.older_than("files", now - timedelta(days=1)) if n not in needed])


def _forget_log(store: Store, kept: list[dict[str, Any]]) -> None:
    """Segments before the first one that the oldest kept base backup of their server needs."""
    bases = [b for b in kept if b["method"] == "base"]
    for server in {b["server"]["system"]: b["server"] for b in bases}.values():
        system = server["system"]
        begins = min(lsn(b["begins"]) for b in bases if b["server"]["system"] == system)
        names = {n: n.rsplit("/", 1)[1].split(".")[0] for n in store.sizes(f"wal/{system}")}
        segments = {name: segment for name, segment in names.items() if len(segment) == 24}
        size = server["segment"]
        store.delete([n for n, s in segments.items() if segment_end(s, size) <= begins])


@contextmanager
def _alone() -> Iterator[None]:
    with (spool() / "backup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            sentence = "Cadangan lain sedang dibuat. Tunggu sampai selesai, lalu ulangi."
            raise Refusal("backup_running", sentence) from None
        yield


@contextmanager
def _workplace() -> Iterator[Path]:
    """A folder for what is not sealed yet; nothing of it stays."""
    work = spool("work")
    shutil.rmtree(work)
    work.mkdir(mode=0o700)
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)
