"""`make demo`.

Starts every part in order, shows each, watches them, and ends them all when told to.
"""

import fcntl
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TextIO

from egov.embedded.part import Part
from egov.embedded.postgres import Postgres, sweep_sockets
from egov.embedded.process import Child, StartupError, die_with_parent
from egov.embedded.valkey import Valkey

ROOT = Path(__file__).resolve().parents[2]
LOG_SIZE = 5_000_000  # a log larger than so many bytes begins anew
LOGS_KEPT = 3  # so many of before are kept
GLANCE = 0.3  # seconds between two looks at the parts
SETTLED = 10.0  # a Celery part answers nobody: alive for so long, it counts as ready


class Stopped(Exception):
    """Ctrl-C or SIGTERM arrived."""


def say(text: str) -> None:
    print(text, flush=True)


@contextmanager
def step(title: str) -> Iterator[None]:
    began = time.monotonic()
    print(f"· {title} …", flush=True)
    yield
    print(f"  {title}: siap ({time.monotonic() - began:.1f} dtk)", flush=True)


def secret(path: Path) -> str:
    """A secret made once and kept readable for its owner only."""
    if not path.exists():
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(fd, "w") as f:
            f.write(secrets.token_urlsafe(50))
    return path.read_text().strip()


def rotate(folder: Path) -> None:
    """Begins each log anew that has grown too large.

    Those who write append, so that they go on at its new beginning.
    """
    for log in folder.glob("*.log"):
        if log.stat().st_size < LOG_SIZE:
            continue
        for number in range(LOGS_KEPT - 1, 0, -1):
            older = log.with_name(f"{log.name}.{number}")
            if older.exists():
                older.replace(log.with_name(f"{log.name}.{number + 1}"))
        shutil.copyfile(log, log.with_name(f"{log.name}.1"))
        os.truncate(log, 0)


def require_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise StartupError(
                f"Port {port} sedang dipakai program lain. "
                f"Pilih yang lain: make demo PORT={port + 1}"
            ) from None


def _settled(child: Child) -> bool:
    return time.monotonic() - child.started >= SETTLED


