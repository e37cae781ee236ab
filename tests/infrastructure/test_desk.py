"""The desk of the inventory: who reads its lists, how they search, and the pages of the verbs."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from egov.accounts.models import User
from egov.search.lists import search
from infrastructure.admin.kinds import KindAdmin
from infrastructure.domain import lifecycle
from infrastructure.domain.placing import Place, move
from infrastructure.models import Asset, Device, OfAsset, WorkRecord
from infrastructure.search import ASSETS, read_mac
from infrastructure.vocabulary import AssetStatus, Visibility
from tests.factories.accounts import AppointmentFactory, UserFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.infrastructure import (
    AccessPointFactory,
    AssetFactory,
    CableFactory,
    CameraFactory,
    DeviceFactory,
    EnclosureFactory,
    LinkFactory,
    PowerSourceFactory,
    RackFactory,
    RoomFactory,
    SegmentFactory,
    SiteFactory,
    StructureFactory,
)

pytestmark = pytest.mark.django_db
KINDS = {
    "site": SiteFactory,
    "room": RoomFactory,
    "rack": RackFactory,
    "powersource": PowerSourceFactory,
    "device": DeviceFactory,
    "structure": StructureFactory,
    "segment": SegmentFactory,
    "cable": CableFactory,
    "camera": CameraFactory,
    "accesspoint": AccessPointFactory,
    "enclosure": EnclosureFactory,
    "link": LinkFactory,
}
WHY = "Surat tugas contoh"


@pytest.fixture
def operator() -> User:
    return AppointmentFactory(role="infra_operator").user


@pytest.fixture
def desk(operator: User, client: Client) -> Client:
    client.force_login(operator)
    return client


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


# -- lists ---------------------------------------------------------------------------------------


def test_every_kind_has_its_list() -> None:
    with_a_list = {
        model for model, page in admin.site._registry.items() if isinstance(page, KindAdmin)
    }
    assert with_a_list == {model for model in OfAsset.__subclasses__() if not model._meta.abstract}


@pytest.mark.parametrize("kind", [*KINDS, "asset"])
def test_a_list_asks_as_much_for_thirty_as_for_three(desk: Client, kind: str) -> None:
    factory: Any = KINDS.get(kind, AssetFactory)
    address = f"/admin/infrastructure/{kind}/"
    desk.get(address)
    counts = []
    for many in (3, 27):
        for _ in range(many):
            thing = factory()
            row = thing if kind == "asset" else thing.asset
            row.owner = AgencyFactory()
            row.save()
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            page = desk.get(address).content.decode()
        counts.append(len(queries))
        whole = [q["sql"] for q in queries if "COUNT(*)" in q["sql"] and "LIMIT" not in q["sql"]]
        assert whole == [], "no list counts all its rows"
    assert page.count("action-checkbox-column") == 1
    assert counts[0] == counts[1]


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_of_a_kind_leads_to_the_page_of_the_asset(desk: Client, kind: str) -> None:
    thing = KINDS[kind]()
    page = desk.get(f"/admin/infrastructure/{kind}/").content.decode()
    target = f"/admin/infrastructure/asset/{thing.pk}/tindakan/"
    assert f'href="{target}"' in page
    for part in ("change", "tindakan"):
        assert desk.get(f"/admin/infrastructure/{kind}/{thing.pk}/{part}/")["Location"] == target
    assert desk.get(target).status_code == 200


@pytest.mark.parametrize("kind", ["asset", *KINDS])
def test_nothing_is_deleted(desk: Client, kind: str) -> None:
    thing = KINDS.get(kind, AssetFactory)()  # type: ignore[operator]
    start = f"/admin/infrastructure/{kind}/"
    assert "delete_selected" not in desk.get(start).content.decode()
    assert desk.post(f"{start}{thing.pk}/delete/", {"post": "yes"}).status_code == 403
    ticked = {"action": "delete_selected", "_selected_action": [thing.pk], "post": "yes"}
    desk.post(start, ticked)
    assert Asset.objects.filter(pk=thing.pk).exists()


# -- who reads -----------------------------------------------------------------------------------


def test_an_agency_finds_its_own_and_nothing_of_its_neighbour(client: Client) -> None:
    office = AppointmentFactory(role="infra_operator_opd")
    client.force_login(office.user)
    own = DeviceFactory(asset__owner=office.agency, serial="SAMA-1")
    other = DeviceFactory(asset__owner=AgencyFactory(), serial="SAMA-2")
    for kind in ("asset", "device"):
        for query in ("", "?q=SAMA"):
            page = client.get(f"/admin/infrastructure/{kind}/{query}").content.decode()
            assert own.asset.code in page and other.asset.code not in page
    for part in ("tindakan/", "history/", "change/"):
        assert client.get(f"/admin/infrastructure/asset/{own.pk}/{part}").status_code == 200
        assert client.get(f"/admin/infrastructure/asset/{other.pk}/{part}").status_code != 200
    answer = client.post(
        "/admin/infrastructure/asset/",
        {"action": "pensiunkan", "_selected_action": [other.pk], "apply": "1", "reason": WHY},
    )
    assert other.asset.code not in answer.content.decode()
    assert Asset.objects.get(pk=other.pk).status == AssetStatus.ACTIVE
    labels = {"action": "print_labels", "_selected_action": [other.pk]}
    assert (
        other.asset.code.encode() not in client.post("/admin/infrastructure/asset/", labels).content
    )


@pytest.mark.parametrize("who", ["lurah", "verifier", "ketua_rw", "legal_officer"])
def test_other_offices_have_no_lists_here(who: str) -> None:
    asset = AssetFactory(visibility=Visibility.PUBLIC)
    client = signed_in(AppointmentFactory(role=who).user)
    for part in ("asset/", "device/", "opening/", "labelreport/", f"asset/{asset.pk}/tindakan/"):
        assert client.get(f"/admin/infrastructure/{part}").status_code == 403, part


def test_a_citizen_and_a_stranger_have_no_desk() -> None:
    for client in (Client(), signed_in(UserFactory())):
        assert client.get("/admin/infrastructure/asset/").status_code in (302, 403)


def test_the_inside_of_what_is_only_visible_is_not_for_the_desk_of_others() -> None:
    """A public device of the neighbour: its page is there, its serial number is not."""
    other = DeviceFactory(
        asset__visibility=Visibility.PUBLIC, asset__owner=AgencyFactory(), serial="RAHASIA-1"
    )
    office = AppointmentFactory(role="infra_operator_opd").user
    for user in (office, AppointmentFactory(role="administrator").user):
        client = signed_in(user)
        for part in (f"asset/{other.pk}/tindakan/", f"asset/{other.pk}/history/", "device/"):
            page = client.get(f"/admin/infrastructure/{part}")
            assert "RAHASIA-1" not in page.content.decode()
        page = client.get("/admin/infrastructure/asset/?q=RAHASIA-1").content.decode()
        assert other.asset.code not in page
        assert client.get(other.asset.get_absolute_url()).status_code == 200


# -- found by what one has in hand ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "mac"),
    [
        ("00:1b:44:11:3a:b7", "00:1B:44:11:3A:B7"),
        ("001B.4411.3AB7", "00:1B:44:11:3A:B7"),
        ("00-1b-44-11-3a-b7", "00:1B:44:11:3A:B7"),
        ("001b44113ab", ""),
        ("SW-KEC-07", ""),
    ],
)
def test_a_mac_however_it_is_written(text: str, mac: str) -> None:
    assert read_mac(text) == mac


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("SW", True),
        ("sw-kec", True),
        ("kec-07", True),
        ("kebraon", True),
        ("kebraon switch", True),
        ("ABC12", True),
        ("abc123", True),
        ("BC123", False),  # a serial number is found from its beginning
        ("001b.4411.3ab7", True),
        ("00:1b:44:11:3a:b8", False),
        ("SW-KEC-08", False),
    ],
)
def test_by_code_name_serial_and_mac(query: str, found: bool) -> None:
    DeviceFactory(
        asset__code="SW-KEC-07",
        asset__name="Switch kecamatan Kebraon",
        serial="ABC123",
        mac="00:1B:44:11:3A:B7",
    )
    AssetFactory(code="LAIN-1")
    rows = search(Asset.objects.all(), query, ASSETS)
    assert [row.code for row in rows] == (["SW-KEC-07"] if found else [])


def test_each_way_of_the_search_has_its_index() -> None:
    """Where PostgreSQL may not read whole tables, it need not: some index answers each way."""
    for at in range(300):  # in fewer rows an ordered walk is as cheap as any index
        DeviceFactory(serial=f"ABC{at}", mac=f"00:1B:44:11:{at // 256:02X}:{at % 256:02X}")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE infrastructure_asset, infrastructure_device")
    with CaptureQueriesContext(connection) as queries:
        list(search(Asset.objects.all(), "001b.4411.3ab7", ASSETS)[:50])
    (probe,) = [q["sql"] for q in queries if "MATERIALIZED" in q["sql"]]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {probe}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    # in plain collation the unique index serves the beginning of a code as well
    assert "asset_code_prefix" in plan or "asset_code_once" in plan
    for index in ("asset_code_trgm", "asset_name_trgm", "device_serial_prefix", "device_mac"):
        assert index in plan, plan
    assert "Seq Scan" not in plan, plan


# -- the page of the verbs -----------------------------------------------------------------------


def test_what_was_typed_stands_again_beside_why_not(desk: Client) -> None:
    rack = RackFactory(u_height=10)
    DeviceFactory(rack=rack, site=rack.site, position2=4, faces=(0, 2))
    device = DeviceFactory()
    given = {"rack": rack.asset.code, "position": "2", "faces": "tembus", "reason": "Contoh pindah"}
    fields = {f"pindah-{name}": value for name, value in given.items()}
    address = f"/admin/infrastructure/asset/{device.pk}/tindakan/"
    page = desk.post(address, {"act": "pindah", **fields}).content.decode()
    assert "Letak di rak itu sudah ditempati" in page and "Contoh pindah" in page
    assert 'id="id_pindah-position_error"' in page
    page = desk.post(address, {"act": "pindah", **fields, "pindah-rack": "TIDAK-ADA"})
    assert 'id="id_pindah-rack_error"' in page.content.decode()
    page = desk.post(address, {"act": "pindah", **fields, "pindah-position": "2,3"})
    assert "setengah" in page.content.decode()


def test_its_history_says_what_was_done_by_which_office_and_why(
    desk: Client, operator: User
) -> None:
    rack, device = RackFactory(), DeviceFactory()
    place = Place(rack=rack, position2=4)
    move(actor=operator, asset=device.asset, place=place, reason="Contoh pindah")
    lifecycle.maintain(actor=operator, asset=device.asset, reason="Contoh rawat")
    page = desk.get(f"/admin/infrastructure/asset/{device.pk}/history/").content.decode()
    for words in (
        "Dipindahkan",
        "Contoh pindah",
        "Dirawat",
        "Operator infrastruktur",
        rack.asset.code,
    ):
        assert words in page
    assert operator.name not in page


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_asks_as_much_with_much_work_as_with_little(
    desk: Client, operator: User, kind: str
) -> None:
    asset = KINDS[kind]().asset
    address = f"/admin/infrastructure/asset/{asset.pk}/tindakan/"
    desk.get(address)
    counts = []
    for many in (1, 5):
        for _ in range(many):
            lifecycle.verify(actor=operator, asset=asset)
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            desk.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1]


# -- a new thing ------------------------------------------------------------------------------


def test_a_device_is_planned_at_the_desk_and_a_no_stands_at_its_field(desk: Client) -> None:
    rack = RackFactory(u_height=10)
    role = DeviceFactory(rack=rack, site=rack.site, position2=4, faces=(0, 2)).role
    given = {"code": "SW-BARU", "role": role.code, "rack": rack.asset.code, "position": "2"}
    given["reason"] = WHY
    address = "/admin/infrastructure/device/add/"
    assert 'id="id_code"' in desk.get(address).content.decode()
    page = desk.post(address, given).content.decode()
    assert 'id="id_position_error"' in page and "SW-BARU" in page
    answer = desk.post(address, {**given, "position": "3", "mac": "001b.4411.3ab7"})
    device = Device.objects.get(asset__code="SW-BARU")
    assert answer["Location"] == f"/admin/infrastructure/asset/{device.pk}/tindakan/"
    assert (device.position2, device.mac) == (6, "00:1B:44:11:3A:B7")
    assert device.asset.status == AssetStatus.PLANNED
    page = desk.post(address, {**given, "code": "sw-baru", "position": "5"}).content.decode()
    assert 'id="id_code_error"' in page


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_its_form_for_who_keeps_things(desk: Client, kind: str) -> None:
    address = f"/admin/infrastructure/{kind}/add/"
    assert desk.get(address).status_code == 200
    empty = desk.post(address, {})
    page = empty.content.decode()
    assert empty.status_code == 200 and 'id="id_code_error"' in page
    assert 'id="id_reason_error"' in page
    for who in ("auditor", "administrator", "lurah"):
        assert signed_in(AppointmentFactory(role=who).user).get(address).status_code == 403


# -- many ----------------------------------------------------------------------------------------


def test_many_are_looked_at_before_they_are_changed(client: Client) -> None:
    office = AppointmentFactory(role="infra_operator_opd")
    client.force_login(office.user)
    own = AssetFactory(owner=office.agency, tags=["lama"])
    gone = AssetFactory(owner=office.agency, status=AssetStatus.RETIRED)
    given = {
        "action": "ubah-banyak",
        "_selected_action": [own.pk, gone.pk],
        "apply": "1",
        "add_tags": "baru",
        "remove_tags": "lama",
        "reason": WHY,
    }
    address = "/admin/infrastructure/asset/"
    page = client.post(address, given).content.decode()
    assert "Belum ada yang tersimpan" in page
    assert "label: lama menjadi baru" in page
    assert "Tidak dipakai lagi. Pakai kembali dulu." in page
    assert 'name="add_tags" value="baru"' in page
    assert not WorkRecord.objects.exists()
    page = client.post(address, {**given, "confirmed": "1"}).content.decode()
    assert "label: lama menjadi baru" in page
    own.refresh_from_db()
    gone.refresh_from_db()
    assert (own.tags, gone.tags) == (["baru"], [])


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Isi paling sedikit satu"),
        ({"area": "99.99"}, "Tidak ada wilayah dengan kode 99.99"),
        ({"operator": "X", "empty": ["operator"]}, "Isi atau kosongkan"),
        ({"add_tags": "x" * 41}, "Satu label paling panjang"),
    ],
)
def test_what_is_wrong_with_the_whole_is_said_before_any_row(
    desk: Client, given: dict[str, Any], sentence: str
) -> None:
    asset = AssetFactory()
    ticked = {"action": "ubah-banyak", "_selected_action": [asset.pk], "apply": "1", "reason": WHY}
    page = desk.post("/admin/infrastructure/asset/", {**ticked, **given}).content.decode()
    assert sentence in page and WHY in page
    assert "Belum ada yang tersimpan" not in page
