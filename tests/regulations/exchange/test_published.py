"""What is taken home is made once for each state of the registry.

Who comes after only reads it.
"""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from egov.accounts.models import User
from egov.agencies.models import Agency
from egov.areas.models import Area
from regulations.domain.exchange import published
from regulations.models import Application, Regulation
from regulations.tasks import keep_published
from tests.factories.agencies import AgencyFactory
from tests.regulations.factories import app, make
from tests.town import Town

ADDRESSES = (
    "/aplikasi/bawa-pulang.zip",
    "/aplikasi/?format=csv",
    "/aplikasi/?format=xlsx",
    "/aplikasi/?format=pdf",
    "/feed/document.json",
)


@pytest.fixture(autouse=True)
def kept(settings: Any, tmp_path: Path) -> Path:
    settings.KEPT_ROOT = str(tmp_path / "terbitan")
    return tmp_path / "terbitan"


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


@pytest.mark.parametrize("address", ADDRESSES)
def test_it_is_made_once_and_then_only_read(db: None, address: str) -> None:
    app()
    make("perwali", "3")
    first = Client().get(address)
    content = body(first)
    with CaptureQueriesContext(connection) as asked:
        again = Client().get(address)
        assert body(again) == content
    assert len(asked) == 1, [q["sql"] for q in asked]  # which state there is
    unchanged = Client().get(address, headers={"if-none-match": first["ETag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert unchanged["ETag"] == first["ETag"]


@pytest.mark.parametrize("change", ["application", "regulation", "agency", "more"])
def test_a_change_makes_it_anew(db: None, change: str) -> None:
    application = app(owner=AgencyFactory())
    make("perwali", "3")
    before = Client().get("/aplikasi/bawa-pulang.zip")["ETag"]
    match change:
        case "application":
            Application.objects.filter(pk=application.pk).update(name="Nama yang baru")
        case "regulation":
            Regulation.objects.update(title="Judul yang baru")
        case "agency":
            Agency.objects.update(name="Dinas yang baru")
        case "more":
            app("lain")
    after = Client().get("/aplikasi/bawa-pulang.zip", headers={"if-none-match": before})
    assert after.status_code == 200
    assert after["ETag"] != before
    if change == "application":
        archive = zipfile.ZipFile(io.BytesIO(body(after)))
        assert "Nama yang baru" in archive.read("aplikasi.csv").decode("utf-8-sig")


def test_what_the_registry_does_not_tell_of_makes_nothing_anew(town: Town) -> None:
    before = Client().get("/aplikasi/bawa-pulang.zip")["ETag"]
    User.objects.filter(pk=town.citizen.pk).update(name="Nama Lain")
    town.proposal()
    assert Client().get("/aplikasi/bawa-pulang.zip")["ETag"] == before


@pytest.mark.parametrize("change", ["area", "site"])
def test_what_else_a_file_tells_of_makes_it_anew(town: Town, settings: Any, change: str) -> None:
    before = Client().get("/aplikasi/bawa-pulang.zip")["ETag"]
    if change == "area":
        Area.objects.filter(pk=town.rw.pk).update(name="RW lain")
    else:
        settings.SITE_URL = "https://lain.example"
    assert Client().get("/aplikasi/bawa-pulang.zip")["ETag"] != before


def test_the_day_turning_makes_it_anew(db: None) -> None:
    before = Client().get("/feed/document.json")["ETag"]
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert Client().get("/feed/document.json")["ETag"] != before


def test_the_beat_makes_them_before_anybody_asks(db: None, kept: Path) -> None:
    app()
    assert keep_published() == len(published.SHAPES) == len(list(kept.iterdir()))
    with CaptureQueriesContext(connection) as asked:
        assert keep_published() == len(published.SHAPES)
        for address in ADDRESSES:
            assert Client().get(address).status_code == 200
    assert len(asked) == 1 + len(ADDRESSES)


def test_older_ones_go(db: None, kept: Path) -> None:
    for day in range(1, 12):
        assert Client().get(f"/aplikasi/?format=csv&pada=2020-01-{day:02d}").status_code == 200
    assert len(list(kept.iterdir())) == 6


def test_what_fails_while_it_is_made_leaves_nothing(
    db: None, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(on: Any, out: Any) -> None:
        out.write(b"setengah")
        raise OSError("disk penuh")

    monkeypatch.setitem(published.SHAPES, "aplikasi.csv", (broken, "text/csv"))
    assert Client(raise_request_exception=False).get("/aplikasi/?format=csv").status_code == 500
    assert list(kept.iterdir()) == []


def test_packed_shapes_are_not_compressed_again(db: None) -> None:
    asked = {"accept-encoding": "gzip"}
    assert (
        not Client().get("/aplikasi/bawa-pulang.zip", headers=asked).has_header("Content-Encoding")
    )
    assert Client().get("/feed/document.json", headers=asked)["Content-Encoding"] == "gzip"
