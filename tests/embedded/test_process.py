"""What a killed process leaves behind is ended before another takes its place."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psycopg2
import pytest

from egov.embedded.postgres import Postgres
from egov.embedded.process import Child
from egov.embedded.valkey import free_port

# a master that opens a port, and a worker that keeps it open, as gunicorn's do
MASTER = """
import os, socket, sys, time
port = socket.create_server(("127.0.0.1", int(sys.argv[1])))
worker = os.fork()
if worker:
    print(worker, flush=True)
time.sleep(600)
"""
COUNTING = "DO $$ DECLARE n bigint := 0; BEGIN LOOP n := n + 1; END LOOP; END $$"


def wait_for(what: Callable[[], object], seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, "it did not come"
        time.sleep(0.05)


def lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture
def master(tmp_path: Path) -> Iterator[Child]:
    argv = [sys.executable, "-c", MASTER, str(free_port())]
    child = Child("Induk", argv, dict(os.environ), tmp_path / "induk.log")
    yield child
    child.stop()


def workers(child: Child) -> list[int]:
    """Numbers of the workers started so far, as their masters wrote them."""
    assert child.log is not None
    return [int(line) for line in child.log.read_text().split("\n") if line.isdecimal()]


def test_a_killed_masters_workers_are_ended_before_the_next_master_starts(master: Child) -> None:
    master.start()
    wait_for(lambda: workers(master))
    (old,) = workers(master)
    assert master.process is not None
    os.kill(master.process.pid, signal.SIGKILL)
    wait_for(lambda: not master.running())
    assert lives(old)  # it holds the port

    master.start()
    assert not lives(old)
    wait_for(lambda: len(workers(master)) == 2)  # the port could be opened
    assert master.running()


def test_stopping_ends_the_workers_of_a_killed_master_too(master: Child) -> None:
    master.start()
    wait_for(lambda: workers(master))
    assert master.process is not None
    os.kill(master.process.pid, signal.SIGKILL)
    wait_for(lambda: not master.running())
    master.stop()
    assert not lives(workers(master)[0])


@pytest.mark.alone
def test_a_killed_postmaster_is_replaced_and_its_busy_backend_ended(tmp_path: Path) -> None:
    postgres = Postgres(tmp_path / "pg", tmp_path / "postgres.log")
    postgres.start()
    try:
        held = psycopg2.connect(host=str(postgres.socket), user="postgres", dbname="postgres")
        held.autocommit = True
        with held.cursor() as cursor:
            cursor.execute("CREATE TABLE kept (n int); INSERT INTO kept VALUES (1), (2)")
        backend = held.info.backend_pid
        # it computes, looks at nothing, and so does not notice that its server died
        busy = threading.Thread(target=_count_for_ever, args=(held,), daemon=True)
        busy.start()
        assert postgres.child is not None
        assert postgres.child.process is not None
        wait_for(lambda: _computes(postgres))
        os.kill(postgres.child.process.pid, signal.SIGKILL)
        wait_for(lambda: not postgres.child.running())  # type: ignore[union-attr]
        assert lives(backend)
        assert (postgres.data / "postmaster.pid").exists()

        postgres.launch()
        postgres.child.wait_ready(postgres.ready)
        assert not lives(backend)
        busy.join(10)
        fresh = psycopg2.connect(host=str(postgres.socket), user="postgres", dbname="postgres")
        with fresh.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM kept")
            assert cursor.fetchone() == (2,)
        fresh.close()
    finally:
        postgres.stop()


def _count_for_ever(connection: psycopg2.extensions.connection) -> None:
    with suppress(psycopg2.Error), connection.cursor() as cursor:
        cursor.execute(COUNTING)


def _computes(postgres: Postgres) -> bool:
    other = psycopg2.connect(host=str(postgres.socket), user="postgres", dbname="postgres")
    try:
        with other.cursor() as cursor:
            query = "SELECT FROM pg_stat_activity WHERE state = 'active' AND query = %s"
            cursor.execute(query, [COUNTING])
            return cursor.fetchone() is not None
    finally:
        other.close()
