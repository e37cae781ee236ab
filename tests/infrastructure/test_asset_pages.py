"""Pages of assets: each kind for each office, what a reader may not know, hostile words."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from infrastructure.models import (
    Asset,
    Camera,
    Core,
    PowerFeed,
)
from infrastructure.vocabulary import AssetKind
from tests.factories.accounts import AppointmentFactory, UserFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.infrastructure import (
    AssetFactory,
    CableRouteFactory,
    CableTypeFactory,
    DeploymentFactory,
    DeviceFactory,
    DuctFactory,
    EnclosureFactory,
    LinkFactory,
    OpticalPathFactory,
    PathElementFactory,
    RackFactory,
    SegmentFactory,
)
from tests.infrastructure.network import Town

pytestmark = pytest.mark.django_db


EACH = [
    "DC-A",
    "DC-A-R1",
    "R-1",
    "PDU-1",
    "SW-A",
    "HH-1",
    "SEG-1",
    "FO-1",
    "ODF-A",
    "TL-1",
    "CAM-1",
    "AP-1",
]


@pytest.fixture
def city() -> Town:
    AssetFactory(kind=AssetKind.CAMERA, code="CAM-1")
    AssetFactory(kind=AssetKind.ACCESS_POINT, code="AP-1")
    return Town()


def reader(client: Client, who: str) -> Any:
    """Signs in; the stranger stays outside."""
    if who == "stranger":
        return AnonymousUser()
    user = UserFactory() if who == "citizen" else AppointmentFactory(role=who).user
    client.force_login(user)
    return user


def page(client: Client, code: str) -> str:
    answer = client.get(f"/infrastruktur/aset/{code}/")
    assert answer.status_code == 200, code
    return answer.content.decode()


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("infra_operator", 200),
        ("auditor", 200),
        ("infra_operator_opd", 404),  # another agency's
        ("verifier", 404),
        ("lurah", 404),
        ("camat", 404),
        ("ketua_rw", 404),
        ("citizen", 404),
        ("stranger", 404),
    ],
)
def test_each_kind_for_each_office(client: Client, who: str, status: int) -> None:
    reader(client, who)
    statuses = {code: client.get(f"/infrastruktur/aset/{code}/").status_code for code in EACH}
    assert statuses == dict.fromkeys(EACH, status)


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize(
    ("code", "drawn", "told"),
    [
        ("DC-A", "Susunan jaringan", "KEL-B"),
        ("DC-A-R1", "R-1", "Lantai"),
        ("R-1", "Belakang R-1", "U5"),
        ("PDU-1", "Rantai daya", "PLN-1"),
        ("SW-A", "Rantai daya", "PDU-1"),
        ("HH-1", "SEG-1", "Yang bertemu di sini"),
        ("SEG-1", "Penampang SEG-1", "FO-1"),
        ("FO-1", "Penampang FO-1", "ODF-A"),
        ("ODF-A", "Tray 1 dari ODF-A", "SW-A:1"),
        ("TL-1", "Jejak TL-1", "10,98 dB"),
    ],
)
def test_each_kind_has_its_drawing_and_the_same_in_words(
    client: Client, code: str, drawn: str, told: str
) -> None:
    reader(client, "infra_operator")
    text = page(client, code)
    assert drawn in text
    assert told in text


def test_an_agency_reads_its_own_and_nothing_of_what_is_joined_to_it(
    client: Client, city: Town
) -> None:
    office = AppointmentFactory(role="infra_operator_opd")
    client.force_login(office.user)
    own = ("SW-A", "R-1", "FO-1", "ODF-A", "TL-1", "SEG-1")
    Asset.objects.filter(code__in=own).update(owner=office.agency)
    Asset.objects.exclude(code__in=own).update(owner=AgencyFactory())
    others = set(Asset.objects.exclude(code__in=own).values_list("code", flat=True))
    for code in own:
        text = page(client, code)
        assert [other for other in others if f">{other}<" in text or f" {other}" in text] == [], (
            code
        )
    trace = page(client, "TL-1")
    assert "ODF-A" in trace
    assert "1,02 dB" not in trace, "the sum is of the whole way"
    assert "kosong di sini belum tentu kosong" in page(client, "R-1")
    assert "SN-RAHASIA" in page(client, "SW-A")


def test_serial_numbers_and_addresses_stay_inside(client: Client, city: Town) -> None:
    Asset.objects.filter(code="SW-A").update(visibility="public")
    text = page(client, "SW-A")
    assert str(city.application.name) in text
    assert [word for word in ("SN-RAHASIA", "10.9.8.7", "R-1", "TL-1") if word in text] == []


def test_words_that_would_be_markup_stay_words(client: Client, city: Town) -> None:
    reader(client, "infra_operator")
    evil = '"><script>alert(1)</script>'
    Asset.objects.filter(code="SW-A").update(code=f"SW{evil}", name=evil)
    Asset.objects.filter(code="FO-1").update(name=evil)
    Asset.objects.filter(code="SW-B").update(code=f"B{evil}")
    for code in ("R-1", "FO-1", "ODF-A", "TL-1", "DC-A", "SEG-1", "PDU-1"):
        text = page(client, code)
        assert "<script>alert" not in text, code
    assert "&lt;script&gt;alert(1)" in page(client, "R-1")


def queries(client: Client, code: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        page(client, code)
    return len(captured)


def test_as_many_queries_for_three_as_for_one(client: Client, city: Town) -> None:
    reader(client, "infra_operator")
    codes = [code for code in EACH if code not in ("CAM-1", "AP-1")]
    page(client, "DC-A")
    before = {code: queries(client, code) for code in codes}
    for n in (2, 3):
        city.light(f"TL-{n}", n)
        rack = RackFactory(site=city.a, room=city.room)
        PowerFeed.objects.create(source=city.pdu, target=rack.asset, side="a")
        device = DeviceFactory(site=city.a, rack=city.rack, position2=10 + 2 * n, faces=(0, 1))
        DeploymentFactory(device=device)
        segment = SegmentFactory(a=city.poles[0])
        CableRouteFactory(cable=city.cable, segment=segment)
        CableRouteFactory(segment=city.segment, duct=DuctFactory(segment=city.segment))
        EnclosureFactory(structure=city.poles[0])
    assert {code: queries(client, code) for code in codes} == before
    assert max(before.values()) <= 20


def test_a_cable_of_288_lit_cores_costs_what_one_costs(client: Client, city: Town) -> None:
    """The paths through it are two queries of these: the links, and their ends."""
    reader(client, "infra_operator")
    city.cable.type = CableTypeFactory(tubes=24)
    city.cable.save()
    page(client, "FO-1")
    before = queries(client, "FO-1")
    cores = Core.objects.bulk_create(
        Core(cable=city.cable, number=n, tube=(n - 1) // 12 + 1) for n in range(2, 289)
    )
    for core in cores:
        link = LinkFactory(a=city.near.asset, b=city.far.asset)
        PathElementFactory(
            path=OpticalPathFactory(link=link), asset=city.cable.asset, core=core, sequence=1
        )
    assert queries(client, "FO-1") == before
    assert page(client, "FO-1").count("SW-A, SW-B") == 288


@pytest.mark.parametrize("code", ["FO/TGL/014", "FO~1", "FO 1", "FO-1?x#y", "FO%2F1", "FÖ-1"])
def test_a_code_of_any_letters_has_its_page(client: Client, code: str) -> None:
    reader(client, "infra_operator")
    asset = AssetFactory(kind=AssetKind.CAMERA, code=code)
    AssetFactory(kind=AssetKind.CAMERA, code=code.replace("~", "/") + "/2")
    answer = client.get(asset.get_absolute_url())
    assert answer.context["asset"] == asset


def test_a_wave_and_a_slash_are_two_codes(client: Client) -> None:
    reader(client, "infra_operator")
    wave = AssetFactory(code="A~B")
    AssetFactory(code="A/B")
    assert client.get(wave.get_absolute_url()).context["asset"] == wave


@pytest.mark.parametrize("kind", AssetKind)
def test_what_is_registered_and_not_yet_described_has_a_page(client: Client, kind: str) -> None:
    reader(client, "infra_operator")
    asset = AssetFactory(kind=kind, name="Baru didaftarkan")
    assert "Baru didaftarkan" in page(client, asset.code)


def test_a_camera_tells_what_it_is_for_and_not_what_is_closed(client: Client, city: Town) -> None:
    row = AssetFactory(kind=AssetKind.CAMERA, code="CCTV-1", visibility="public")
    Camera.objects.create(asset=row, purpose="flood", site=city.a, recorder=city.near)
    text = page(client, "CCTV-1")
    assert "Genangan dan pompa" in text
    assert [code for code in ("DC-A", "SW-A") if code in text] == []
    reader(client, "infra_operator")
    assert [code for code in ("DC-A", "SW-A") if code not in page(client, "CCTV-1")] == []


def test_an_address_with_a_slash_leads_to_its_thing(client: Client) -> None:
    reader(client, "infra_operator")
    asset = AssetFactory(code="FO/TGL/014")
    for address in ("/infrastruktur/aset/FO%2FTGL%2F014/", "/infrastruktur/aset/fo/tgl/014/"):
        assert client.get(address).context["asset"] == asset
    assert client.get("/infrastruktur/label/FO/TGL/014/").context["asset"] == asset
