"""A PostgreSQL of our own over a restored folder, reachable only through a socket beside it."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg2
from django.conf import settings
from psycopg2.extensions import make_dsn

from egov.backup.programs import find_program, spool
from egov.verbs.refusal import Refusal

STOP_WITHIN = 120.0  # seconds for a clean end
EVERYBODY = "local all all trust\n"  # whoever can open the socket's folder: its owner
# nothing of a row reaches the log
OPTIONS = {
    "listen_addresses": "",
    "hba_file": "",
    "ident_file": "",
    "external_pid_file": "",
    "logging_collector": "off",
    "log_destination": "stderr",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "ssl": "off",
    "archive_mode": "off",
    "primary_conninfo": "",
    "primary_slot_name": "",
    "synchronous_standby_names": "",
    "shared_preload_libraries": "",
    "recovery_target_timeline": "latest",
    "hot_standby": "on",
    "jit": "off",
}


def server_user() -> dict[str, Any]:
    """As root PostgreSQL runs under BACKUP_SERVER_USER, for it refuses root."""
    if os.geteuid() != 0 or not settings.BACKUP_SERVER_USER:
        return {}
    try:
        entry = pwd.getpwnam(settings.BACKUP_SERVER_USER)
    except KeyError:
        sentence = (
            f"Pengguna {settings.BACKUP_SERVER_USER} tidak ada di mesin ini. Pasang PostgreSQL, "
            "atau isi BACKUP_SERVER_USER."
        )
        raise Refusal("restore_no_user", sentence) from None
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def hand_over(*folders: Path) -> None:
    """Gives these folders, whole, to the user under whom PostgreSQL runs."""
    owner = server_user()
    if not owner:
        return
    for folder in folders:
        os.chown(folder, owner["user"], owner["group"])
        for path in folder.rglob("*"):
            os.chown(path, owner["user"], owner["group"], follow_symlinks=False)


class ScratchServer:
    """One run of the server over `data`; log, socket and configuration lie in `scratch`."""

    def __init__(self, data: Path, scratch: Path, *, major: int, superuser: str) -> None:
        self.data, self.scratch, self.major, self.superuser = data, scratch, major, superuser
        self.log = scratch / "postgres.log"
        self.child: subprocess.Popen[bytes] | None = None

    def url(self, database: str) -> str:
        return str(make_dsn(dbname=database, user=self.superuser, host=str(self.scratch)))

    @contextmanager
    def running(self, **options: str) -> Iterator[ScratchServer]:
        """Runs it for a `with` and ends it cleanly: after that the folder needs no recovery."""
        self._configure(options)
        argv = [find_program("postgres", self.major), "-D", str(self.data)]
        argv += ["-c", f"config_file={self.scratch / 'postgresql.conf'}"]
        with self.log.open("ab") as out:
            self.child = subprocess.Popen(  # noqa: S603 - an argument list of our own
                argv,
                env={**os.environ, "LC_ALL": "C.UTF-8", "TZ": "UTC"},
                cwd=self.scratch,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                **server_user(),
            )
        try:
            yield self
        finally:
            self._stop()

    def _configure(self, options: dict[str, str]) -> None:
        (self.scratch / "pg_hba.conf").write_text(EVERYBODY)
        (self.scratch / "pg_ident.conf").write_text("")
        values = {**OPTIONS, "unix_socket_directories": str(self.scratch), **options}
        values["hba_file"] = str(self.scratch / "pg_hba.conf")
        values["ident_file"] = str(self.scratch / "pg_ident.conf")
        quoted = {name: text.replace("'", "''") for name, text in values.items()}
        lines = [f"{name} = '{text}'\n" for name, text in quoted.items()]
        (self.scratch / "postgresql.conf").write_text("".join(lines))
        hand_over(self.scratch)

    def wait(self, database: str, ready: Callable[[Any], bool]) -> None:
        """Waits, as long as the server lives, until it answers and `ready(connection)` holds."""
        while True:
            if self.child is None or self.child.poll() is not None:
                sentence = f"PostgreSQL berhenti saat memulihkan. Sebabnya di {self.keep_log()}."
                raise Refusal("restore_server_stopped", sentence)
            try:
                connection = psycopg2.connect(self.url(database))
            except psycopg2.OperationalError:
                time.sleep(0.1)
                continue
            try:
                connection.autocommit = True
                if ready(connection):
                    return
            except (psycopg2.OperationalError, psycopg2.InterfaceError):
                pass  # it ended while it was asked; whether for good is seen above
            finally:
                connection.close()
            time.sleep(0.1)

    def keep_log(self) -> Path:
        """The log outlives the scratch folder when somebody must read it."""
        kept = spool("log") / "restore.log"
        shutil.copyfile(self.log, kept)
        kept.chmod(0o600)
        return kept

    def _stop(self) -> None:
        if self.child is None or self.child.poll() is not None:
            return
        self.child.send_signal(signal.SIGINT)
        try:
            self.child.wait(STOP_WITHIN)
        except subprocess.TimeoutExpired:
            self.child.send_signal(signal.SIGQUIT)
            self.child.wait()
