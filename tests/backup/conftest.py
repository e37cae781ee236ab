"""The run's own PostgreSQL is what is backed up; its programs stand in for those of a server."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from shlex import quote
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from psycopg2.extensions import make_dsn

from egov.backup.programs import connect
from egov.backup.sealing import new_identity
from egov.embedded.postgres import _can_unshare, binaries
from egov.files.models import StoredFile
from egov.files.pictures import store_picture
from tests.conftest import picture

AS_NOBODY = """#!/bin/sh
exec {python} -c {code} "$@"
"""
CODE = """
import os, sys
sys.path.insert(0, {root!r})
from egov.embedded.process import own_user_namespace
own_user_namespace()
os.execv({program!r}, [{program!r}, *sys.argv[1:]])
"""


def programs_in(folder: Path) -> str:
    """A folder with PostgreSQL's programs that root may run: servers see an ordinary user."""
    if os.geteuid() != 0:
        return str(binaries())
    if not _can_unshare():
        pytest.skip("PostgreSQL refuses root, and there are no user namespaces here")
    root = str(Path(__file__).resolve().parents[2])
    folder.mkdir()
    for program in binaries().iterdir():
        if program.name in ("postgres", "initdb"):
            code = CODE.format(root=root, program=str(program))
            script = AS_NOBODY.format(python=quote(sys.executable), code=quote(code))
            (folder / program.name).write_text(script)
            (folder / program.name).chmod(0o755)
        else:
            (folder / program.name).symlink_to(program)
    return str(folder)


@pytest.fixture(scope="session")
def pg_bin(tmp_path_factory: pytest.TempPathFactory) -> str:
    return programs_in(tmp_path_factory.mktemp("programs") / "bin")


@pytest.fixture
def backups(
    transactional_db: None, settings: SimpleNamespace, tmp_path: Path, pg_bin: str
) -> Iterator[SimpleNamespace]:
    """Backups into a folder; `identity` is the file that opens them."""
    given = connection.settings_dict
    settings.BACKUP_DATABASE_URL = make_dsn(
        dbname=given["NAME"], user=given["USER"], host=given["OPTIONS"].get("host", given["HOST"])
    )
    settings.PG_BIN, settings.BACKUP_SERVER_USER = pg_bin, ""
    settings.BACKUP_URL = f"file://{tmp_path / 'store'}"
    settings.BACKUP_SPOOL = str(tmp_path / "spool")
    settings.BACKUP_SLOT = f"egov_backup_{os.environ.get('PYTEST_XDIST_WORKER', 'gw')}"
    settings.BACKUP_WAL_SECONDS = 0.2
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.BACKUP_RECIPIENTS = [new_identity(tmp_path / "identity.txt")]
    # the run's server leaves it off; what threads acknowledge has to be written as well
    name = connection.ops.quote_name(given["NAME"])
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = on")
        cursor.execute(f"ALTER DATABASE {name} SET synchronous_commit = on")
    yield SimpleNamespace(
        store=tmp_path / "store", identity=tmp_path / "identity.txt", home=tmp_path
    )
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER DATABASE {name} RESET synchronous_commit")
    with connect() as own, own.cursor() as cursor:
        cursor.execute(
            "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots "
            "WHERE slot_name = %s",
            [settings.BACKUP_SLOT],
        )


def store_photo(colour: str = "#8c7b62") -> StoredFile:
    upload = SimpleUploadedFile("foto.jpg", picture(size=(320, 240), comment=colour.encode()))
    return store_picture(upload=upload, actor_id=None)
