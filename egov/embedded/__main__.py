"""`python -m egov.embedded demo|run|deploy-check`."""

import argparse
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from egov.embedded.postgres import Postgres, sweep_sockets
from egov.embedded.process import StartupError
from egov.embedded.supervisor import ROOT, _raise_stopped, run_demo, say
from egov.embedded.valkey import Valkey


def _manage(command: str, env: dict[str, str]) -> None:
    argv = [sys.executable, "manage.py", command, "-v0"]
    subprocess.run(argv, env=env, cwd=ROOT, check=True)  # noqa: S603


def run_with_services(command: list[str], *, apart: bool = False) -> int:
    """Runs a command beside a throw-away PostgreSQL and Valkey.

    They are given to it as DATABASE_URL and REDIS_URL.
    `apart`: DATABASE_URL is of a role that owns nothing, as in a real installation.
    """
    signal.signal(signal.SIGTERM, _raise_stopped)
    sweep_sockets()
    home = Path(tempfile.mkdtemp(prefix="egov-run-"))
    postgres = Postgres(home / "pg", home / "postgres.log", durable=False)
    valkey = Valkey(home / "valkey", home / "valkey.log")
    try:
        postgres.start()
        postgres.create_database()
        valkey.start()
        (home / "static").mkdir()
        env = {
            "SECRET_KEY": secrets.token_urlsafe(50),
            "ALLOWED_HOSTS": "127.0.0.1,localhost",
            "SECURE": "0",
            "MEDIA_ROOT": str(home / "media"),
            "STATIC_ROOT": str(home / "static"),
            "EMAIL_URL": f"file://{home / 'mail'}",
            **os.environ,
            "DATABASE_URL": postgres.runtime_url if apart else postgres.url,
            "MIGRATE_DATABASE_URL": postgres.url,
            "REDIS_URL": valkey.url,
        }
        if apart:
            _manage("create_roles", env)
        return subprocess.run(command, env=env, cwd=ROOT, check=False).returncode  # noqa: S603
    finally:
        valkey.stop()
        postgres.stop()
        shutil.rmtree(home, ignore_errors=True)


def deploy_check() -> int:
    """`check --deploy` with the settings a real installation would have."""
    env = {
        "SECURE": "1",
        "DEMO": "0",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "portal.invalid",
        "SITE_URL": "https://portal.invalid",
        "EMAIL_URL": "smtp://mail.invalid:587",
    }
    os.environ.update(env)
    check = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return run_with_services(check, apart=True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m egov.embedded")
    commands = parser.add_subparsers(dest="command", required=True)
    demo = commands.add_parser("demo")
    demo.add_argument("--region", default="35.78")
    demo.add_argument("--port", type=int, default=8000)
    run = commands.add_parser("run")
    run.add_argument("argv", nargs=argparse.REMAINDER)
    commands.add_parser("deploy-check")
    args = parser.parse_args()
    try:
        if args.command == "demo":
            if not re.fullmatch(r"\d\d\.\d\d", args.region):
                raise StartupError(
                    f"REGION={args.region} bukan kode kabupaten/kota. "
                    "Contoh: make demo REGION=33.10"
                )
            return run_demo(args.region, args.port)
        if args.command == "run":
            return run_with_services(args.argv[1:] if args.argv[:1] == ["--"] else args.argv)
        return deploy_check()
    except StartupError as error:
        say(f"Tidak dapat berjalan: {error}")
        return 1


if __name__ == "__main__":
    sys.exit(main())
