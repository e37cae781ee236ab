"""The server over a restored folder may end in the middle of an answer."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from egov.backup.programs import find_program, run, value
from egov.backup.server import ScratchServer

pytestmark = [pytest.mark.alone]


def test_a_connection_that_breaks_is_asked_for_again(
    settings: SimpleNamespace, tmp_path: Path, pg_bin: str
) -> None:
    settings.PG_BIN, settings.BACKUP_SERVER_USER = pg_bin, ""
    settings.BACKUP_SPOOL = str(tmp_path / "spool")
    data, room = tmp_path / "data", tmp_path / "room"
    run([find_program("initdb"), f"--pgdata={data}", "--username=postgres", "--no-sync"])
    room.mkdir()
    asked = []

    def ready(connection: Any) -> bool:
        asked.append(connection)
        if len(asked) == 1:
            value(connection, "SELECT pg_terminate_backend(pg_backend_pid())")
        return len(asked) > 1

    server = ScratchServer(data, room, major=18, superuser="postgres")
    with server.running():
        server.wait("postgres", ready)
    assert len(asked) == 2
