"""The JDIHN feed, out and in again."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from egov.accounts.models import User
from egov.imports.engine import import_file
from regulations.domain.exchange.jdihn import KEYS, feed
from regulations.domain.exchange.jdihn_import import JdihnImporter
from regulations.domain.law.states import force_of
from regulations.domain.registry import load_kinds
from regulations.models import LegalEvent, Regulation
from regulations.vocabulary import EventKind, Force
from tests.regulations.factories import make, record


def without_number(row: dict[str, str]) -> dict[str, str]:
    """A row of the feed, save the number that each database gives anew."""
    return {key: value for key, value in row.items() if key != "idData"}


def test_a_row_of_the_feed_tells_a_regulation_whole(officer: User, settings: Any) -> None:
    settings.SITE_URL = "https://egov.example"
    perda = make(
        "perda",
        "3",
        2018,
        title="Perparkiran",
        enacted_on=date(2018, 6, 20),
        promulgated_on=date(2018, 6, 21),
        gazette_ref="Lembaran Daerah contoh",
        place="Surabaya",
        subjects="PARKIR",
        source_file="https://jdih.example/berkas/3.pdf",
    )
    (row,) = feed(date(2020, 1, 1))
    assert tuple(row) == KEYS
    assert {key: value for key, value in row.items() if value} == {
        "idData": str(perda.pk),
        "tahun_pengundangan": "2018",
        "tanggal_penetapan": "2018-06-20",
        "tanggal_pengundangan": "2018-06-21",
        "jenis": "Peraturan Daerah",
        "noPeraturan": "3",
        "judul": "Peraturan Daerah Kota Surabaya Nomor 3 Tahun 2018 tentang Perparkiran",
        "singkatanJenis": "Perda",
        "tempatTerbit": "Surabaya",
        "penerbit": "Pemerintah Kota Surabaya",
        "sumber": "Lembaran Daerah contoh",
        "subjek": "PARKIR",
        "status": "Berlaku",
        "bahasa": "Indonesia",
        "teuBadan": "Kota Surabaya",
        "fileDownload": "3.pdf",
        "urlDownload": "https://jdih.example/berkas/3.pdf",
        "urlDetailPeraturan": "https://egov.example/regulasi/perda/2018/3/",
        "operasi": "4",
        "display": "1",
    }


def test_what_is_in_no_gazette_has_no_publisher(officer: User) -> None:
    make("perda", "3", 2018)
    (row,) = feed(date(2020, 1, 1))
    assert (row["sumber"], row["penerbit"]) == ("", "")


def test_a_feeds_change_of_mind_is_told_and_odd_rows_come_back_whole(
    officer: User, tmp_path: Path
) -> None:
    make("perda", "NOTA 1", 1950, promulgated_on=date(1953, 5, 5))
    make(
        "perda",
        "7",
        2021,
        enacted_on=date(2020, 12, 30),
        promulgated_on=date(2021, 1, 4),
        gazette_ref="Lembaran ",
    )
    published = feed(timezone.localdate())
    path = tmp_path / "feed.json"
    path.write_text(json.dumps(published), encoding="utf-8")
    Regulation.objects.all().delete()
    assert import_file(JdihnImporter(), path).errors == []
    again = feed(timezone.localdate())
    assert [without_number(row) for row in again] == [without_number(row) for row in published]
    for row in published:
        row["status"] = "Dicabut"
    path.write_text(json.dumps(published), encoding="utf-8")
    run = import_file(JdihnImporter(), path)
    assert [(e["code"], e["stopping"]) for e in run.errors] == [("differs", False)] * 2


def test_a_feed_exported_and_imported_again_is_equal(
    officer: User, client: Client, tmp_path: Path
) -> None:
    make(
        "perda",
        "3",
        2018,
        gazette_ref="Lembaran Daerah contoh",
        place="Surabaya",
        subjects="PARKIR",
    )
    old, later = (
        make("perda", "1", 2009),
        make("perwali", "100.3/210/2025", 2021, commences_on=date(2099, 1, 1)),
    )
    record(officer, EventKind.REPEALS, make("perda", "2", 2011), old, date(2011, 2, 1))
    Regulation.objects.create(
        kind=load_kinds()["perwali"],
        number="28",
        year=2013,
        source_file="https://jdih.example/berkas/28.pdf",
    )
    make("uu", "1", 2020)
    make("perda", "5", 2020, other_region="33.10")
    published = json.loads(client.get("/feed/document.json").getvalue())
    assert published == feed(timezone.localdate())
    assert {row["noPeraturan"]: row["status"] for row in published} == {
        "3": "Berlaku",
        "1": "Tidak berlaku",
        "2": "Berlaku",
        "100.3/210/2025": "Belum berlaku",
        "28": "",
    }
    for row in published:
        assert tuple(row) == KEYS
        assert all(isinstance(v, str) for v in row.values())
        assert all(
            not row[n] or date.fromisoformat(row[n])
            for n in ("tanggal_penetapan", "tanggal_pengundangan")
        )
    path = tmp_path / "feed.json"
    call_command("export_jdihn", path, verbosity=0)
    assert json.loads(path.read_text(encoding="utf-8")) == published
    LegalEvent.objects.all().delete()
    Regulation.objects.all().delete()
    run = import_file(JdihnImporter(), path)
    assert (run.created, run.bad, run.errors) == (5, 0, [])
    again = {row["noPeraturan"]: without_number(row) for row in feed(timezone.localdate())}
    assert again == {row["noPeraturan"]: without_number(row) for row in published}
    # what a feed only states is no status of ours: the dates do not decide
    assert force_of(Regulation.objects.get(number=old.number), date(2020, 1, 1)) == Force.UNKNOWN
    assert force_of(Regulation.objects.get(number=later.number), date(2022, 1, 1)) == Force.UNKNOWN
    repeat = import_file(JdihnImporter(), path)
    assert (repeat.created, repeat.updated, repeat.unchanged) == (0, 0, 5)


def test_a_bad_feed_is_reported_row_by_row_and_keeps_what_is_good(
    officer: User, tmp_path: Path
) -> None:
    rows = [
        {
            "jenis": "PERATURAN DAERAH",
            "noPeraturan": "Nomor 1",
            "judul": "Perda Nomor 1 Tahun 2001 tentang A",
            "tanggal_penetapan": "01-02-2001",
        },
        {
            "jenis": "PERATURAN DAERAH",
            "noPeraturan": "1",
            "judul": "Perda Nomor 1 Tahun 2001 tentang A",
        },
        {"jenis": "Surat Cinta", "noPeraturan": "1", "judul": "X"},
        {
            "jenis": "Perda",
            "noPeraturan": "2",
            "judul": "Perda Nomor 2 Tahun 2002 tentang B",
            "tanggal_penetapan": "32-13-2002",
        },
        {"jenis": "Perda", "noPeraturan": "3", "judul": "tanpa tahun"},
        {
            "jenis": "Peraturan Walikota Surabaya",
            "noPeraturan": 4,
            "judul": "Perwali Nomor 4 Tahun 2004 tentang C",
            "status": "Dicabut",
            "tanggal_penetapan": "2044-01-01",
            "tanggal_pengundangan": None,
            "abstrak": "",
            "urlAbstrak": "",
            "last_updated": "2024-01-01 00:00:00",
        },
        {"jenis": "Undang-Undang", "noPeraturan": "5", "judul": "UU Nomor 5 Tahun 2005 tentang D"},
    ]
    path = tmp_path / "feed.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    run = import_file(JdihnImporter(), path, partial=True)
    assert [(e["line"], e["code"], e["stopping"]) for e in run.errors] == [
        (3, "unknown_kind", True),
        (5, "no_year", True),
        (7, "unknown_kind", True),
        (4, "bad_date", False),
        (6, "invented_date", False),
    ]
    assert list(
        Regulation.objects.order_by("year").values_list("year", "enacted_on", "stated_status")
    ) == [
        (2001, date(2001, 2, 1), ""),
        (2002, None, ""),
        (2004, None, "tidak-berlaku"),
    ]


@pytest.mark.parametrize(
    ("recorded", "stated", "enacted_on", "promulgated_on", "code"),
    [
        (
            {"promulgated_on": date(2018, 6, 21)},
            {"tanggal_penetapan": "2018-06-20"},
            date(2018, 6, 20),
            date(2018, 6, 21),
            [],
        ),
        (
            {"promulgated_on": date(2018, 6, 21)},
            {"tanggal_penetapan": "2018-06-22"},
            None,
            date(2018, 6, 21),
            ["before_enacted"],
        ),
        (
            {"enacted_on": date(2018, 6, 21)},
            {"tanggal_pengundangan": "2018-06-20"},
            date(2018, 6, 21),
            None,
            ["before_enacted"],
        ),
        (
            {"enacted_on": date(2018, 6, 1), "commences_on": date(2018, 6, 21)},
            {"tanggal_pengundangan": "2018-06-22"},
            date(2018, 6, 1),
            None,
            ["after_commencement"],
        ),
        (
            {"enacted_on": date(2018, 6, 1), "commences_on": date(2018, 6, 21)},
            {"tanggal_pengundangan": "2018-06-21"},
            date(2018, 6, 1),
            date(2018, 6, 21),
            [],
        ),
    ],
)
def test_a_feeds_day_that_contradicts_the_registry_is_told_and_left_out(
    officer: User,
    tmp_path: Path,
    recorded: dict[str, Any],
    stated: dict[str, str],
    enacted_on: date | None,
    promulgated_on: date | None,
    code: list[str],
) -> None:
    days = {"enacted_on": None, "promulgated_on": None, "commences_on": None}
    regulation = make("perda", "3", 2018, **{**days, **recorded})
    row = {"jenis": "Perda", "noPeraturan": "3", "judul": "Perda Nomor 3 Tahun 2018 tentang A"}
    path = tmp_path / "feed.json"
    path.write_text(json.dumps([{**row, **stated}]), encoding="utf-8")
    run = import_file(JdihnImporter(), path)
    regulation.refresh_from_db()
    assert (regulation.enacted_on, regulation.promulgated_on) == (enacted_on, promulgated_on)
    assert [(e["code"], e["stopping"]) for e in run.errors] == [(c, False) for c in code]
