"""`make demo`'s supervisor, with real parts, in a path with a space, in two other regions."""

from __future__ import annotations

import json
import os
import re
import signal
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.embedded.running import Reader, Run, free_port, gone, processes_of


def tour(port: int, region: str, district: str, village: str) -> str:
    """Every kind of page of a region, as one text.

    It is what an anonymous visitor, a village head and the administrator read.
    """
    reader = Reader(port)
    assert "belum dihitung" not in reader.get("/").lower()  # not even for the first visitor
    listed = reader.get("/usulan/")
    numbers = re.findall(r'href="(/usulan/\d{4}-\d+-\d/)"', listed)
    addresses = [
        "/",
        "/usulan/",
        *numbers[:10],
        f"{numbers[0]}bukti/",
        "/kamus/",
        f"/wilayah/{region}/",
        f"/wilayah/{district}/",
        f"/wilayah/{village}/",
        f"/wilayah/{village}~01/",
        "/usulan/baru/",
        "/aplikasi/",
        "/aplikasi/e-musrenbang/",
        "/regulasi/",
        "/akun/masuk/",
        "/akun/daftar/",
        "/cari/?q=lampu",
        "/api/v1/schema/?format=json",
    ]
    addresses += re.findall(r'href="(/musrenbang/\d{4}/)"', reader.get("/"))
    texts = [reader.get(a) for a in addresses]
    for login in ("lurah", "admin", "perencana"):
        staff = Reader(port)
        assert staff.sign_in(login).endswith("/admin/")
        texts += [
            staff.get(a)
            for a in (
                "/admin/",
                "/admin/musrenbang/proposal/",
                "/admin/areas/area/",
                "/admin/musrenbang/stage/",
                "/akun/",
            )
        ]
    return "\n".join(texts)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "map dengan spasi" / "data"
    yield place
    for pid in processes_of(place):
        os.kill(pid, signal.SIGKILL)


@pytest.mark.alone
def test_jayapura_lives_dies_and_comes_back(home: Path) -> None:
    port = free_port()
    run = Run("91.71", home, port)
    run.wait("Portal terbuka")
    text = tour(port, "91.71", "91.71.03", "91.71.03.2001")
    for word in (
        "Perwali",
        "Distrik Abepura",
        "Kampung Nafri",
        "Kelurahan",
        "WIT",
        "Kota Jayapura",
        "Kepala Distrik",
    ):
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
    beat = next(
        pid for pid, line in processes_of(home).items() if "celery" in line and "beat" in line
    )
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


@pytest.mark.slow
def test_klaten_reads_as_klaten(home: Path) -> None:
    port = free_port()
    run = Run("33.10", home, port)
    run.wait("Portal terbuka")
    text = tour(port, "33.10", "33.10.26", "33.10.01.2001")
    for word in ("Perwali", "Wali Kota", "Walikota", "Surabaya"):
        assert word not in text, word
    for word in ("Kabupaten Klaten", "Bupati", "Perbup", "Kepala Desa", "Desa/Kelurahan"):
        assert word in text, word
    reader, kinds, address = (
        Reader(port),
        [],
        "/api/v1/wilayah/?tingkat=kelurahan&ukuran=200&fields=kode,nama,jenis",
    )
    while address:
        page = json.loads(reader.get(address))
        kinds += page["results"]
        address = (page["next"] or "").removeprefix(reader.base)
    count = Counter(row["jenis"] for row in kinds)
    assert (count["desa"], count["kelurahan"]) == (391, 10)
    for row in [kinds[0], *[r for r in kinds if r["jenis"] == "kelurahan"]]:
        assert f"<h1>{row['jenis'].title()} {row['nama']}</h1>" in reader.get(
            f"/wilayah/{row['kode']}/"
        ).replace("\n", "")
    assert run.end(signal.SIGINT) == 0
    assert gone(home), processes_of(home)


@pytest.mark.slow
def test_a_region_that_does_not_exist_is_said(home: Path) -> None:
    run = Run("99.99", home, free_port())
    assert run.process.wait(30) == 1
    assert "99.99" in run.text()
