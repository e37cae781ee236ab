"""A file from outside is opened in a process of its own, bounded in memory and time.

What it holds breaks no other. `messages` starts `python -m MODULE`, gives it the file on stdin and
yields what it says, one JSON object a line; `serve` is that process's side. It knows no database,
no settings and no secret.
"""

from __future__ import annotations

import json
import logging
import os
import resource
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
BUSY = 3  # so many times its CPU may it last by the clock
TOO_LONG = (-signal.SIGXCPU, -signal.SIGKILL)
# how a process ends that runs out of memory, or that a file breaks
BROKEN = tuple(-getattr(signal, f"SIG{name}") for name in ("ABRT", "SEGV", "BUS", "ILL", "TRAP"))

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Bounds:
    """Of one file: seconds of CPU, megabytes of memory."""

    seconds: int
    megabytes: int

    @property
    def by_the_clock(self) -> int:
        """Seconds after which it is stopped anyhow: a busy machine gives a third of its time."""
        return BUSY * self.seconds


class Stopped(Exception):
    """It ended without its last word.

    `reason`: "too_long", "too_complex" (out of memory, or broken by the file), or "failed": a
    fault of ours, noted in the log by its place, without a word of the file.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def messages(
    module: str, content: bytes, bounds: Bounds, *, arguments: Iterable[int] = (), longest: int
) -> Iterator[dict[str, Any]]:
    """What the process says of the file, until its last word: a message with "end".

    `longest`: bytes of one message. Raises Stopped. Close it early and the process ends with it.
    """
    try:
        process = _start(module, bounds, arguments)
    except OSError as error:
        raise failed(module, type(error).__name__) from None
    clock = threading.Timer(bounds.by_the_clock, process.kill)
    clock.start()
    try:
        for message in _converse(process, content, longest):
            if "failed" in message:
                raise failed(module, str(message["failed"]))
            yield message
            if "end" in message:
                return
        process.wait()
    finally:
        clock.cancel()
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()
    raise _ended(module, process.returncode)


def _start(module: str, bounds: Bounds, arguments: Iterable[int]) -> subprocess.Popen[bytes]:
    numbers = map(str, (bounds.seconds, bounds.megabytes, *arguments))
    return subprocess.Popen(  # noqa: S603 - our own module, numbers as arguments
        [sys.executable, "-m", module, *numbers],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env={"PATH": os.defpath, "PYTHONUTF8": "1"},
    )


def _converse(
    process: subprocess.Popen[bytes], content: bytes, longest: int
) -> Iterator[dict[str, Any]]:
    """Gives the file and hears the answers; ends where the process does, also within a line."""
    assert process.stdin is not None and process.stdout is not None
    try:
        process.stdin.write(content)
        process.stdin.close()
    except BrokenPipeError:
        pass  # it died while it was given the file; its exit says of what
    while line := process.stdout.readline(longest):
        try:
            message: dict[str, Any] = json.loads(line)
        except ValueError:
            return
        yield message


def _ended(module: str, code: int) -> Stopped:
    """Why a process ended without its last word, by its exit."""
    if code in TOO_LONG:
        return Stopped("too_long")
    return Stopped("too_complex") if code in BROKEN else failed(module, f"exit {code}")


def failed(module: str, place: str) -> Stopped:
    log.error("apart.failed %s %s", module, place)
    return Stopped("failed")


def serve(work: Callable[[bytes, list[int]], None], given: list[str]) -> None:
    """The process's own side: `work`, within its bounds, on the file and the further numbers.

    It tells by `say`, last a message with "end".
    """
    seconds, megabytes, *further = (int(value) for value in given)
    bound(Bounds(seconds, megabytes))
    try:
        work(sys.stdin.buffer.read(), further)
    except MemoryError:
        os.abort()
    except Exception as error:
        *_, last = traceback.extract_tb(error.__traceback__)
        place = f"{type(error).__name__} {Path(last.filename).name}:{last.lineno}"
        say({"failed": place})


def say(message: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def bound(bounds: Bounds) -> None:
    memory = bounds.megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (bounds.seconds, bounds.seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes no file
