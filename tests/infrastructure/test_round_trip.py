"""What a table says of ducts, inlets and types goes out as it came in."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client

from egov.imports.engine import run_import
from egov.imports.models import ImportRun
from egov.imports.readers import read_rows
from egov.web.exports import export
from infrastructure.domain.planning import plan, plan_many, record_many
from infrastructure.exports import asset_table, device_types
from infrastructure.imports.assets import AssetImporter
from infrastructure.imports.rows import DeviceTypeImporter
from infrastructure.models import DeviceType, Duct
from infrastructure.vocabulary import AssetKind
from tests.factories.accounts import AppointmentFactory
from tests.factories.infrastructure import (
    DeviceFactory,
    DeviceRoleFactory,
    PowerSourceFactory,
    SiteFactory,
    StructureFactory,
)

pytestmark = pytest.mark.django_db
SEGMENT, DEVICE = AssetKind.SEGMENT, AssetKind.DEVICE


@pytest.fixture
def operator() -> Any:
    return AppointmentFactory(role="infra_operator").user


def segment(code: str, ducts: Any) -> dict[str, Any]:
    for end in ("a", "b"):
        StructureFactory(asset__code=f"{code}-{end}")
    return {"code": code, "a": f"{code}-a", "b": f"{code}-b", "kind": "duct", "ducts": ducts}


def ducts_of(code: str) -> list[tuple[int, int | None, int | None]]:
    rows = Duct.objects.filter(segment__asset__code=code).order_by("number")
    return list(rows.values_list("number", "diameter_mm", "parent__number"))


def told(outcomes: list[Any]) -> list[tuple[str, str] | str]:
    return [(o.refusal.code, o.refusal.field) if o.refusal else o.effect for o in outcomes]


def bring(actor: Any, kind: AssetKind, content: bytes) -> ImportRun:
    rows = read_rows(io.BytesIO(content), "x.csv")
    return run_import(AssetImporter(kind), rows, source="x.csv", actor_id=actor.pk)


def test_ducts_are_told_with_what_they_lie_in_and_how_wide_they_are(operator: Any) -> None:
    plan(actor=operator, kind=SEGMENT, values=segment("SEG-1", "1(110) 2(40)<1 3<1 4"))
    assert ducts_of("SEG-1") == [(1, 110, None), (2, 40, 1), (3, None, 1), (4, None, None)]
    content = export("csv", asset_table(operator, SEGMENT))
    assert "1(110) 2(40)<1 3<1 4" in content.decode()
    assert bring(operator, SEGMENT, content).unchanged == 1
    content = content.replace(b"3<1 4", b"3(32)<1 4<1 5")
    assert bring(operator, SEGMENT, content).updated == 1
    assert ducts_of("SEG-1")[2:] == [(3, 32, 1), (4, None, 1), (5, None, None)]


def test_a_program_sends_and_reads_ducts_as_objects(operator: Any, client: Client) -> None:
    pipes = [{"nomor": 1, "garis_tengah_mm": 110}, {"nomor": 2, "di_dalam": 1}]
    plan(actor=operator, kind=SEGMENT, values=segment("SEG-1", pipes))
    client.force_login(operator)
    answer = client.get("/api/v1/ruas/SEG-1/").json()["pipa"]
    assert answer == [
        {"nomor": 1, "garis_tengah_mm": 110, "di_dalam": None},
        {"nomor": 2, "garis_tengah_mm": None, "di_dalam": 1},
    ]


@pytest.mark.parametrize(
    ("ducts", "code"),
    [
        ("1 1(40)", "duct_twice"),
        ("1 2<3", "no_outer_duct"),
        ("1(lebar)", "bad_ducts"),
        ("0", "bad_ducts"),
        ("1<2 2<1", "duct_circle"),
        ("1<1", "duct_circle"),
    ],
)
def test_ducts_that_cannot_be_are_refused_at_their_column(
    operator: Any, ducts: str, code: str
) -> None:
    outcomes = plan_many(actor=operator, kind=SEGMENT, rows=[segment("SEG-1", ducts)])
    assert told(outcomes) == [(code, "ducts")]
    assert not Duct.objects.exists()


def test_a_device_gives_its_own_inlets_out(operator: Any, client: Client) -> None:
    site = SiteFactory(asset__code="DC-9")
    DeviceRoleFactory(code="server")
    PowerSourceFactory(asset__code="PDU-9", site=site)
    values = {"code": "SRV-9", "role": "server", "site": "DC-9", "feeds": "a:PDU-9"}
    plan(actor=operator, kind=DEVICE, values=values)
    content = export("csv", asset_table(operator, DEVICE))
    assert "a:PDU-9" in content.decode()
    assert bring(operator, DEVICE, content).unchanged == 1
    client.force_login(operator)
    assert client.get("/api/v1/perangkat/SRV-9/").json()["catu_daya"] == ["a:PDU-9"]
    assert "catu_daya" not in client.get("/api/v1/perangkat/").json()["results"][0]


def test_state_and_type_of_a_known_row_are_refused_at_its_line(operator: Any) -> None:
    definition = {"manufacturer": "Contoh", "model": "Satu", "slug": "satu"}
    importer = DeviceTypeImporter()
    run_import(importer, iter([(1, definition)]), source="x", actor_id=operator.pk)
    DeviceFactory(asset__code="SRV-1", type=DeviceType.objects.get())
    rows = [{"code": "SRV-1", "status": "retired"}, {"code": "SRV-1", "type": ""}]
    assert [told(record_many(actor=operator, kind=DEVICE, rows=[row])) for row in rows] == [
        [("by_another_way", "status")],
        [("by_another_way", "type")],
    ]


def test_a_device_without_a_type_gets_its_ports_with_one(operator: Any) -> None:
    definition = {
        "manufacturer": "Contoh",
        "model": "Dua",
        "slug": "dua",
        "interfaces": [{"name": "eth0"}, {"name": "eth1"}],
    }
    importer = DeviceTypeImporter()
    run_import(importer, iter([(1, definition)]), source="x", actor_id=operator.pk)
    device = DeviceFactory(asset__code="SRV-1")
    device.ports.create(name="eth0")
    row = {"code": "SRV-1", "type": "dua"}
    assert told(record_many(actor=operator, kind=DEVICE, rows=[row])) == ["updated"]
    assert [port.name for port in device.ports.order_by("name")] == ["eth0", "eth1"]


def test_types_of_devices_go_out_as_they_are_read(operator: Any, client: Client) -> None:
    definition = (
        "manufacturer: Contoh\nmodel: Delapan\nslug: delapan\nu_height: 0.5\n"
        "interfaces:\n  - name: eth0\n    type: 1000base-t\n"
    )

    def bring_types(content: bytes) -> ImportRun:
        rows = read_rows(io.BytesIO(content), "x.yaml")
        return run_import(DeviceTypeImporter(), rows, source="x", actor_id=operator.pk)

    assert bring_types(definition.encode()).created == 1
    assert bring_types(device_types()).unchanged == 1
    client.force_login(operator)
    answer = client.get("/infrastruktur/tabel/tipe-perangkat/")
    assert (
        answer.content == device_types() and "tipe-perangkat.yaml" in answer["Content-Disposition"]
    )
    client.force_login(AppointmentFactory(role="lurah").user)
    assert client.get("/infrastruktur/tabel/tipe-perangkat/").status_code == 403
