"""What is written of a thing is corrected: with a reason, in its history, and back."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from egov.verbs.refusal import NotAllowed
from infrastructure.domain.planning import record_many
from infrastructure.domain.reading import Choice
from infrastructure.domain.revising import present_values, revisable, revise
from infrastructure.domain.taking_back import last_work, take_back
from infrastructure.models import Asset, Duct, PowerSource, Rack, Site, WorkRecord
from infrastructure.vocabulary import AssetKind, AssetStatus, Work
from tests.factories.accounts import AppointmentFactory, UserFactory
from tests.factories.infrastructure import (
    DeviceFactory,
    LinkFactory,
    PowerSourceFactory,
    RackFactory,
    SegmentFactory,
    SiteFactory,
)
from tests.infrastructure.kinds import KINDS
from tests.refusals import refused

pytestmark = pytest.mark.django_db
WHY = "Surat tugas contoh"


@pytest.fixture
def operator() -> Any:
    return AppointmentFactory(role="infra_operator").user


def test_a_column_of_the_kind_is_corrected_and_goes_back(operator: Any) -> None:
    asset = PowerSourceFactory(autonomy_min=30, kind="ups").asset
    record = revise(actor=operator, asset=asset, values={"autonomy_min": "45"}, reason=WHY)
    assert PowerSource.objects.get().autonomy_min == 45
    assert (record.work, record.reason, record.done_by) == (Work.REVISE, WHY, operator)
    assert record.before == {"columns": {"autonomy_min": 30}}
    assert record.after == {"columns": {"autonomy_min": 45}}
    assert last_work(asset) == record
    take_back(actor=operator, record=record, reason=WHY)
    assert PowerSource.objects.get().autonomy_min == 30
    assert last_work(asset) is None


def test_what_is_kept_in_rows_goes_back_too(operator: Any) -> None:
    segment = SegmentFactory(permit="A-1")
    values = {"ducts": "1(110) 2<1", "permit": ""}
    revise(actor=operator, asset=segment.asset, values=values, reason=WHY)
    assert Duct.objects.count() == 2
    record = revise(actor=operator, asset=segment.asset, values={"ducts": "1(90) 2"}, reason=WHY)
    take_back(actor=operator, record=record, reason=WHY)
    rows = Duct.objects.order_by("number").values_list("diameter_mm", "parent__number")
    assert list(rows) == [(110, None), (None, 1)]


def test_a_table_leaves_the_same_record(operator: Any) -> None:
    rack = RackFactory(u_height=42)
    rows = [{"code": rack.asset.code, "u_height": "45", "name": "Rak baru"}]
    record_many(actor=operator, kind=AssetKind.RACK, rows=rows, reason="Dari tabel rak.csv")
    record = last_work(rack.asset)
    assert record is not None and record.reason == "Dari tabel rak.csv"
    assert record.after == {"columns": {"u_height": 45, "name": "Rak baru"}}
    take_back(actor=operator, record=record, reason=WHY)
    assert Rack.objects.get().u_height == 42 and not Asset.objects.get(pk=rack.pk).name


def test_a_number_to_call_is_in_no_record(operator: Any) -> None:
    site = SiteFactory(contact="0318000000")
    revise(actor=operator, asset=site.asset, values={"contact": "0318000001"}, reason=WHY)
    assert Site.objects.get().contact == "0318000001"
    record = WorkRecord.objects.get()
    assert "0318" not in f"{record.before}{record.after}"


def test_what_is_not_revised(operator: Any) -> None:
    rack = RackFactory(u_height=42)
    DeviceFactory(rack=rack, site=rack.site, position2=80, faces=(0, 2))
    for values, code in (
        ({"u_height": "30"}, "devices_above"),
        ({"u_height": "tinggi"}, "not_a_number"),
        ({"u_height": "42"}, "nothing_to_edit"),
    ):
        with refused(code):
            revise(actor=operator, asset=rack.asset, values=values, reason=WHY)
    with refused("no_reason"):
        revise(actor=operator, asset=rack.asset, values={"u_height": "44"}, reason=" ")
    gone = RackFactory(asset__status=AssetStatus.RETIRED)
    with refused("retired"):
        revise(actor=operator, asset=gone.asset, values={"u_height": "44"}, reason=WHY)
    assert not WorkRecord.objects.exists()


@pytest.mark.parametrize(
    ("who", "own", "others"),
    [
        ("infra_operator", True, True),
        ("infra_operator_opd", True, False),
        ("auditor", False, False),
        ("lurah", False, False),
        ("ketua_rw", False, False),
        ("citizen", False, False),
        ("stranger", False, False),
    ],
)
def test_who_revises_whose(who: str, own: bool, others: bool) -> None:
    actor: Any = AnonymousUser()
    agency = None
    if who == "citizen":
        actor = UserFactory()
    elif who != "stranger":
        office = AppointmentFactory(role=who)
        actor, agency = office.user, office.agency
    for owner, may in ((agency, own and agency is not None), (None, others)):
        asset = RackFactory(asset__owner=owner).asset
        if may or (own and others):
            revise(actor=actor, asset=asset, values={"u_height": "44"}, reason=WHY)
            continue
        with pytest.raises(NotAllowed):
            revise(actor=actor, asset=asset, values={"u_height": "44"}, reason=WHY)


# -- at the desk ----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_the_form_of_each_kind_begins_with_what_is_written(
    operator: Any, client: Client, kind: str
) -> None:
    asset = KINDS[kind]().asset
    client.force_login(operator)
    page = f"/admin/infrastructure/asset/{asset.pk}/tindakan/"
    text = client.get(page).content.decode()
    columns = revisable(asset.kind)
    assert ("perbaiki-isian" in text) == bool(columns)
    if not columns:
        return
    present = present_values(asset, operator)
    sent = {f"perbaiki-isian-{c.name}": _sent(c, present[c.name]) for c in columns}
    answer = client.post(page, {"act": "perbaiki-isian", "perbaiki-isian-reason": WHY, **sent})
    assert "Sudah begitu" in answer.content.decode()
    assert not WorkRecord.objects.exists()


def _sent(column: Any, value: Any) -> Any:
    if isinstance(value, bool):
        return "on" if value else ""
    return "" if value is None else value if column.is_reference else _cell(column, value)


def _cell(column: Any, value: Any) -> Any:
    return value if isinstance(column.reader, Choice) else column.reader.cell(value)


def test_the_desk_says_what_was_corrected_and_how_it_goes_back(
    operator: Any, client: Client
) -> None:
    link = LinkFactory(capacity_mbps=100)
    client.force_login(operator)
    page = f"/admin/infrastructure/asset/{link.pk}/tindakan/"
    sent = {
        "act": "perbaiki-isian",
        "perbaiki-isian-reason": WHY,
        "perbaiki-isian-a": link.a.code,
        "perbaiki-isian-b": link.b.code,
        "perbaiki-isian-medium": link.medium,
        "perbaiki-isian-capacity_mbps": "1000",
    }
    answer = client.post(page, sent, follow=True).content.decode()
    link.refresh_from_db()
    assert link.capacity_mbps == 1000
    assert "Isian diperbaiki: Kapasitas Mbps" in answer and "batalkan" in answer
    refusal = client.post(page, {**sent, "perbaiki-isian-capacity_mbps": "banyak"})
    assert "Tulis angka." in refusal.content.decode()
    assert 'value="banyak"' in refusal.content.decode()
