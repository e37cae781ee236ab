"""Things come into the inventory: what is read, and what is refused at which field."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from egov.verbs.refusal import Invalid, NotAllowed
from infrastructure.domain.planning import plan, plan_many, record_many
from infrastructure.models import (
    AccessPoint,
    Asset,
    Cable,
    Device,
    DeviceType,
    Duct,
    Manufacturer,
    Rack,
)
from infrastructure.vocabulary import AssetKind
from tests.factories.accounts import AppointmentFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.infrastructure import (
    AssetFactory,
    CableTypeFactory,
    DeviceFactory,
    DeviceRoleFactory,
    DuctFactory,
    LinkFactory,
    PowerSourceFactory,
    RackFactory,
    SegmentFactory,
    SiteFactory,
    StructureFactory,
)

pytestmark = pytest.mark.django_db

DEVICE = AssetKind.DEVICE


@pytest.fixture
def operator() -> Any:
    return AppointmentFactory(role="infra_operator").user


@pytest.fixture
def rack() -> Rack:
    DeviceRoleFactory(code="server")
    DeviceType.objects.create(
        manufacturer=Manufacturer.objects.create(code="contoh", name="Contoh"),
        code="contoh-1u",
        model="1U",
        full_depth=False,
        definition={"interfaces": [{"name": "eth0", "type": "1000base-t"}, {"name": "eth1"}]},
    )
    site = SiteFactory(asset__code="DC-01")
    return RackFactory(asset__code="R-01", site=site)


def refused(actor: Any, kind: AssetKind, values: dict[str, Any]) -> tuple[str, str]:
    with pytest.raises(Invalid) as refusal:
        plan(actor=actor, kind=kind, values=values)
    assert "." in refusal.value.sentence
    return refusal.value.code, refusal.value.field


def device(code: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "role": "server", **more}


@pytest.mark.usefixtures("rack")
def test_a_device_stands_where_its_rack_stands_with_the_ports_of_its_type(operator: Any) -> None:
    values = device("SRV-1", type="contoh-1u", rack="r-01", position="12,5", status="Dipakai")
    with CaptureQueriesContext(connection) as queries:
        asset = plan(actor=operator, kind=DEVICE, values=values)
    assert len(queries) <= 12
    row = Device.objects.get(pk=asset.pk)
    assert (row.site.asset.code, row.position2, row.height2) == ("DC-01", 25, 2)
    assert (row.faces.lower, row.faces.upper) == (0, 1)
    assert [port.name for port in row.ports.all()] == ["eth0", "eth1"]
    assert (asset.status, asset.visibility) == ("active", "restricted")


@pytest.mark.usefixtures("rack")
@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"code": ""}, ("no_code", "code")),
        ({"code": "A/B"}, ("bad_code", "code")),
        ({"code": "X" * 41}, ("too_long", "code")),
        ({"code": "a-taken"}, ("code_taken", "code")),
        ({"role": ""}, ("required", "role")),
        ({"role": "juru masak"}, ("unknown_code", "role")),
        ({"rack": "R-99"}, ("unknown_code", "rack")),
        ({"rack": "DC-01"}, ("wrong_kind", "rack")),
        ({"site": "DC-02", "rack": "R-01"}, ("other_site", "site")),
        ({"position": "3"}, ("no_rack", "rack")),
        ({"rack": "R-01", "position": "3.2"}, ("not_half_units", "position")),
        ({"rack": "R-01", "position": "42", "height": "2"}, ("beyond_rack", "position")),
        ({"rack": "R-01", "position": "5"}, ("units_taken", "position")),
        ({"status": "hilang"}, ("unknown_choice", "status")),
        ({"status": "retired"}, ("new_is_not_retired", "status")),
        ({"latitude": "112.7", "longitude": "-7.2"}, ("swapped", "latitude")),
        ({"latitude": "48.1", "longitude": "11.5"}, ("not_in_indonesia", "latitude")),
        ({"latitude": "-7.2"}, ("half_a_point", "longitude")),
        ({"latitude": "utara", "longitude": "112"}, ("not_a_number", "latitude")),
        ({"mgmt_ip": "10.0.0"}, ("not_an_address", "mgmt_ip")),
        ({"mac": "00:11"}, ("not_a_mac", "mac")),
        ({"host": "SRV-9", "is_virtual": "tidak"}, ("not_virtual", "host")),
        ({"owner": "tidak-ada"}, ("unknown_code", "owner")),
    ],
)
def test_each_no_has_a_sentence_at_its_field(
    operator: Any, values: dict[str, Any], refusal: tuple[str, str], rack: Rack
) -> None:
    AssetFactory(code="A-TAKEN")
    SiteFactory(asset__code="DC-02")
    DeviceFactory(asset__code="SRV-9", rack=rack, site=rack.site, position2=10, faces=(0, 2))
    before = Asset.objects.count()
    assert refused(operator, DEVICE, {**device("SRV-1"), **values}) == refusal
    assert Asset.objects.count() == before


def test_a_virtual_machine_may_stand_on_a_host_of_the_row_above(operator: Any) -> None:
    DeviceRoleFactory(code="server")
    rows = [device("HOST-1"), device("VM-1", host="host-1"), device("VM-2", host="VM-3")]
    outcomes = plan_many(actor=operator, kind=DEVICE, rows=rows)
    assert [o.effect for o in outcomes] == ["created", "created", None]
    assert Device.objects.get(asset__code="VM-1").host.asset.code == "HOST-1"
    assert Device.objects.get(asset__code="VM-1").is_virtual


@pytest.mark.usefixtures("rack")
def test_one_bad_row_holds_up_no_other(operator: Any) -> None:
    rows = [device(f"SRV-{n}", rack="R-01", position=str(n)) for n in range(1, 31)]
    rows[7]["position"] = "3"
    rows[20]["code"] = "srv-2"
    rows.append(device("SRV-31", rack="R-01", position="99"))
    outcomes = plan_many(actor=operator, kind=DEVICE, rows=rows)
    bad = {o.code: (o.refusal.code, o.refusal.field) for o in outcomes if o.refusal}
    assert bad == {
        "SRV-8": ("units_taken", "position"),
        "srv-2": ("duplicate", "code"),
        "SRV-31": ("beyond_rack", "position"),
    }
    assert Device.objects.count() == len(rows) - len(bad)


@pytest.mark.usefixtures("rack")
def test_a_thousand_take_as_many_queries_as_three(operator: Any) -> None:
    counts = []
    assert operator.appointments_now
    for number, size in enumerate((3, 1000)):
        rows = [device(f"S{number}-{n}", type="contoh-1u", site="DC-01") for n in range(size)]
        with CaptureQueriesContext(connection) as queries:
            outcomes = plan_many(actor=operator, kind=DEVICE, rows=rows)
        assert {outcome.effect for outcome in outcomes} == {"created"}
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 30
    events = apps.get_model("infrastructure", "DeviceEvent")
    assert events.objects.count() == 1003


def test_a_cable_brings_its_cores_and_its_way(operator: Any) -> None:
    CableTypeFactory(code="fo-24", tubes=2)
    first = DuctFactory(number=2, segment__asset__code="SEG-1").segment
    SegmentFactory(asset__code="SEG-2", a=first.b)
    plan(
        actor=operator,
        kind=AssetKind.CABLE,
        values={"kode": "FO-1", "tipe": "fo-24", "lewat": "seg-1#2 SEG-2"},
    )
    cable = Cable.objects.get(asset__code="FO-1")
    assert cable.cores.count() == 24 and cable.cores.last().tube == 2
    ways = [(r.segment.asset.code, r.duct and r.duct.number) for r in cable.routes.all()]
    assert ways == [("SEG-1", 2), ("SEG-2", None)]
    values = {"code": "FO-2", "type": "fo-24", "route": "SEG-1#7"}
    assert refused(operator, AssetKind.CABLE, values) == ("no_duct", "route")
    assert not Asset.objects.filter(code="FO-2").exists()


def test_a_segment_has_its_ducts_its_box_and_its_length(operator: Any) -> None:
    ends = [StructureFactory(asset__code=f"HH-{n}") for n in (1, 2)]
    values = {"code": "SEG-1", "a": "HH-1", "b": "HH-2", "kind": "duct", "ducts": "1 2 3"}
    line = "[[112.73, -7.25], [112.74, -7.25]]"
    asset = plan(actor=operator, kind=AssetKind.SEGMENT, values={**values, "geometry": line})
    segment = ends[0].segments_from.get()
    assert 1000 < segment.length_m < 1200 and segment.west == 112.73
    assert Duct.objects.filter(segment=asset.pk).count() == 3
    swapped = {**values, "code": "SEG-2", "geometry": "[[-7.25, 112.73], [-7.25, 112.74]]"}
    assert refused(operator, AssetKind.SEGMENT, swapped) == ("swapped", "geometry")
    assert refused(operator, AssetKind.SEGMENT, {**values, "code": "S-3", "b": "HH-1"}) == (
        "one_end",
        "b",
    )


def test_a_vpn_goes_over_its_links(operator: Any) -> None:
    ends = [AssetFactory(code=code).code for code in ("LOK-1", "LOK-2")]
    LinkFactory(asset__code="TL-1")
    values = {"code": "VPN-1", "a": ends[0], "b": ends[1], "medium": "vpn", "over": "a:TL-1 b:TL-1"}
    asset = plan(actor=operator, kind=AssetKind.LINK, values=values)
    assert asset.link.over.count() == 2
    wrong = {**values, "code": "VPN-2", "over": "c:TL-1"}
    assert refused(operator, AssetKind.LINK, wrong) == ("bad_over", "over")


def test_a_rack_and_a_device_draw_from_a_source_at_each_side(operator: Any) -> None:
    site = SiteFactory(asset__code="DC-7")
    for code in ("PDU-A", "PDU-B"):
        PowerSourceFactory(asset__code=code, site=site)
    values = {"code": "R-7", "site": "DC-7", "feeds": "a:pdu-a b:PDU-B"}
    asset = plan(actor=operator, kind=AssetKind.RACK, values=values)
    feeds = asset.feeds.order_by("side").values_list("side", "source__asset__code")
    assert list(feeds) == [("a", "PDU-A"), ("b", "PDU-B")]
    for wrong, code in (
        ("c:PDU-A", "bad_feed"),
        ("a:PDU-A a:PDU-B", "side_twice"),
        ("a:DC-7", "wrong_kind"),
        ("a:PDU-9", "unknown_code"),
    ):
        row = {**values, "code": "R-8", "feeds": wrong}
        assert refused(operator, AssetKind.RACK, row) == (code, "feeds")


def test_a_way_leads_through_segments_and_a_vpn_over_links(operator: Any) -> None:
    ends = [AssetFactory(code=code).code for code in ("LOK-1", "LOK-2")]
    CableTypeFactory(code="fo-24")
    way = {"code": "FO-9", "type": "fo-24", "route": "LOK-1"}
    assert refused(operator, AssetKind.CABLE, way) == ("wrong_kind", "route")
    vpn = {"code": "VPN-9", "a": ends[0], "b": ends[1], "medium": "vpn", "over": "a:LOK-1"}
    assert refused(operator, AssetKind.LINK, vpn) == ("wrong_kind", "over")


@pytest.mark.usefixtures("rack")
def test_what_a_row_says_otherwise_is_written_over(operator: Any) -> None:
    rows = [device("SRV-1", serial="A", site="DC-01"), device("SRV-2")]
    plan_many(actor=operator, kind=DEVICE, rows=rows)
    rows = [
        device("SRV-1", serial="B", rack="R-01", position="4"),
        device("SRV-2"),
        device("SRV-3", rack="R-01", position="4"),
        device("srv-2", serial="C"),
    ]
    outcomes = record_many(actor=operator, kind=DEVICE, rows=rows)
    assert [o.effect for o in outcomes][1] == "unchanged"
    assert {o.refusal.code for o in outcomes if o.refusal} == {"units_taken", "duplicate"}
    outcomes = record_many(actor=operator, kind=DEVICE, rows=[device("srv-2")])
    assert outcomes[0].refusal is not None and outcomes[0].refusal.code == "other_case"
    row = [device("SRV-1", serial="", status="active")]
    outcomes = record_many(actor=operator, kind=DEVICE, rows=row)
    assert outcomes[0].refusal is not None and outcomes[0].refusal.field == "status"


@pytest.mark.usefixtures("rack")
def test_an_agency_keeps_its_own_and_nothing_else() -> None:
    office = AppointmentFactory(role="infra_operator_opd")
    AssetFactory(code="DC-02", owner=office.agency)
    other = AgencyFactory()
    rows = [
        device("SRV-1"),
        device("SRV-2", owner=other.code),
        device("SRV-3", site="DC-01"),
    ]
    outcomes = plan_many(actor=office.user, kind=DEVICE, rows=rows)
    assert Asset.objects.get(code="SRV-1").owner == office.agency
    refusals = [(o.refusal.code, o.refusal.field) for o in outcomes if o.refusal]
    assert refusals == [("not_infra_operator", "owner"), ("unknown_code", "site")]
    for who in ("ketua_rw", "lurah", "auditor"):
        with pytest.raises(NotAllowed):
            plan_many(actor=AppointmentFactory(role=who).user, kind=DEVICE, rows=rows)


def test_a_device_has_inlets_of_its_own(operator: Any) -> None:
    site = SiteFactory(asset__code="DC-8")
    PowerSourceFactory(asset__code="PDU-8", site=site)
    DeviceRoleFactory(code="server")
    values = {"code": "SRV-8", "role": "server", "site": "DC-8", "feeds": "b:PDU-8"}
    asset = plan(actor=operator, kind=DEVICE, values=values)
    assert [(feed.side, feed.source.asset.code) for feed in asset.feeds.all()] == [("b", "PDU-8")]


def test_an_access_point_hangs_on_the_network_of_its_site(operator: Any) -> None:
    switch = DeviceFactory(asset__code="SW-1", site=SiteFactory(asset__code="KEL-1"))
    values = {"code": "AP-1", "site": "KEL-1", "powered_by": "sw-1", "ssids": "Wi-Fi A; Tamu"}
    asset = plan(actor=operator, kind=AssetKind.ACCESS_POINT, values=values)
    point = AccessPoint.objects.get(pk=asset.pk)
    assert (point.site, point.powered_by, point.ssids) == (switch.site, switch, ["Wi-Fi A", "Tamu"])
    long = {"code": "AP-2", "ssids": "x" * 33}
    assert refused(operator, AssetKind.ACCESS_POINT, long) == ("too_long", "ssids")
