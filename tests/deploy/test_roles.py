"""A new server as docs/menjalankan.md sets it up: three roles that suffice, a log without rows."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from egov.backup.sealing import new_identity
from egov.embedded.postgres import Postgres
from egov.embedded.supervisor import ROOT

pytestmark = [pytest.mark.slow]
CONF = ROOT / "deploy" / "postgresql" / "portal.conf"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Postgres]:
    fresh = Postgres(tmp_path / "pg", tmp_path / "postgres.log")
    fresh.start()
    fresh.stop()
    with (fresh.data / "postgresql.conf").open("a") as file:
        file.write(CONF.read_text())
    server = Postgres(tmp_path / "pg", tmp_path / "postgres.log")
    server.start()
    yield server
    server.stop()


def environment(server: Postgres, home: Path) -> dict[str, str]:
    (home / "static").mkdir()
    return {
        **{name: value for name, value in os.environ.items() if name in ("PATH", "HOME")},
        "SECRET_KEY": "0123456789" * 6,
        "ALLOWED_HOSTS": "portal.invalid",
        "SITE_URL": "https://portal.invalid",
        "DATABASE_URL": f"postgresql://portal:satu@/egov?host={server.socket}",
        "MIGRATE_DATABASE_URL": f"postgresql://portal_pemilik:dua@/egov?host={server.socket}",
        "BACKUP_DATABASE_URL": f"postgresql://portal_cadangan:tiga@/egov?host={server.socket}",
        "BACKUP_RECIPIENTS": new_identity(home / "identity.txt"),
        "BACKUP_URL": f"file://{home / 'store'}",
        "BACKUP_SPOOL": str(home / "spool"),
        "PG_BIN": str(server.bin),
        "MEDIA_ROOT": str(home / "media"),
        "STATIC_ROOT": str(home / "static"),
        "PYTHONPATH": str(ROOT),
    }


def run(argv: list[str], env: dict[str, str]) -> str:
    done = subprocess.run(argv, env=env, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def test_three_roles_set_up_run_and_back_up(server: Postgres, tmp_path: Path) -> None:
    env = environment(server, tmp_path)
    psql = [str(server.bin / "psql"), "-X", "-q", "-h", str(server.socket), "-U", "postgres"]
    run([*psql, "-f", "deploy/postgresql/roles.sql"], env)
    manage = [sys.executable, "manage.py"]
    run([*manage, "create_roles"], env)
    run([*manage, "migrate", "-v0"], env)
    run([*manage, "check", "--deploy", "--fail-level", "WARNING"], env)
    assert "selesai" in run([*manage, "backup"], env)
    with psycopg2.connect(env["MIGRATE_DATABASE_URL"]) as link, link.cursor() as cursor:
        cursor.execute("SELECT rolname, rolsuper, rolreplication FROM pg_roles WHERE oid > 16383")
        roles = sorted(cursor.fetchall())
        cursor.execute("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'")
        owners = cursor.fetchall()
    assert [role for role, *_ in roles] == ["portal", "portal_cadangan", "portal_pemilik"]
    assert [role for role, superuser, _ in roles if superuser] == []
    assert [role for role, _, replicates in roles if replicates] == ["portal_cadangan"]
    assert owners == [("portal_pemilik",)]


def test_every_setting_of_the_server_is_in_force(server: Postgres) -> None:
    wanted = dict(re.findall(r"^(\w+) = (\S+)$", CONF.read_text(), re.M))
    assert {"log_error_verbosity", "log_min_error_statement"} <= set(wanted)
    where = f"postgresql://postgres@/postgres?host={server.socket}"
    with psycopg2.connect(where) as link, link.cursor() as cursor:
        for name, value in wanted.items():
            cursor.execute(f"SHOW {name}")
            shown = cursor.fetchone()[0]
            assert {"pglz": "on"}.get(shown, shown) == value, name
