"""Starting child processes that never outlive us, and stopping them in order."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if os.name == "posix" else None


class StartupError(Exception):
    """A part could not start; the sentence tells a person what to do."""


def die_with_parent(sig: int) -> None:
    """Asks Linux to send `sig` to this process when the supervisor dies, however it dies.

    Runs in the child.
    """
    if _libc is not None and hasattr(_libc, "prctl"):
        _libc.prctl(_PR_SET_PDEATHSIG, sig, 0, 0, 0)


def own_user_namespace() -> None:
    """As root, enters a user namespace in which we are an ordinary user.

    PostgreSQL refuses root, files stay ours.
    """
    uid, gid = os.geteuid(), os.getegid()
    os.unshare(os.CLONE_NEWUSER)
    Path("/proc/self/uid_map").write_text(f"65534 {uid} 1")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/gid_map").write_text(f"65534 {gid} 1")


def living() -> Iterator[tuple[int, int]]:
    """Every process that is no zombie, and its session."""
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            state, _, _, session = (entry / "stat").read_text().rsplit(")", 1)[1].split()[:4]
        except (OSError, ValueError):  # it ended between the two lines
            continue
        if state not in "ZX":
            yield int(entry.name), int(session)


def kill(pid: int, sig: int) -> None:
    """Sends a signal to a process that may be gone already."""
    try:
        os.kill(pid, sig)
    except (ProcessLookupError, PermissionError):
        pass


@dataclass
class Child:
    """One supervised process. `stop_signals` are tried in turn, each given `grace` seconds."""

    name: str
    argv: Sequence[str]
    env: dict[str, str]
    log: Path | None
    cwd: Path | None = None
    stop_signals: tuple[int, ...] = (signal.SIGTERM, signal.SIGQUIT, signal.SIGKILL)
    grace: float = 8.0
    stdin_text: str = ""
    user_namespace: bool = False
    user: int | None = None
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    started: float = 0.0

    def start(self) -> None:
        """Starts the process; what an earlier one left behind is ended first."""
        self.end_session()
        first = self.stop_signals[0]

        def in_child() -> None:
            if self.user_namespace:
                own_user_namespace()
            die_with_parent(first)  # after unshare, which resets it

        out: IO[bytes] | int = subprocess.DEVNULL
        if self.log is not None:
            self.log.parent.mkdir(parents=True, exist_ok=True)
            out = self.log.open("ab")
        try:
            self.process = subprocess.Popen(  # noqa: S603 - arguments of our own, never a shell
                list(self.argv),
                env=self.env,
                cwd=self.cwd,
                stdin=subprocess.PIPE if self.stdin_text else subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=in_child,  # noqa: PLW1509 - single-threaded here
                user=self.user,
                group=self.user,
                extra_groups=[] if self.user is not None else None,
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise StartupError(f"{self.name} tidak dapat dijalankan: {error}") from error
        finally:
            if not isinstance(out, int):
                out.close()
        self.started = time.monotonic()
        if self.stdin_text and self.process.stdin:
            self.process.stdin.write(self.stdin_text.encode())
            self.process.stdin.close()

    def running(self) -> bool:
        """Asks without reaping: as long as a dead process is a zombie, no other gets its number."""
        if self.process is None or self.process.returncode is not None:
            return False
        flags = os.WEXITED | os.WNOHANG | os.WNOWAIT
        return os.waitid(os.P_PID, self.process.pid, flags) is None

    def end_session(self, seconds: float = 10.0) -> None:
        """Kills the process and all it left in its session, and waits for their end.

        Workers whose master was killed would keep the port, and answer with what they had loaded.
        """
        if self.process is None or self.process.returncode is not None:
            return
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            left = [pid for pid, session in living() if session == self.process.pid]
            if not left:
                break
            for pid in left:
                kill(pid, signal.SIGKILL)
            time.sleep(0.02)
        self.process.poll()

    def stop(self) -> None:
        """Asks the process to end, ever more firmly; what is left in its session ends with it."""
        if self.process is None:
            return
        for sig in self.stop_signals:
            if not self.running() or sig == signal.SIGKILL:
                break
            kill(self.process.pid, sig)
            self._wait_end(self.grace)
        self.end_session()

    def _wait_end(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while self.running() and time.monotonic() < until:
            time.sleep(0.03)

    def wait_ready(self, ready: Callable[[], bool], seconds: float = 30.0) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if not self.running():
                raise StartupError(
                    f"{self.name} berhenti saat dimulai. Lihat catatannya: {self.log}{self.tail()}"
                )
            if ready():
                return
            time.sleep(0.03)
        raise StartupError(
            f"{self.name} belum siap setelah {seconds:.0f} detik. "
            f"Lihat catatannya: {self.log}{self.tail()}"
        )

    def tail(self, lines: int = 8) -> str:
        if self.log is None or not self.log.exists():
            return ""
        text = self.log.read_text(errors="replace").splitlines()[-lines:]
        return "".join(f"\n    {line}" for line in text)
