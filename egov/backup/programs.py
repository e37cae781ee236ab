"""PostgreSQL's own programs, and how they learn of the database: no password in an argument."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2
from django.conf import settings
from psycopg2.extensions import make_dsn, parse_dsn

from egov.verbs.refusal import Refusal


def find_program(name: str, major: int | None = None) -> str:
    """The program in PG_BIN, else Debian's of this major version, else the one on PATH."""
    folders = [settings.PG_BIN] if settings.PG_BIN else []
    if major:
        folders.append(f"/usr/lib/postgresql/{major}/bin")
    for folder in folders:
        if (Path(folder) / name).exists():
            return str(Path(folder) / name)
    on_path = shutil.which(name)
    if on_path:
        return on_path
    what = f"PostgreSQL {major}" if major else "PostgreSQL"
    sentence = f"Program {name} tidak ditemukan. Pasang {what}, atau isi PG_BIN dengan foldernya."
    raise Refusal("backup_program_missing", sentence)


def spool(*names: str) -> Path:
    """A folder of ours below BACKUP_SPOOL, for our eyes only."""
    top = Path(settings.BACKUP_SPOOL)
    path = top.joinpath(*names)
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    top.chmod(0o700)
    share_owner(path, top)
    return path


def share_owner(path: Path, top: Path) -> None:
    """What root makes below `top` is of whom `top` is: a drill as root locks no service out."""
    if os.geteuid() != 0:
        return
    owner = top.stat()
    while path != top:
        os.chown(path, owner.st_uid, owner.st_gid)
        path = path.parent


def address(url: str) -> tuple[str, dict[str, str]]:
    """A connection string without the password, and the environment that carries it."""
    parts = parse_dsn(url)
    password = parts.pop("password", "")
    return make_dsn(**parts), {**os.environ, **({"PGPASSWORD": password} if password else {})}


def run(argv: list[str], env: dict[str, str] | None = None, **more: Any) -> None:
    """Runs a program to its end. What it says goes to a file: its messages may quote rows."""
    name = Path(argv[0]).name
    log = spool("log") / f"{name}.log"
    with log.open("wb") as out:
        log.chmod(0o600)
        share_owner(log, spool())
        done = subprocess.run(  # noqa: S603 - an argument list of our own, never a shell
            argv, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=out, check=False, **more
        )
    if done.returncode:
        sentence = f"{name} gagal (kode {done.returncode}). Sebabnya tertulis di {log}."
        raise Refusal("backup_program_failed", sentence)


def open_connection(url: str = "") -> Any:
    """A connection of its own, outside of Django's; every statement is its own transaction."""
    try:
        connection = psycopg2.connect(
            url or settings.BACKUP_DATABASE_URL,
            fallback_application_name="egov-backup",
            connect_timeout=10,
        )
    except psycopg2.OperationalError:
        sentence = (
            "Basis data tidak dapat dihubungi. Periksa BACKUP_DATABASE_URL dan layanan PostgreSQL."
        )
        raise Refusal("backup_no_database", sentence) from None
    connection.autocommit = True
    return connection


def connect(url: str = "") -> Any:
    """The same as the head of a `with`, at whose end it is closed."""
    return closing(open_connection(url))


def value(connection: Any, query: str, *params: Any) -> Any:
    """The first column of the first row, or None."""
    with connection.cursor() as cursor:
        cursor.execute(query, params)
        row = cursor.fetchone()
    return row[0] if row else None
