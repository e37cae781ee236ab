"""What is costly to make and the same for all: a file, made once a version of what it tells."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import connection, transaction
from django.http import FileResponse, HttpRequest, HttpResponseBase, HttpResponseNotModified
from django.utils.cache import patch_cache_control
from django.utils.http import parse_etags

Make = Callable[[IO[bytes]], object]
KEEP = 6  # of one name: today's, and some that were asked for as of another day


def open_kept(name: str, version: str, make: Make) -> IO[bytes]:
    """The file of a name in a version, opened; made under a lock where it is not there yet.

    `make` writes into a binary file. Older versions of the name go, the newest KEEP stay.
    """
    folder = Path(settings.KEPT_ROOT)
    path = folder / f"{_digest(version)}-{name}"
    try:
        return path.open("rb")
    except FileNotFoundError:
        pass
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"kept:{name}"]
            )
        if not path.exists():
            _write(path, make)
            _forget_older(folder, name)
        return path.open("rb")


def _write(path: Path, make: Make) -> None:
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as out:
        try:
            make(out)
        except BaseException:
            os.unlink(out.name)
            raise
    os.replace(out.name, path)


def _forget_older(folder: Path, name: str) -> None:
    versions = sorted(folder.glob(f"*-{name}"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in versions[KEEP:]:
        old.unlink(missing_ok=True)


def _digest(version: str) -> str:
    return hashlib.sha256(version.encode()).hexdigest()[:20]


def kept_response(
    request: HttpRequest, name: str, version: str, make: Make, **as_file: Any
) -> HttpResponseBase:
    """The kept file as an answer with its ETag; 304 to who holds this version already.

    `as_file` is what FileResponse takes: content_type, filename, as_attachment.
    """
    etag = f'W/"{_digest(version)}"'
    known = parse_etags(request.headers.get("If-None-Match", ""))
    response = (
        HttpResponseNotModified()
        if etag in known
        else FileResponse(open_kept(name, version, make), **as_file)
    )
    response["ETag"] = etag
    patch_cache_control(response, public=True, max_age=60)
    return response
