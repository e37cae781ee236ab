"""Where backups lie: a folder, or a bucket that speaks S3. The layout inside is the same.

backups/<id>/manifest.json   written last: a backup without it does not exist
backups/<id>/*.age           the database
backups/<id>/files.json.gz   names, sizes and sums of every picture and document
files/<aa>/<sha256>.age      each content once
added/<moment>.json.gz       what came between two backups
wal/<system>/                the database's log, and marks.json: what is safe up to when
drills/<moment>.json         results of drills
keys/<id>.age                secrets of the settings; BACKUP_KEYS_URL puts them elsewhere
"""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import obstore
from django.conf import settings
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, S3Store

from egov.backup.programs import share_owner
from egov.verbs.refusal import Refusal

CHUNK = 16 * 1024 * 1024  # of a large upload; S3 takes at most 10,000 of them
StoreError = (BaseError, OSError)


class Store:
    """A few verbs over obstore. `folder` is set where the store is a folder of this machine."""

    def __init__(self, backend: ObjectStore, folder: Path | None = None) -> None:
        self.backend, self.folder = backend, folder

    def put(self, name: str, data: bytes | Path) -> None:
        """Writes whole or not at all; in a folder it is on the disk when this returns."""
        obstore.put(self.backend, name, data, chunk_size=CHUNK)
        if self.folder is not None:
            share_owner(self.folder / name, self.folder)
            _sync(self.folder / name)
            _sync((self.folder / name).parent)

    def read(self, name: str) -> bytes:
        return bytes(obstore.get(self.backend, name).bytes())

    def fetch(self, name: str, path: Path) -> None:
        with path.open("wb") as file:
            for chunk in obstore.get(self.backend, name):
                file.write(chunk)

    def sizes(self, prefix: str) -> dict[str, int]:
        """The names that begin with the folder `prefix`, in order, with their sizes in bytes."""
        rows = sorted(self._rows(prefix), key=lambda row: row["path"])
        return {row["path"]: row["size"] for row in rows}

    def older_than(self, prefix: str, moment: datetime) -> list[str]:
        return [row["path"] for row in self._rows(prefix) if row["last_modified"] < moment]

    def _rows(self, prefix: str) -> Iterator[Any]:
        """What lies below the folder `prefix`, page after page."""
        return chain.from_iterable(obstore.list(self.backend, prefix=prefix))

    def delete(self, names: list[str]) -> None:
        """Takes these away; what is not there is no matter."""
        for name in names:
            try:
                obstore.delete(self.backend, name)
            except FileNotFoundError:
                pass

    def put_json(self, name: str, value: Any) -> None:
        text = json.dumps(value, indent=1, sort_keys=True).encode()
        self.put(name, gzip.compress(text) if name.endswith(".gz") else text)

    def read_json(self, name: str, default: Any = None) -> Any:
        """The value, or `default` where nothing of this name lies."""
        try:
            data = self.read(name)
        except FileNotFoundError:
            return default
        return json.loads(gzip.decompress(data) if name.endswith(".gz") else data)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def open_store(url: str = "", *, patient: bool = True) -> Store:
    """The store of BACKUP_URL or another address. Not patient: one try, for a page that waits."""
    url = url or settings.BACKUP_URL
    if not url:
        sentence = "Tempat cadangan belum diatur. Isi BACKUP_URL (file:///folder atau s3://bucket)."
        raise Refusal("backup_not_configured", sentence)
    parts = urlsplit(url)
    if parts.scheme == "file" and parts.path.startswith("/"):
        folder = Path(unquote(parts.path))
        return Store(LocalStore(folder, mkdir=True), folder)
    if parts.scheme == "s3" and parts.netloc:
        return Store(_s3(parts.netloc, parts.path.strip("/"), patient=patient))
    sentence = "Alamat tempat cadangan tidak dikenal. Pakai file:///folder atau s3://bucket."
    raise Refusal("backup_bad_url", sentence)


def _s3(bucket: str, prefix: str, *, patient: bool) -> S3Store:
    options: dict[str, Any] = {name: value for name, value in settings.BACKUP_S3.items() if value}
    plain_http = options.get("endpoint", "").startswith("http://")
    return S3Store(
        bucket,
        prefix=prefix or None,
        **options,
        virtual_hosted_style_request=False,
        client_options={"allow_http": plain_http, "timeout": "120s" if patient else "5s"},
        retry_config={"max_retries": 5 if patient else 0},
    )
