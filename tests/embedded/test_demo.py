"""`make demo`'s supervisor, with real parts, in a path with a space, in two other regions."""

from __future__ import annotations

import http.cookiejar
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from musrenbang.demo.town import HOST, PASSWORD

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Run:
    """One supervised demo; what it prints is kept."""

    def __init__(self, region: str, home: Path, port: int) -> None:
        env = {
            k: v for k, v in os.environ.items() if not k.startswith(("DJANGO", "DATABASE", "SECRET", "STATIC", "MEDIA", "SECURE", "STAFF", "DEMO"))
        }
        env |= {"EGOV_LOCAL": str(home), "PYTHONUNBUFFERED": "1"}
        home.parent.mkdir(parents=True, exist_ok=True)
        self.home, self.port = home, port
        self.out = home.parent / f"keluaran-{time.monotonic_ns()}.txt"
        argv = [sys.executable, "-m", "egov.embedded", "demo", "--region", region, "--port", str(port)]
        with self.out.open("wb") as out:
            self.process = subprocess.Popen(argv, cwd=ROOT, env=env, stdout=out, stderr=subprocess.STDOUT)

    def text(self) -> str:
        return self.out.read_text(errors="replace")

    def wait(self, words: str, seconds: float = 120) -> None:
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
                found[int(entry.name)] = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
    return found


def gone(home: Path, seconds: float = 20) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not processes_of(home):
            return True
        time.sleep(0.2)
    return False


class Reader:
    def __init__(self, port: int) -> None:
        self.base = f"http://127.0.0.1:{port}"
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def get(self, address: str) -> str:
        with self.opener.open(self.base + address, timeout=30) as answer:
            return str(answer.read().decode())

    def sign_in(self, login: str) -> None:
        token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', self.get("/akun/masuk/"))
        assert token
        given = {"csrfmiddlewaretoken": token.group(1), "login": f"{login}@{HOST}", "password": PASSWORD}
        with self.opener.open(self.base + "/akun/masuk/", urllib.parse.urlencode(given).encode(), timeout=30) as answer:
            assert answer.url.endswith("/admin/")


def tour(port: int, region: str, district: str, village: str) -> str:
    """Every kind of page of a region, as one text: what an anonymous visitor, a village head and the administrator read."""
    reader = Reader(port)
    assert "belum dihitung" not in reader.get("/").lower()  # not even for the first visitor
    listed = reader.get("/usulan/")
    numbers = re.findall(r'href="(/usulan/\d{4}-\d+-\d/)"', listed)
    addresses = [
        "/", "/usulan/", *numbers[:10], f"{numbers[0]}bukti/", "/kamus/", f"/wilayah/{region}/", f"/wilayah/{district}/", f"/wilayah/{village}/",
        f"/wilayah/{village}~01/", "/usulan/baru/",
        "/aplikasi/", "/aplikasi/e-musrenbang/", "/regulasi/", "/akun/masuk/", "/akun/daftar/", "/cari/?q=lampu", "/api/v1/schema/?format=json",
    ]  # fmt: skip
    addresses += re.findall(r'href="(/musrenbang/\d{4}/)"', reader.get("/"))
    texts = [reader.get(a) for a in addresses]
    for login in ("lurah", "admin", "perencana"):
        staff = Reader(port)
        staff.sign_in(login)
        texts += [staff.get(a) for a in ("/admin/", "/admin/musrenbang/proposal/", "/admin/areas/area/", "/admin/musrenbang/stage/", "/akun/")]
    return "\n".join(texts)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "map dengan spasi" / "data"
    yield place
    for pid in processes_of(place):
        os.kill(pid, signal.SIGKILL)


def test_jayapura_lives_dies_and_comes_back(home: Path) -> None:
    port = free_port()
    run = Run("91.71", home, port)
    run.wait("Portal terbuka")
    text = tour(port, "91.71", "91.71.03", "91.71.03.2001")
    for word in ("Perwali", "Distrik Abepura", "Kampung Nafri", "Kelurahan", "WIT", "Kota Jayapura", "Kepala Distrik"):
        assert word in text, word
    assert "Surabaya" not in text
    assert "Bupati" not in text

    # a second one on the same data, and another on the same port, are told what to do
    second = Run("91.71", home, free_port())
    assert second.process.wait(30) == 1
    assert "sudah berjalan" in second.text()
    other = Run("91.71", home.parent / "lain", port)
    assert other.process.wait(30) == 1
    assert f"make demo PORT={port + 1}" in other.text()

    # a part that dies is said and started again
    beat = next(pid for pid, line in processes_of(home).items() if "celery" in line and "beat" in line)
    os.kill(beat, signal.SIGKILL)
    run.wait("Celery beat berhenti sendiri", 20)

    # the supervisor is killed: no orphan; the next start cleans up and keeps the data
    before = Reader(port).get("/api/v1/usulan/?ukuran=1")
    run.process.kill()
    run.process.wait(10)
    assert gone(home), processes_of(home)
    began = time.monotonic()
    again = Run("91.71", home, port)
    again.wait("Portal terbuka", 60)
    assert "usulan contoh" not in again.text()
    print(f"second start: {time.monotonic() - began:.1f} s")
    assert Reader(port).get("/api/v1/usulan/?ukuran=1") == before

    assert again.end(signal.SIGTERM) == 0
    assert gone(home), processes_of(home)
    assert "Semua bagian sudah berhenti" in again.text()


def test_klaten_reads_as_klaten(home: Path) -> None:
    port = free_port()
    run = Run("33.10", home, port)
    run.wait("Portal terbuka")
    text = tour(port, "33.10", "33.10.26", "33.10.01.2001")
    for word in ("Perwali", "Wali Kota", "Walikota", "Surabaya"):
        assert word not in text, word
    for word in ("Kabupaten Klaten", "Bupati", "Perbup", "Kepala Desa", "Desa/Kelurahan"):
        assert word in text, word
    reader, kinds, address = Reader(port), [], "/api/v1/wilayah/?tingkat=kelurahan&ukuran=200&fields=kode,nama,jenis"
    while address:
        page = json.loads(reader.get(address))
        kinds += page["results"]
        address = (page["next"] or "").removeprefix(reader.base)
    assert {k: sum(r["jenis"] == k for r in kinds) for k in ("desa", "kelurahan")} == {"desa": 391, "kelurahan": 10}
    for row in [kinds[0], *[r for r in kinds if r["jenis"] == "kelurahan"]]:
        assert f"<h1>{row['jenis'].title()} {row['nama']}</h1>" in reader.get(f"/wilayah/{row['kode']}/").replace("\n", "")
    assert run.end(signal.SIGINT) == 0
    assert gone(home), processes_of(home)


def test_a_region_that_does_not_exist_is_said(home: Path) -> None:
    run = Run("99.99", home, free_port())
    assert run.process.wait(30) == 1
    assert "99.99" in run.text()
