"""Uploaded tables, kept privately until they are applied or a day old.

Beside MEDIA_ROOT, not below it: they may hold what nobody needs for longer; no backup takes them.
"""

from __future__ import annotations

import hashlib
import time
import uuid
from io import BufferedReader
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.core.files.base import File

from egov.files.storage import PrivateStorage


def _storage() -> PrivateStorage:
    return PrivateStorage(location=settings.IMPORT_ROOT)


def suffix_of(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def keep_upload(upload: File[Any]) -> str:
    """Keeps the file under a name that says nothing of it; returns that name."""
    return _storage().save(f"{uuid.uuid4().hex}{suffix_of(str(upload.name))}", upload)


def open_upload(name: str) -> BufferedReader:
    """Raises FileNotFoundError where it is gone."""
    if not name:
        raise FileNotFoundError
    return (Path(settings.IMPORT_ROOT) / name).open("rb")


def digest_of(stream: BufferedReader) -> str:
    """Its SHA-256; the stream stands at its beginning afterwards."""
    stream.seek(0)
    digest = hashlib.file_digest(stream, "sha256").hexdigest()
    stream.seek(0)
    return digest


def is_kept(name: str) -> bool:
    return bool(name) and (Path(settings.IMPORT_ROOT) / name).is_file()


def drop_upload(name: str) -> None:
    if name:
        _storage().delete(name)


def sweep_uploads(seconds: float) -> int:
    """Deletes files older than this, whatever row names them: what a killed request left behind.

    Returns how many.
    """
    before, count = time.time() - seconds, 0
    for path in Path(settings.IMPORT_ROOT).glob("*"):
        try:
            if path.stat().st_mtime < before:
                path.unlink()
                count += 1
        except FileNotFoundError:
            continue
    return count
