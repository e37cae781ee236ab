"""What others have comes in: cameras of cities, KML of contractors, NetBox's tables, hosts."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from egov.areas.profile import load_profile
from egov.imports.engine import Importer, run_import
from egov.imports.models import ImportRun
from egov.imports.readers import read_rows
from infrastructure.domain.hosts import leave_difference, take_difference
from infrastructure.imports.as_built import AsBuiltImporter
from infrastructure.imports.cities import CityCameraImporter
from infrastructure.imports.hosts import HostImporter
from infrastructure.imports.netbox import (
    CABLES,
    DEVICES,
    RACKS,
    SITES,
    NetBoxImporter,
)
from infrastructure.imports.netbox_types import NetBoxTypeImporter
from infrastructure.models import (
    Asset,
    Camera,
    Device,
    DeviceType,
    HostDifference,
    Link,
    Segment,
    Structure,
)
from infrastructure.vocabulary import AssetStatus, HostChange, HostSource, Visibility
from tests.factories.accounts import AppointmentFactory
from tests.factories.areas import KecamatanFactory, RegionFactory
from tests.factories.infrastructure import DeviceFactory, DeviceRoleFactory, StructureFactory
from tests.imports.test_kml import kml, kmz

pytestmark = pytest.mark.django_db
SHARED = Path(os.environ.get("SHARED_DATA", Path(__file__).parents[3] / "shared/data"))


@pytest.fixture
def operator() -> Any:
    return AppointmentFactory(role="infra_operator").user


def bring(actor: Any, importer: Importer, content: bytes, name: str = "x.csv") -> ImportRun:
    rows = read_rows(io.BytesIO(content), name)
    return run_import(importer, rows, source=name, actor_id=actor.pk, partial=True)


def faults(run: ImportRun) -> list[tuple[Any, str, str]]:
    return [(e["line"], e["field"], e["code"]) for e in run.errors if e["stopping"]]


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    return run.created, run.updated, run.unchanged, run.bad


# -- cameras of a city --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("region", "name", "many", "kecamatan"),
    [
        ("35.73", "cctv-malang.csv", 269, "Klojen"),
        ("35.71", "cctv-kediri-atcs.csv", 17, ""),
    ],
)
def test_a_citys_own_list_comes_in_and_changes_nothing_the_second_time(
    operator: Any, settings: Any, region: str, name: str, many: int, kecamatan: str
) -> None:
    path = SHARED / "infra" / name
    if not path.exists():
        pytest.skip(f"{path} is not there (SHARED_DATA)")
    settings.REGION, settings.REGION_PROFILE = region, load_profile(region)
    city = RegionFactory(code=region)
    for number, district in enumerate(("Klojen", "Blimbing", "Lowokwaru", "Sukun"), start=1):
        KecamatanFactory(code=f"{region}.0{number}", name=district, parent=city)
    content = path.read_bytes()
    assert counts(bring(operator, CityCameraImporter(), content, name)) == (many, 0, 0, 0)
    assert counts(bring(operator, CityCameraImporter(), content, name)) == (0, 0, many, 0)
    book = Workbook()
    for line in csv.reader(io.StringIO(content.decode())):
        assert book.active is not None
        book.active.append(line)
    out = io.BytesIO()
    book.save(out)
    again = bring(operator, CityCameraImporter(), out.getvalue(), "x.xlsx")
    assert counts(again) == (0, 0, many, 0)
    first = Camera.objects.select_related("asset__area").order_by("asset__code")[0]
    assert first.asset.status == AssetStatus.ACTIVE
    if kecamatan:
        assert Asset.objects.filter(area__name=kecamatan).count() == 113
        assert not Asset.objects.exclude(visibility=Visibility.PUBLIC).exists()


def test_another_regions_cameras_and_bad_points_are_told_at_their_place(operator: Any) -> None:
    KecamatanFactory(name="Genteng")
    lines = [
        "Nama,Lat,Lng,Kecamatan,Kota,Warna",
        "Simpang A,-7.25,112.74,Genteng,Kota Surabaya,biru",
        "Simpang B,-7.25,112.74,,Kota Malang,",
        "Simpang C,112.74,-7.25,,,",
        "Simpang D,abc,112.74,,,",
        "Simpang A,-7.26,112.74,,,",
        ",-7.25,112.74,,,",
        "Simpang F,-7.27,112.75,Entah,,",
    ]
    run = bring(operator, CityCameraImporter(), "\n".join(lines).encode())
    assert faults(run) == [
        (3, "kota", "other_region"),
        (4, "latitude", "swapped"),
        (5, "latitude", "not_a_number"),
        (6, "code", "duplicate"),
        (7, "name", "no_name"),
    ]
    remarks = [(e["line"], e["code"]) for e in run.errors if not e["stopping"]]
    assert remarks == [(2, "unknown_column"), (8, "unknown_district")]
    assert {c.asset.code for c in Camera.objects.all()} == {"CCTV-SIMPANG-A", "CCTV-SIMPANG-F"}
    assert Asset.objects.get(code="CCTV-SIMPANG-A").area.name == "Genteng"


# -- what a contractor built ---------------------------------------------------------------------

BUILT = """<Document><Folder><name>Handhole</name>
<Placemark><name>HH-1</name><Point><coordinates>112.7400,-7.2500</coordinates></Point></Placemark>
<Placemark><name>HH-2</name><Point><coordinates>112.7410,-7.2500</coordinates></Point></Placemark>
</Folder>
<Placemark><name>Ruas pipa HH-1 HH-2</name><LineString><coordinates>
112.74001,-7.25 112.7405,-7.2501 112.74099,-7.25</coordinates></LineString></Placemark>
<Placemark><name>Ruas udara lepas</name><LineString><coordinates>
112.76,-7.25 112.77,-7.25</coordinates></LineString></Placemark>
<Placemark><name>Ke yang lama</name><LineString><coordinates>
112.7410,-7.25 112.7420,-7.25</coordinates></LineString></Placemark>
</Document>"""


@pytest.mark.parametrize("name", ["x.kml", "x.kmz"])
def test_lines_lie_between_the_nearest_poles_and_chambers(operator: Any, name: str) -> None:
    StructureFactory(asset__code="HH-0", asset__latitude=-7.25, asset__longitude=112.742)
    content = kml(BUILT) if name == "x.kml" else kmz(kml(BUILT))
    run = bring(operator, AsBuiltImporter(), content, name)
    assert (run.created, faults(run)) == (4, [(4, "geometry", "no_end")])
    segment = Segment.objects.get(asset__code="RUAS-PIPA-HH-1-HH-2")
    assert (segment.a.asset.code, segment.b.asset.code) == ("HH-1", "HH-2")
    assert segment.kind == "duct" and segment.length_m == pytest.approx(110.5, abs=3)
    assert Segment.objects.get(asset__code="KE-YANG-LAMA").b.asset.code == "HH-0"
    assert {s.kind for s in Structure.objects.all()} == {"handhole"}
    again = bring(operator, AsBuiltImporter(), content, name)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 4)


# -- NetBox --------------------------------------------------------------------------------------

NETBOX = {
    "sites": "ID,Name,Status,Facility,Region,Tenant,Latitude,Longitude,Description,Comments\n"
    '1,DC-01,Active,,Jawa Timur,Diskominfo,-7.250000,112.740000,"Pusat data",\n'
    "2,Kantor Contoh,Planned,,,,,,,\n",
    "racks": "ID,Name,Site,Location,Group,Status,Facility ID,Role,Type,Height,Devices,Space,Power\n"
    "1,R-01,DC-01,,,Active,,,,42U,2,5%,0%\n",
    "types": "ID,Device Type,Manufacturer,Part Number,U Height,Full Depth,Instances\n"
    "1,Contoh-24,Pabrik,,1.0U,True,2\n",
    "devices": "ID,Name,Status,Tenant,Role,Manufacturer,Type,Serial number,Site,Location,Rack,"
    "Position,Face,IP Address,Virtual Chassis\n"
    "1,SW-01,Active,,Switch Inti,Pabrik,Contoh-24,SN-1,DC-01,,R-01,40.0,Front,10.0.0.1/24,\n"
    "2,SW-02,Offline,,Switch Inti,Pabrik,Contoh-24,SN-2,DC-01,,,,,,\n"
    "3,,Active,,Switch Inti,Pabrik,Contoh-24,,DC-01,,,,,,\n",
    "cables": "ID,Label,Termination A,Termination B,Device A,Device B,Status,Type,Color,Length\n"
    "7,,Gi1,Gi1,SW-01,SW-02,Connected,Single-mode Fiber (OS2),aqua,12 m\n"
    "8,K-8,Gi2,Gi2,SW-01,SW-99,Connected,CAT6,,\n",
}  # fmt: skip


def test_netboxs_own_tables_come_in_twice_the_same(operator: Any) -> None:
    importers: dict[str, Any] = {
        "sites": lambda: NetBoxImporter(SITES),
        "racks": lambda: NetBoxImporter(RACKS),
        "types": NetBoxTypeImporter,
        "devices": lambda: NetBoxImporter(DEVICES),
        "cables": lambda: NetBoxImporter(CABLES),
    }
    expected = {"sites": 2, "racks": 1, "types": 1, "devices": 2, "cables": 1}
    for turn in range(2):
        for table, make in importers.items():
            run = bring(operator, make(), NETBOX[table].encode())
            wanted = (expected[table], 0, 0) if turn == 0 else (0, 0, expected[table])
            assert (run.created, run.updated, run.unchanged) == wanted, (table, run.errors)
            unknown = [e["sentence"] for e in run.errors if e["code"] == "unknown_column"]
            told = table in ("sites", "racks", "devices", "cables", "types")
            assert bool(unknown) == told, table
    switch = Device.objects.select_related("rack__asset", "type", "role").get(asset__code="SW-01")
    assert (switch.serial, switch.mgmt_ip, switch.position2) == ("SN-1", "10.0.0.1", 80)
    assert switch.type is not None and switch.type.model == "Contoh-24"
    assert switch.rack is not None and switch.rack.asset.code == "R-01"
    assert Device.objects.get(asset__code="SW-02").asset.status == AssetStatus.MAINTENANCE
    assert Asset.objects.get(code="KANTOR-CONTOH").name == "Kantor Contoh"
    link = Link.objects.get()
    assert (link.asset.code, link.medium, link.a.code) == ("NB-7", "fibre", "SW-01")
    assert DeviceType.objects.get().height2 == 2
    bad = bring(operator, NetBoxImporter(DEVICES), NETBOX["devices"].encode())
    assert faults(bad) == [(4, "name", "no_name")]
    bad = bring(operator, NetBoxImporter(CABLES), NETBOX["cables"].encode())
    assert faults(bad) == [(3, "b", "unknown_code")]
    assert faults(bring(operator, NetBoxImporter(CABLES), b"ID,Label\n1,x\n")) == [
        (2, "device_a", "missing_column")
    ]


# -- monitors ------------------------------------------------------------------------------------


def zabbix(*hosts: tuple[str, str]) -> bytes:
    told = [{"host": name, "interfaces": [{"ip": ip}]} for name, ip in hosts]
    return json.dumps({"zabbix_export": {"version": "7.0", "hosts": told}}).encode()


def differences() -> dict[str, str]:
    return dict(HostDifference.objects.open().values_list("host", "change"))


def test_a_monitors_list_is_held_against_the_inventory_and_taken_row_by_row(operator: Any) -> None:
    role = DeviceRoleFactory(code="switch")
    same, other, lost = (
        DeviceFactory(asset__code=code, mgmt_ip=ip, role=role)
        for code, ip in (("SW-1", "10.0.0.1"), ("SW-2", "10.0.0.2"), ("SW-3", "10.0.0.3"))
    )
    content = zabbix(("SW-1", "10.0.0.1"), ("sw-2", "10.0.0.22"), ("SW-9", "10.0.0.9"))
    run = bring(operator, HostImporter(HostSource.ZABBIX), content, "x.json")
    assert (run.created, run.unchanged) == (2, 1)
    expected = {"sw-2": HostChange.CHANGED, "SW-9": HostChange.NEW, "SW-3": HostChange.GONE}
    assert differences() == expected
    again = bring(operator, HostImporter(HostSource.ZABBIX), content, "x.json")
    assert (again.created, again.updated, again.unchanged) == (0, 0, 3)
    assert differences() == expected and HostDifference.objects.count() == 3
    assert {d.asset.status for d in Device.objects.all()} == {AssetStatus.ACTIVE}

    def row(host: str) -> HostDifference:
        return HostDifference.objects.open().get(host=host)

    take_difference(actor=operator, difference=row("sw-2"), reason="Zabbix benar")
    take_difference(actor=operator, difference=row("SW-3"), reason="Sudah dicabut")
    more = {"role": "switch", "code": "SW-9"}
    take_difference(actor=operator, difference=row("SW-9"), reason="Baru", more=more)
    other.refresh_from_db()
    assert other.mgmt_ip == "10.0.0.22"
    assert Asset.objects.get(pk=lost.pk).status == AssetStatus.RETIRED
    assert Device.objects.get(asset__code="SW-9").mgmt_ip == "10.0.0.9"
    assert differences() == {}
    librenms = {"status": "ok", "devices": [{"hostname": "10.0.0.1", "sysName": "SW-1"}]}
    run = bring(
        operator, HostImporter(HostSource.LIBRENMS), json.dumps(librenms).encode(), "x.json"
    )
    assert differences() == {"SW-2": HostChange.GONE}
    left = leave_difference(actor=operator, difference=row("SW-2"))
    with pytest.raises(Exception, match="sudah diputuskan"):
        leave_difference(actor=operator, difference=left)
    assert same.asset.status == AssetStatus.ACTIVE
