"""Starting child processes that never outlive us, and stopping them in order."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if os.name == "posix" else None


class StartupError(Exception):
    """A part could not start; the sentence tells a person what to do."""


def die_with_parent(sig: int) -> None:
    """Asks Linux to send `sig` to this process when the supervisor dies, however it dies. Runs in the child."""
    if _libc is not None and hasattr(_libc, "prctl"):
        _libc.prctl(_PR_SET_PDEATHSIG, sig, 0, 0, 0)


def own_user_namespace() -> None:
    """As root, enters a user namespace in which we are an ordinary user: PostgreSQL refuses root, files stay ours."""
    uid, gid = os.geteuid(), os.getegid()
    os.unshare(os.CLONE_NEWUSER)
    Path("/proc/self/uid_map").write_text(f"65534 {uid} 1")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/gid_map").write_text(f"65534 {gid} 1")


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
    starts: list[float] = field(default_factory=list, repr=False)

    def start(self) -> None:
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
            self.process = subprocess.Popen(  # noqa: S603 - an argument list of our own, never a shell
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
        self.starts.append(time.monotonic())
        if self.stdin_text and self.process.stdin:
            self.process.stdin.write(self.stdin_text.encode())
            self.process.stdin.close()

    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        if self.process is None:
            return
        for sig in self.stop_signals:
            if self.process.poll() is not None:
                break
            try:
                if sig == signal.SIGKILL:
                    os.killpg(self.process.pid, sig)
                else:
                    self.process.send_signal(sig)
            except ProcessLookupError:
                break
            try:
                self.process.wait(self.grace)
            except subprocess.TimeoutExpired:
                continue
        # what the child left in its own session ends with it
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            pass

    def wait_ready(self, ready: Callable[[], bool], seconds: float = 30.0) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if not self.running():
                raise StartupError(f"{self.name} berhenti saat dimulai. Lihat catatannya: {self.log}{self.tail()}")
            if ready():
                return
            time.sleep(0.03)
        raise StartupError(f"{self.name} belum siap setelah {seconds:.0f} detik. Lihat catatannya: {self.log}{self.tail()}")

    def tail(self, lines: int = 8) -> str:
        if self.log is None or not self.log.exists():
            return ""
        text = self.log.read_text(errors="replace").splitlines()[-lines:]
        return "".join(f"\n    {line}" for line in text)
