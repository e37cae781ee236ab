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
from infrastructure.admin.kinds import KindAdmin
from infrastructure.domain import lifecycle
from infrastructure.domain.placing import Place, move
from infrastructure.models import Asset, OfAsset
from infrastructure.vocabulary import AssetStatus, Visibility
from tests.factories.accounts import AppointmentFactory, UserFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.infrastructure import (
    AssetFactory,
    DeviceFactory,
    RackFactory,
)
from tests.infrastructure.kinds import KINDS

pytestmark = pytest.mark.django_db
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
