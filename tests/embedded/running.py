"""A real `make demo` in a folder of its own: what it prints, its processes, a person who reads."""

from __future__ import annotations

import http.cookiejar
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from pathlib import Path

from egov.embedded.process import living
from musrenbang.demo.town import HOST, PASSWORD

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Run:
    """One supervised demo; what it prints is kept."""

    def __init__(self, region: str, home: Path, port: int, **settings: str) -> None:
        own = ("DJANGO", "DATABASE", "SECRET", "STATIC", "MEDIA", "SECURE", "STAFF", "DEMO")
        env = {name: value for name, value in os.environ.items() if not name.startswith(own)}
        env |= {"EGOV_LOCAL": str(home), "PYTHONUNBUFFERED": "1", **settings}
        home.parent.mkdir(parents=True, exist_ok=True)
        self.home, self.port = home, port
        self.out = home.parent / f"keluaran-{time.monotonic_ns()}.txt"
        argv = [sys.executable, "-m", "egov.embedded", "demo"]
        argv += ["--region", region, "--port", str(port)]
        told = subprocess.STDOUT
        with self.out.open("wb") as out:
            self.process = subprocess.Popen(argv, cwd=ROOT, env=env, stdout=out, stderr=told)

    def text(self) -> str:
        return self.out.read_text(errors="replace")

    def wait(self, words: str, seconds: float = 300) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if words in self.text():
                return
            if self.process.poll() is not None and words not in self.text():
                raise AssertionError(self.text()[-3000:])
            time.sleep(0.1)
        raise AssertionError(f"“{words}” did not come: {self.text()[-3000:]}")

    def end(self, sig: int = signal.SIGTERM) -> int:
        self.process.send_signal(sig)
        return self.process.wait(60)


def processes_of(home: Path) -> dict[int, str]:
    """Living processes that carry this home in their environment: pid -> command line."""
    found = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            state = (entry / "stat").read_text().rsplit(")", 1)[1].split()[0]
            if state != "Z" and f"EGOV_LOCAL={home}\0".encode() in (entry / "environ").read_bytes():
                line = (entry / "cmdline").read_bytes()
                found[int(entry.name)] = line.replace(b"\0", b" ").decode()
        except OSError:
            continue
    return found


def descendants(root: int) -> dict[int, tuple[int, str]]:
    """Living processes below this one: pid -> its parent and its command line."""
    every: dict[int, tuple[int, str]] = {}
    for pid, _ in living():
        try:
            above = int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
            line = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:  # it ended meanwhile
            continue
        every[pid] = (above, line)
    below = {root}
    while more := {pid for pid, (above, _) in every.items() if above in below} - below:
        below |= more
    return {pid: every[pid] for pid in below - {root} if pid in every}


def gone(home: Path, seconds: float = 20) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not processes_of(home):
            return True
        time.sleep(0.2)
    return False


class Reader:
    """A person's browser: cookies, and forms with their token."""

    def __init__(self, port: int) -> None:
        self.base = f"http://127.0.0.1:{port}"
        self.cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(self.cookies)

    def get(self, address: str) -> str:
        with self.opener.open(self.base + address, timeout=30) as answer:
            return str(answer.read().decode())

    def token(self, address: str) -> str:
        """What the forms of this page carry, so that nobody else can send them."""
        match = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', self.get(address))
        assert match, address
        return match.group(1)

    def post(self, address: str, data: dict[str, str]) -> str:
        """Sends a form; where that leads to."""
        body = urllib.parse.urlencode(data).encode()
        with self.opener.open(self.base + address, body, timeout=30) as answer:
            return str(answer.url)

    def sign_in(self, login: str) -> str:
        """Where one comes to."""
        token = self.token("/akun/masuk/")
        given = {"csrfmiddlewaretoken": token, "login": f"{login}@{HOST}", "password": PASSWORD}
        return self.post("/akun/masuk/", given)
