"""A base backup and the log behind it become a data folder again."""

from __future__ import annotations

import gzip
import tarfile
from datetime import datetime
from pathlib import Path
from typing import Any

from egov.backup.programs import find_program, run, value
from egov.backup.sealing import Identity, sha256_of, unseal, unseal_file
from egov.backup.server import ScratchServer, hand_over
from egov.backup.store import Store
from egov.backup.wal import lsn, segment_end, wal_folder
from egov.verbs.refusal import Refusal


def fetch_part(
    store: Store, backup: dict[str, Any], name: str, target: Path, identities: list[Identity]
) -> Path:
    """One part of the backup, opened, in the folder `target`. Refuses what is not as sent."""
    sealed = target / name
    try:
        store.fetch(f"backups/{backup['id']}/{name}", sealed)
    except FileNotFoundError:
        sealed.write_bytes(b"")
    if sha256_of(sealed) != backup["parts"][name]["sha256"]:
        sentence = (
            f"Bagian {name} dari cadangan {backup['id']} rusak atau hilang. "
            "Pilih cadangan lain dengan --backup."
        )
        raise Refusal("restore_damaged", sentence)
    opened = target / name.removesuffix(".age")
    unseal_file(sealed, opened, identities)
    sealed.unlink()
    return opened


def unpack_base(
    store: Store,
    backup: dict[str, Any],
    identities: list[Identity],
    *,
    into: Path,
    scratch: Path,
) -> None:
    """The files of the server, every one held against the sum PostgreSQL noted."""
    into.mkdir(parents=True, exist_ok=True, mode=0o700)
    into.chmod(0o700)
    places = {"base.tar.gz.age": into, "pg_wal.tar.gz.age": into / "pg_wal"}
    if set(backup["parts"]) != {*places, "backup_manifest.age"}:
        sentence = "Cadangan ini memakai tablespace di luar folder data; pulihkan dengan tangan."
        raise Refusal("restore_tablespaces", sentence)
    for name, place in places.items():
        archive = fetch_part(store, backup, name, scratch, identities)
        with tarfile.open(archive, "r:gz") as tar:
            tar.extractall(place, filter=_ours)  # noqa: S202 - sealed by us, and summed
        archive.unlink()
    fetch_part(store, backup, "backup_manifest.age", into, identities)
    run([find_program("pg_verifybackup", backup["server"]["major"]), "--no-parse-wal", str(into)])


def _ours(member: tarfile.TarInfo, path: str) -> tarfile.TarInfo:
    """Within the folder, and owned by whoever restores: the other machine's users mean nothing."""
    safe = tarfile.tar_filter(member, path)
    return safe.replace(uid=None, gid=None, uname=None, gname=None)  # type: ignore[arg-type]


def fetch_log(
    store: Store, backup: dict[str, Any], identities: list[Identity], folder: Path
) -> bool:
    """Every segment since the backup began, the last one as far as it goes; True without a gap."""
    folder.mkdir(mode=0o700)
    begins, size = lsn(backup["begins"]), backup["server"]["segment"]
    names = {}
    for path in store.sizes(wal_folder(backup["server"]["system"])):
        name = path.rsplit("/", 1)[1].removesuffix(".gz.age")
        if name.endswith(".history") or (len(name) >= 24 and segment_end(name, size) > begins):
            names[name] = path
    numbers = {segment_end(name, size) for name in names if not name.endswith(".history")}
    for name, path in names.items():
        whole = name.removesuffix(".partial")
        if whole != name and whole in names:
            continue
        data = gzip.decompress(unseal(store.read(path), identities))
        (folder / whole).write_bytes(data)
    return not numbers or max(numbers) - min(numbers) == (len(numbers) - 1) * size


class Recovery:
    """Runs the server over the folder: to points of the log, one after another, then to its end."""

    def __init__(self, backup: dict[str, Any], into: Path, scratch: Path) -> None:
        server = backup["server"]
        self.backup, self.into, self.log = backup, into, scratch / "wal"
        room = scratch / "server"
        room.mkdir(mode=0o700)
        major, superuser = server["major"], server["superuser"]
        self.server = ScratchServer(into, room, major=major, superuser=superuser)
        (into / "recovery.signal").touch(mode=0o600)
        hand_over(into, self.log)

    def options(self, **more: str) -> dict[str, str]:
        command = f'cp "{self.log}/%f" "%p"'
        return {**self.backup["server"]["sizes"], "restore_command": command, **more}

    def to_the_point(self, lsn: str) -> Any:
        """The server, standing still in front of this point of the log."""
        return self.server.running(
            **self.options(
                recovery_target_lsn=lsn,
                recovery_target_inclusive="off",
                recovery_target_action="pause",
            )
        )

    def to_the_end(self, until: datetime | None) -> Any:
        """The server at the end of the log, or at `until`; it is a primary again after that."""
        if until is None:
            return self.server.running(**self.options())
        target = {"recovery_target_time": until.isoformat(), "recovery_target_action": "promote"}
        return self.server.running(**self.options(**target))


def stands_still(connection: Any) -> bool:
    return bool(value(connection, "SELECT pg_get_wal_replay_pause_state() = 'paused'"))


def is_primary(connection: Any) -> bool:
    return not value(connection, "SELECT pg_is_in_recovery()")