class Demo:
    """The portal of one region on this machine; its data lives in .local/<region>/."""

    def __init__(self, region: str, port: int) -> None:
        self.region, self.port = region, port
        # EGOV_LOCAL moves the data elsewhere, for tests and for a read-only checkout
        self.home = Path(os.environ.get("EGOV_LOCAL") or ROOT / ".local") / region
        self.logs = self.home / "log"
        self.children: list[Child] = []
        self.parts: list[Part] = []
        self.postgres: Postgres | None = None
        self.valkey: Valkey | None = None
        self.lock: TextIO | None = None

    # -- start ---------------------------------------------------------------
    def prepare_home(self) -> None:
        try:
            self.home.mkdir(parents=True, exist_ok=True)
        except PermissionError:
            raise StartupError(
                f"Tidak boleh menulis di {self.home}. "
                "Salin atau klon proyek ini ke folder milik Anda."
            ) from None
        owner = self.home.stat().st_uid
        if owner != os.geteuid():
            raise StartupError(
                f"Data di {self.home} milik pengguna lain (uid {owner}). "
                "Jalankan sebagai pengguna itu, atau hapus folder tersebut."
            )
        self.home.chmod(0o700)
        self.lock = (self.home / "lock").open("a+")
        try:
            fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self.lock.seek(0)
            address = self.lock.read().strip()
            where = f" di {address}" if address else ""
            raise StartupError(
                f"Demo ini sudah berjalan{where}. Hentikan dulu dengan Ctrl-C di sana."
            ) from None
        self.logs.mkdir(exist_ok=True)
        self.lock.truncate(0)
        self.lock.write(f"http://127.0.0.1:{self.port}")
        self.lock.flush()

    def environment(self) -> dict[str, str]:
        assert self.postgres and self.valkey
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "egov.settings",
            "DATABASE_URL": self.postgres.runtime_url,
            "MIGRATE_DATABASE_URL": self.postgres.url,
            "REDIS_URL": self.valkey.url,
            "SECRET_KEY": secret(self.home / "secret-key"),
            "METRICS_TOKEN": secret(self.home / "metrics-token"),
            "SD_TOKEN": secret(self.home.parent / "sd-token"),
            "REGION": self.region,
            "DEMO": "1",
            "ALLOWED_HOSTS": "127.0.0.1,localhost",
            "SITE_URL": f"http://127.0.0.1:{self.port}",
            "SECURE": "0",
            "STAFF_MFA_REQUIRED": "0",
            "GATEWAY_URL": os.environ.get("GATEWAY_URL") or "contoh:",  # read at /demo/pesan/
            "MEDIA_ROOT": str(self.home / "media"),
            "STATIC_ROOT": str(self.home / "static"),
            "PYTHONUNBUFFERED": "1",
        }

    def manage(self, *args: str) -> None:
        """Runs a management command in front of the user; its progress is shown as it goes."""
        result = subprocess.run(  # noqa: S603
            [sys.executable, "manage.py", *args],
            cwd=ROOT,
            env=self.environment(),
            check=False,
            preexec_fn=lambda: die_with_parent(signal.SIGTERM),
        )
        if result.returncode != 0:
            raise StartupError(
                f"`manage.py {' '.join(args)}` gagal (kode {result.returncode}); "
                "sebabnya tertulis di atas."
            )

    def start(self) -> None:
        require_port(self.port)
        self.prepare_home()
        sweep_sockets()
        with step("PostgreSQL"):
            self.postgres = Postgres(self.home / "pg", self.logs / "postgres.log")
            self.postgres.start()
            self.postgres.create_database()
        with step("Valkey"):
            self.valkey = Valkey(self.home / "valkey", self.logs / "valkey.log")
            self.valkey.start()
        with step("Susunan basis data, berkas statis, data contoh"):
            self.manage("prepare_demo")
        self.children = self._children()
        for child in self.children:
            with step(child.name):
                child.start()
        self.parts = self._parts()
        web = self.parts[-1]
        self.watch(until=lambda: web.ready_at is not None)
        self.manage("demo_accounts")
        portal = f"http://127.0.0.1:{self.port}/"
        say(f"\nPortal terbuka: {portal}    Meja kerja petugas: {portal}admin/")
        say(f"Catatan (log): {self.logs}    Berhenti: Ctrl-C")

    def _children(self) -> list[Child]:
        """Celery's workers, Celery beat, the demo's targets, the web server; in this order."""
        celery = ["celery", "-A", "egov"]
        beat = ["beat", "--loglevel", "WARNING", "--pidfile=", "-s", str(self.home / "beat")]
        worker = ["worker", "--concurrency", "1", "--loglevel", "WARNING"]
        # a target that does not answer must hold up no notice: checks have a worker of their own
        checker = ["worker", "--queues", "checks", "--pool", "solo", "--loglevel", "WARNING"]
        checker += ["--hostname", "checks@%h"]
        web = ["gunicorn", "egov.wsgi", "--config", "deploy/gunicorn.conf.py"]
        web += ["--bind", f"127.0.0.1:{self.port}"]
        return [
            self._child("Celery worker", "worker.log", [*celery, *worker]),
            self._child("Celery pemeriksa", "checker.log", [*celery, *checker]),
            self._child("Celery beat", "beat.log", [*celery, *beat]),
            self._child("Sasaran contoh", "targets.log", ["egov.embedded.targets", self.region]),
            self._child("Server web", "web.log", web),
        ]

    def _child(self, name: str, log: str, module: list[str]) -> Child:
        argv = [sys.executable, "-m", *module]
        return Child(name, argv, self.environment(), self.logs / log, cwd=ROOT)

    def _parts(self) -> list[Part]:
        """What is watched, the web server last. PostgreSQL and Valkey are ready already."""
        assert self.postgres and self.valkey and self.postgres.child and self.valkey.child
        now = time.monotonic()
        database, valkey, (*celery, web) = self.postgres.child, self.valkey.child, self.children
        return [
            Part(database, self.postgres.ready, self.postgres.launch, say, now, ready_at=now),
            Part(valkey, self.valkey.ready, valkey.start, say, now, ready_at=now),
            *(Part(c, partial(_settled, c), c.start, say, now) for c in celery),
            Part(web, self._web_ready, web.start, say, now),
        ]

    def _web_ready(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=2) as connection:
                connection.sendall(b"GET /healthz HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
                return b" 200 " in connection.recv(64)
        except OSError:
            return False

    # -- watch and stop --------------------------------------------------------
    def watch(self, until: Callable[[], bool] = lambda: False) -> None:
        """Looks after every part. Raises StartupError when one is not ready for too long."""
        while not until():
            time.sleep(GLANCE)
            for part in self.parts:
                part.tick(time.monotonic())
            rotate(self.logs)

    def stop(self) -> None:
        for child in reversed(self.children):
            child.stop()
        if self.valkey:
            self.valkey.stop()
        if self.postgres:
            self.postgres.stop()
        if self.lock:
            self.lock.close()


def _raise_stopped(_signal: int, _frame: object) -> None:
    raise Stopped


def run_demo(region: str, port: int) -> int:
    os.umask(0o077)  # data and logs are their owner's
    die_with_parent(signal.SIGTERM)  # a killed `make` must not leave us behind
    # explicit: a shell's background job starts with SIGINT ignored
    signal.signal(signal.SIGINT, _raise_stopped)
    signal.signal(signal.SIGTERM, _raise_stopped)
    demo = Demo(region, port)
    code = 0
    try:
        demo.start()
        demo.watch()
    except Stopped:
        say("\nMenghentikan semua bagian …")
    except StartupError as error:
        say(f"\nTidak dapat berjalan: {error}")
        code = 1
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        demo.stop()
    if code == 0:
        say("Semua bagian sudah berhenti. Data tetap tersimpan di .local/.")
    else:
        say("Semua bagian dihentikan.")
    return code
