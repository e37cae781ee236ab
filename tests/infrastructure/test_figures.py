"""The inventory in figures: who reads which, and what an officer released of what is closed."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from egov.verbs.refusal import NotAllowed, Refusal
from infrastructure.domain.figures import figures_for
from infrastructure.domain.releasing import release_figure, withdraw_figure
from infrastructure.models import DailyUptime
from infrastructure.vocabulary import AssetKind, Visibility
from tests.factories.accounts import AppointmentFactory, UserFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.areas import RegionFactory
from tests.factories.infrastructure import (
    CableRouteFactory,
    CameraFactory,
    CoreFactory,
    DeviceFactory,
    LinkFactory,
    SegmentFactory,
    SiteFactory,
)
from tests.infrastructure.monitoring.city import watch
from tests.infrastructure.street import person

pytestmark = pytest.mark.django_db
PAGE = "/infrastruktur/angka/"
ON = date(2026, 11, 27)


@pytest.fixture(autouse=True)
def _things() -> None:
    cache.clear()
    site = SiteFactory(asset__visibility=Visibility.PUBLIC)
    CameraFactory(asset__visibility=Visibility.PUBLIC, asset__installed_on=date(2020, 5, 1))
    CameraFactory(connectivity="local_only", asset__visibility=Visibility.PUBLIC)
    CameraFactory()  # restricted
    age = {"asset__installed_on": date(2025, 5, 1), "asset__warranty_ends_on": date(2028, 5, 1)}
    DeviceFactory(asset__visibility=Visibility.GOVERNMENT, site=site, **age)
    segment = SegmentFactory(length_m=2500)
    cable = CableRouteFactory(segment=segment).cable
    for state in ("used", "spare", "spare"):
        CoreFactory(cable=cable, state=state)
    main = LinkFactory()
    LinkFactory(backup_of=main)


def told(user: Any) -> dict[str, dict[str, float]]:
    return {
        group.code: {row.word: row.value for row in group.rows} for group in figures_for(user, ON)
    }


def test_everybody_is_told_what_everybody_reads() -> None:
    figures = told(person("stranger"))
    assert figures["aset"] == {"Lokasi": 1, "Kamera": 2}
    assert figures["kamera"] == {
        "Tersambung ke jaringan kota": 1,
        "Terdaftar, tidak tersambung": 1,
    }
    assert figures["umur"] == {"5 sampai 9 tahun": 1, "belum dicatat": 1}
    assert figures.keys() == {"lokasi", "aset", "kamera", "umur"}
    office = told(person("lurah"))
    assert office["aset"]["Perangkat"] == 1 and office["garansi"]["Masih bergaransi"] == 1
    assert "inti" not in office


def test_who_keeps_it_is_told_all() -> None:
    figures = told(person("infra_operator"))
    assert figures["jalur"] == {"Ruas jalur": 2.5, "Kabel serat optik": 2.5}
    assert figures["inti"] == {"Cadangan": 2, "Dipakai": 1}
    assert figures["cadangan"] == {"Tautan dengan cadangan": 1, "Tautan tanpa cadangan": 0}
    assert figures["aset"]["Kamera"] == 3


def test_of_a_closed_class_only_a_released_total_with_name_and_day(client: Client) -> None:
    operator = AppointmentFactory(role="infra_operator", user__name="Pejabat Contoh").user
    page = client.get(PAGE).content.decode()
    assert "Kabel serat optik" not in page
    release = release_figure(actor=operator, kind=AssetKind.CABLE, ground="Keputusan contoh")
    cache.clear()
    page = client.get(PAGE).content.decode()
    assert "Kabel serat optik" in page and "Pejabat Contoh" in page
    today = timezone.localdate()
    assert f"{today.day}-{today.month}-{today.year}" in page
    assert "Ruas jalur" not in page and "FO-" not in page
    assert told(None)["inti"] == {"Cadangan": 2, "Dipakai": 1}
    with pytest.raises(Refusal, match="sudah dibuka"):
        release_figure(actor=operator, kind=AssetKind.CABLE, ground="Lagi")
    withdraw_figure(actor=operator, release=release)
    assert "inti" not in told(None)
    with pytest.raises(Refusal, match="sudah ditarik"):
        withdraw_figure(actor=operator, release=release)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"kind": AssetKind.CAMERA}, "not_closed"),
        ({"ground": " "}, "no_ground"),
        ({"released_on": timezone.localdate() + timedelta(days=2)}, "not_yet"),
    ],
)
def test_a_release_needs_a_closed_class_a_ground_and_a_day(values: Any, code: str) -> None:
    operator = AppointmentFactory(role="infra_operator").user
    with pytest.raises(Refusal) as refused:
        release_figure(actor=operator, **{"kind": AssetKind.CABLE, "ground": "Contoh", **values})
    assert refused.value.code == code


@pytest.mark.parametrize("role", ["infra_operator_opd", "auditor", "lurah", None])
def test_nobody_else_releases(role: str | None) -> None:
    user = AppointmentFactory(role=role).user if role else UserFactory()
    with pytest.raises(NotAllowed):
        release_figure(actor=user, kind=AssetKind.CABLE, ground="Contoh")


def test_the_page_its_table_and_its_drawing_tell_the_same_day(client: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(PAGE).status_code == 200
    assert len(queries) <= 14
    table = client.get(PAGE, {"format": "csv"}).content.decode("utf-8-sig")
    rows = {row["angka"]: row for row in csv.DictReader(io.StringIO(table))}
    assert rows["Kamera"]["nilai"] == "2"
    assert rows["Kamera"]["tanggal"] == timezone.localdate().isoformat()
    drawing = client.get("/infrastruktur/angka.svg")
    assert drawing.headers["Content-Type"] == "image/svg+xml"
    assert (
        "Kamera" in drawing.content.decode()
        and str(timezone.localdate().year) in drawing.content.decode()
    )
    paper = client.get(PAGE, {"format": "pdf"})
    assert paper.content.startswith(b"%PDF-")
    area = RegionFactory()
    assert "Semua angka infrastruktur" in client.get(f"/wilayah/{area.path}/").content.decode()


def test_how_much_answered_is_told_by_owner_without_what_was_planned_or_out_of_reach(
    client: Client,
) -> None:
    owner = AgencyFactory(short_name="Dinas Uji")
    site = SiteFactory(asset__visibility=Visibility.PUBLIC, asset__owner=owner)
    for asset, down in ((site.asset, 100), (SiteFactory(asset__owner=owner).asset, 86_400)):
        DailyUptime.objects.create(
            of_check=watch(asset),
            counted_on=timezone.localdate() - timedelta(days=1),
            up_s=900 if down == 100 else 0,
            down_s=down,
            maintenance_s=1000,
            unreachable_s=1000,
        )
    table = client.get(PAGE, {"format": "csv"}).content.decode("utf-8-sig")
    rows = {row["angka"]: row for row in csv.DictReader(io.StringIO(table))}
    assert (rows["Dinas Uji"]["nilai"], rows["Dinas Uji"]["satuan"]) == ("90.0", "%")
