"""One throw-away PostgreSQL for a test run, shared by its xdist workers.

Loaded with `-p`, since pytest-django reads the settings before any conftest.
A DATABASE_URL that is set wins.
"""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from egov.embedded.postgres import Postgres, sweep_sockets

_server: Postgres | None = None
_home: Path | None = None


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    global _server, _home
    if os.environ.get("PYTEST_XDIST_WORKER") or os.environ.get("DATABASE_URL"):
        return
    sweep_sockets()
    _home = Path(tempfile.mkdtemp(prefix="egov-test-"))
    _server = Postgres(_home / "pg", _home / "postgres.log", durable=False)
    _server.start()
    _server.create_database()
    os.environ["DATABASE_URL"] = _server.url
    os.environ["TEST_SERVER_LOCK"] = str(_home / "migrating")


def pytest_unconfigure() -> None:
    global _server
    if _server is not None:
        _server.stop()
        _server = None
        os.environ.pop("DATABASE_URL", None)
        os.environ.pop("TEST_SERVER_LOCK", None)
    if _home is not None:
        shutil.rmtree(_home, ignore_errors=True)
