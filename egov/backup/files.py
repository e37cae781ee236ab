"""Pictures and documents: each content goes to the store once, under its own sum.

An index in the spool remembers what was sent, so that a step touches only folders that changed.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from egov.backup.programs import spool
from egov.backup.sealing import Identity, seal, unseal
from egov.backup.store import Store

SETTLED = 2.0  # seconds; a folder that changed later than this is walked again
AT_ONCE = 200  # files between two lists
Listing = dict[str, dict[str, Any]]  # name below MEDIA_ROOT: {"sha256", "size"}


def blob(sha256: str) -> str:
    return f"files/{sha256[:2]}/{sha256}.age"


def stamp(moment: datetime) -> str:
    """A moment as part of a name; sorts as time does."""
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%S.%fZ")


@dataclass
class FileCopier:
    """Carries new files into the store. One per process; the index on disk is shared.

    A content is put first, then the list that names it, then the index: a death in between only
    means that it is sent again.
    """

    store: Store
    root: Path = field(default_factory=lambda: Path(settings.MEDIA_ROOT))
    seen: dict[str, int] = field(default_factory=dict)  # folder: its mtime when it held nothing new
    fresh: list[tuple[str, int, int, str]] = field(default_factory=list)

    def copy_new(self, moment: datetime) -> None:
        """Sends what was finished before `moment` and not sent yet.

        A file is complete before the row that names it is committed, so what is younger belongs to
        a row younger than `moment` too.
        """
        with closing(self._index()) as index:
            for folder, names in self._changed_folders():
                folder_time = os.stat(folder).st_mtime_ns
                waiting = [name for name in names if not self._look_at(index, name, moment)]
                if not waiting and folder_time < (moment.timestamp() - SETTLED) * 1e9:
                    self.seen[folder] = folder_time
            self._write_down(index)

    def list_all(self, moment: datetime) -> Listing:
        """Every file that stands there; whatever the store lacks of them is sent (again)."""
        self.seen.clear()
        present = set(self.store.sizes("files"))
        everything: Listing = {}
        with closing(self._index()) as index:
            for _, names in self._changed_folders():
                for name in names:
                    entry = self._look_at(index, name, moment, present)
                    if entry:
                        everything[name] = entry
            self._write_down(index)
        return everything

    def _changed_folders(self) -> Iterator[tuple[str, list[str]]]:
        for folder, _, files in os.walk(self.root):
            if self.seen.get(folder) != os.stat(folder).st_mtime_ns:
                below = os.path.relpath(folder, self.root)
                yield folder, [os.path.normpath(os.path.join(below, name)) for name in files]

    def _look_at(
        self,
        index: sqlite3.Connection,
        name: str,
        moment: datetime,
        present: set[str] | None = None,
    ) -> dict[str, Any]:
        """Sends one file where needed; empty when it must be looked at again later."""
        path = self.root / name
        try:
            stat = path.stat()
            if stat.st_mtime > moment.timestamp():
                return {}
            version = (name, stat.st_size, stat.st_mtime_ns)
            query = "SELECT sha256 FROM sent WHERE name = ? AND size = ? AND mtime = ?"
            row = index.execute(query, version).fetchone()
            if row and (present is None or blob(row[0]) in present):
                return {"sha256": row[0], "size": stat.st_size}
            data = path.read_bytes()
        except FileNotFoundError:  # taken away meanwhile
            return {}
        sha256 = hashlib.sha256(data).hexdigest()
        self.store.put(blob(sha256), seal(data))
        self.fresh.append((*version, sha256))
        if len(self.fresh) >= AT_ONCE:
            self._write_down(index)
        return {"sha256": sha256, "size": stat.st_size}

    def _write_down(self, index: sqlite3.Connection) -> None:
        if not self.fresh:
            return
        added = {name: {"sha256": sha, "size": size} for name, size, _, sha in self.fresh}
        self.store.put_json(f"added/{stamp(datetime.now(UTC))}.json.gz", added)
        with index:
            index.executemany("INSERT OR REPLACE INTO sent VALUES (?, ?, ?, ?)", self.fresh)
        self.fresh.clear()

    def _index(self) -> sqlite3.Connection:
        index = sqlite3.connect(spool() / "files.sqlite", timeout=60)
        index.execute(
            "CREATE TABLE IF NOT EXISTS sent "
            "(name TEXT PRIMARY KEY, size INTEGER, mtime INTEGER, sha256 TEXT)"
        )
        return index


def listing_of(store: Store, backup: dict[str, Any]) -> Listing:
    """The files of a backup, and what was added since it began."""
    files: Listing = store.read_json(f"backups/{backup['id']}/files.json.gz", {})
    for name in store.sizes("added"):
        if name.removeprefix("added/") >= backup["id"]:
            files |= store.read_json(name)
    return files


def bring_back(store: Store, files: Listing, root: Path, identities: list[Identity]) -> list[str]:
    """Writes the files below `root`. Returns the names of those that are missing or damaged."""
    bad = []
    for name, entry in files.items():
        path = root / name
        if not path.resolve().is_relative_to(root.resolve()):
            bad.append(name)
            continue
        try:
            data = unseal(store.read(blob(entry["sha256"])), identities)
        except FileNotFoundError:
            bad.append(name)
            continue
        if hashlib.sha256(data).hexdigest() != entry["sha256"]:
            bad.append(name)
            continue
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.write_bytes(data)
    return bad
