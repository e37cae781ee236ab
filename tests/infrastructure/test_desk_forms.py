"""Forms of the desk: a new thing of each kind, and many at once."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from egov.accounts.models import User
from infrastructure.models import Device, WorkRecord
from infrastructure.vocabulary import AssetStatus
from tests.factories.accounts import AppointmentFactory
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
