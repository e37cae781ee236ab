"""Targets that can be stopped, and the real engine on free ports of this machine."""

from __future__ import annotations

import shutil
import socket
import subprocess
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.embedded.running import free_port

PROGRAMS = ("prometheus", "prometheus-alertmanager", "prometheus-blackbox-exporter")


def missing() -> list[str]:
    """Programs of the engine that this machine lacks; Debian has all of them."""
    return [name for name in PROGRAMS if shutil.which(name) is None]


class Listener:
    """A TCP target on loopback that answers until it is stopped, and again at the same port."""

    def __init__(self) -> None:
        self.port = free_port()
        self.socket: socket.socket | None = None
        self.start()

    def start(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._accept, args=[self.socket], daemon=True).start()

    @staticmethod
    def _accept(server: socket.socket) -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            connection.close()

    def stop(self) -> None:
        if self.socket is not None:
            self.socket.shutdown(socket.SHUT_RDWR)
            self.socket.close()
            self.socket = None


class Engine:
    """Where the three programs listen."""

    def __init__(self) -> None:
        self.prometheus, self.alertmanager, self.blackbox = (
            f"127.0.0.1:{free_port()}" for _ in range(3)
        )

    @contextmanager
    def running(self, folder: Path) -> Iterator[None]:
        """On the configuration of a folder; Alertmanager before Prometheus."""
        data = folder / "data"
        starts = [
            [
                PROGRAMS[1],
                f"--config.file={folder}/alertmanager.yml",
                f"--storage.path={data}/alertmanager",
                f"--web.listen-address={self.alertmanager}",
                "--cluster.listen-address=",
            ],
            [
                PROGRAMS[2],
                f"--config.file={folder}/blackbox.yml",
                f"--web.listen-address={self.blackbox}",
            ],
            [
                PROGRAMS[0],
                f"--config.file={folder}/prometheus.yml",
                f"--storage.tsdb.path={data}/prometheus",
                f"--web.listen-address={self.prometheus}",
                "--rules.alert.resend-delay=3s",  # what was lost at the start is sent again soon
            ],
        ]
        ready = [f"{self.alertmanager}/-/ready", f"{self.blackbox}/-/healthy"]
        ready.append(f"{self.prometheus}/-/ready")
        processes = []
        try:
            for argv, address in zip(starts, ready, strict=True):
                with (folder / f"{argv[0]}.log").open("w") as log:
                    processes.append(subprocess.Popen(argv, stdout=log, stderr=log))
                wait(lambda a=address: _answers(f"http://{a}"), 30, argv[0])
            yield
        finally:
            for process in reversed(processes):
                process.terminate()
            for process in processes:
                process.wait(20)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def wait(until: Callable[[], bool], seconds: float, what: str) -> None:
    end = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < end, f"waited {seconds} s for: {what}"
        time.sleep(0.3)
