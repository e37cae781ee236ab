"""Where mutants are tried: copies of the tree and of the database, never the real ones."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2

from egov.embedded.postgres import Postgres
from tests.mutants.drawing import Mutant

ROOT = Path(__file__).resolve().parents[2]
NOT_COPIED = {".git", ".venv", ".local", ".mypy_cache", ".ruff_cache", ".pytest_cache"}
PATIENCE = 5  # times as long as the tests take without the change
START = 60.0  # seconds that pytest may need before its first test

Lines = dict[str, dict[str, Any]]  # what plugin.py writes: by test, its lines, seconds, outcome


@dataclass(frozen=True)
class Trial:
    fate: str  # killed, timeout, survived or unreached
    tests: int
    seconds: float


class Bench:
    """One copy of the tree with a database of its own; what is tried on it is tried in turn."""

    def __init__(self, home: Path, server: Postgres, number: int) -> None:
        self.tree, self.server, self.name = home / f"tree{number}", server, f"bench{number}"
        shutil.copytree(ROOT, self.tree, ignore=lambda _, names: NOT_COPIED & set(names))
        shared = os.environ.get("SHARED_DATA") or ROOT.parent / "shared" / "data"
        self.env = {
            **os.environ,
            "DATABASE_URL": f"postgresql://postgres@/{self.name}?host={server.socket}",
            "SHARED_DATA": str(shared),
            "PYTHONDONTWRITEBYTECODE": "1",
            "TMPDIR": str(home),
        }

    def draw_map(self, folders: list[str]) -> Lines:
        """Runs the tests of the folders as they are, and tells which lines each one runs."""
        self._lay_database()
        path = self.tree.parent / f"{self.name}-map.json"
        self._pytest(folders, {"MUTANTS_MAP": str(path)}, timeout=3600)
        lines: Lines = json.loads(path.read_text())
        return lines

    def try_out(self, mutant: Mutant, tests: list[str], seconds: float) -> Trial:
        """`tests` in the order in which they are to run; `seconds` that they take unchanged."""
        began = time.monotonic()
        if not tests:
            return Trial("unreached", 0, 0)
        self._lay_database()
        chosen = self.tree.parent / f"{self.name}-tests.json"
        chosen.write_text(json.dumps(tests))
        files = sorted({test.split("::")[0] for test in tests})
        changed, kept = self.tree / mutant.path, self.tree.parent / f"{self.name}-kept.py"
        shutil.copy2(changed, kept)  # with its time: the compiled file beside it stays good
        changed.write_text(mutant.code(self.tree))
        try:
            env = {"MUTANTS_TESTS": str(chosen)}
            code = self._pytest([*files, "-x"], env, timeout=START + PATIENCE * seconds)
        finally:
            shutil.copy2(kept, changed)
        fate = {0: "survived", None: "timeout"}.get(code, "killed")
        return Trial(fate, len(tests), time.monotonic() - began)

    def _lay_database(self) -> None:
        with _cursor(self.server) as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS test_{self.name} WITH (FORCE)")
            cursor.execute(f"CREATE DATABASE test_{self.name} TEMPLATE model STRATEGY file_copy")

    def _pytest(self, args: list[str], env: dict[str, str], *, timeout: float) -> int | None:
        """The exit code, or None when the time was over."""
        argv = [sys.executable, "-m", "pytest", "-q", "-m", "not slow", "--reuse-db"]
        argv += ["-p", "tests.mutants.plugin", "-p", "no:cacheprovider", "-p", "no:randomly"]
        log = (self.tree.parent / f"{self.name}.log").open("w")
        with (
            log,
            subprocess.Popen(
                [*argv, *args],
                cwd=self.tree,
                env={**self.env, **env},
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            ) as process,
        ):
            try:
                return process.wait(timeout)
            except subprocess.TimeoutExpired:
                return None
            finally:
                if process.poll() is None:
                    os.killpg(process.pid, signal.SIGKILL)


@contextmanager
def benches(count: int) -> Iterator[list[Bench]]:
    """Benches over one throw-away server, whose database `model` is migrated once."""
    home = Path(tempfile.mkdtemp(prefix="egov-mutants-"))
    server = Postgres(home / "pg", home / "postgres.log", durable=False)
    try:
        server.start()
        with _cursor(server) as cursor:
            cursor.execute("CREATE DATABASE model")
        migrate = [sys.executable, "manage.py", "migrate", "-v0"]
        env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DATABASE_URL": f"postgresql://postgres@/model?host={server.socket}",
        }
        subprocess.run(migrate, cwd=ROOT, env=env, check=True)
        yield [Bench(home, server, number) for number in range(count)]
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def _cursor(server: Postgres) -> Iterator[Any]:
    connection = psycopg2.connect(host=str(server.socket), user="postgres", dbname="postgres")
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()
