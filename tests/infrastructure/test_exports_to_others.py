"""What goes out: GeoJSON and KML that come back, headings of NetBox, Open Fibre Data Standard."""

from __future__ import annotations

import io
import json
from typing import Any

import fastkml
import pytest
from django.test import Client
from libcoveofds.jsonschemavalidate import JSONSchemaValidator
from libcoveofds.schema import OFDSSchema

from egov.imports.engine import Importer, run_import
from egov.imports.models import ImportRun
from egov.imports.readers import read_rows
from egov.web.exports import export
from infrastructure.exports_netbox import TABLES, netbox_table
from infrastructure.imports.assets import AssetImporter
from infrastructure.imports.netbox import (
    CABLES,
    DEVICES,
    RACKS,
    SITES,
    NetBoxImporter,
)
from infrastructure.imports.netbox_types import NetBoxTypeImporter
from infrastructure.models import Asset, DeviceType, Manufacturer
from infrastructure.vocabulary import AssetKind, CameraPurpose, Visibility
from tests.factories.accounts import AppointmentFactory
from tests.factories.infrastructure import (
    CameraFactory,
    DeviceFactory,
    LinkFactory,
    RackFactory,
    SegmentFactory,
    SiteFactory,
    StructureFactory,
)
from tests.factories.regulations import RegulationFactory
from tests.infrastructure.street import HOSTILE, Street

pytestmark = pytest.mark.django_db
TABLE = "/infrastruktur/tabel/"
LINE = [[112.74, -7.25], [112.7412345, -7.2512345], [112.75, -7.25]]


@pytest.fixture
def operator() -> Any:
    return AppointmentFactory(role="infra_operator").user


@pytest.fixture
def _things() -> None:
    place = {"asset__latitude": -7.2512345, "asset__longitude": 112.7412345}
    SiteFactory(asset__code="LOK-1", asset__name=HOSTILE, population=None, **place)
    CameraFactory(
        asset__code="C-1", purpose=CameraPurpose.FLOOD, azimuth=90, legal_basis=RegulationFactory(),
        asset__visibility=Visibility.PUBLIC, asset__tags=["satu", "dua"], **place,
    )  # fmt: skip
    CameraFactory(asset__code="C-2", asset__visibility=Visibility.RESTRICTED, **place)
    ends = [StructureFactory(asset__code=f"HH-{n}", **place) for n in (1, 2)]
    SegmentFactory(asset__code="SEG-1", a=ends[0], b=ends[1], geometry=LINE)


def bring(actor: Any, importer: Importer, content: bytes, name: str) -> ImportRun:
    rows = read_rows(io.BytesIO(content), name)
    return run_import(importer, rows, source=name, actor_id=actor.pk)


@pytest.mark.usefixtures("_things")
@pytest.mark.parametrize("suffix", ["geojson", "kml", "csv"])
def test_places_go_out_and_come_in_without_a_change(
    client: Client, operator: Any, suffix: str
) -> None:
    client.force_login(operator)
    for kind in ("site", "camera", "structure", "segment"):
        answer = client.get(f"{TABLE}{kind}/", {"format": suffix})
        assert answer.status_code == 200
        run = bring(operator, AssetImporter(AssetKind(kind)), answer.content, f"x.{suffix}")
        many = Asset.objects.filter(kind=kind).count()
        assert (run.errors, run.updated, run.unchanged) == ([], 0, many), kind
        if suffix == "csv":
            continue
        etag = answer.headers["ETag"]
        again = client.get(f"{TABLE}{kind}/", {"format": suffix}, HTTP_IF_NONE_MATCH=etag)
        assert again.status_code == 304
    assert client.get(f"{TABLE}device/", {"format": "kml"}).status_code == 404


@pytest.mark.usefixtures("_things")
def test_for_hands_outside_it_is_rounded_and_straight(client: Client, operator: Any) -> None:
    client.force_login(operator)
    asked = {"format": "geojson", "geometri": "umum"}
    (segment,) = client.get(f"{TABLE}segment/", asked).json()["features"]
    assert segment["geometry"]["coordinates"] == [LINE[0], LINE[2]]
    assert segment["properties"]["telecom"] == "line"
    (site,) = client.get(f"{TABLE}site/", asked).json()["features"]
    assert site["geometry"]["coordinates"] == [112.741, -7.251]
    assert "112.7412345" not in json.dumps(site)
    far = client.get(f"{TABLE}segment/", {**asked, "bbox": "100,-1,101,0"}).json()
    assert far["features"] == []


@pytest.mark.usefixtures("_things")
def test_another_program_reads_our_kml(client: Client, operator: Any) -> None:
    client.force_login(operator)
    content = client.get(f"{TABLE}camera/", {"format": "kml"}).content
    document = fastkml.KML.from_string(content).features[0]
    marks = {mark.name: mark for mark in document.features}
    assert set(marks) == {"C-1", "C-2"}
    assert marks["C-1"].geometry.coords[0] == (112.7412345, -7.2512345)
    data = {element.name: element.value for element in marks["C-1"].extended_data.elements}
    assert (data["purpose"], data["azimuth"]) == ("Genangan dan pompa", "90")
    sites = client.get(f"{TABLE}site/", {"format": "kml"}).content
    (site,) = fastkml.KML.from_string(sites).features[0].features
    assert HOSTILE.split("\n")[0][:20] in site.name


@pytest.mark.usefixtures("_things")
@pytest.mark.parametrize("suffix", ["csv", "xlsx", "geojson", "kml"])
def test_of_the_register_everybody_takes_along_what_everybody_reads(
    client: Client, suffix: str
) -> None:
    answer = client.get("/infrastruktur/cctv/", {"format": suffix})
    assert answer.status_code == 200
    rows = [row for _, row in read_rows(io.BytesIO(answer.content), f"x.{suffix}")]
    assert [row["code"] for row in rows] == ["C-1"]
    assert client.get("/infrastruktur/cctv/", {"format": "exe"}).status_code == 422


def test_tables_for_netbox_come_back_from_it_unchanged(client: Client, operator: Any) -> None:
    site = SiteFactory(asset__code="DC-1", asset__name="Pusat data")
    rack = RackFactory(asset__code="R-1", site=site)
    maker = Manufacturer.objects.create(code="pabrik", name="Pabrik")
    kind = DeviceType.objects.create(manufacturer=maker, code="pabrik-24", model="Contoh-24")
    place = {"rack": rack, "position2": 20, "faces": (0, 1)}
    first = DeviceFactory(asset__code="SW-1", site=site, type=kind, mgmt_ip="10.0.0.1", **place)
    second = DeviceFactory(asset__code="SW-2", site=site, type=kind, serial="SN-2")
    LinkFactory(asset__code="TL-1", a=first.asset, b=second.asset)
    readers: dict[str, Any] = {
        "site": NetBoxImporter(SITES),
        "rack": NetBoxImporter(RACKS),
        "tipe-perangkat": NetBoxTypeImporter(),
        "device": NetBoxImporter(DEVICES),
        "link": NetBoxImporter(CABLES),
    }
    assert readers.keys() == TABLES.keys()
    for slug, importer in readers.items():
        content = export("csv", netbox_table(operator, slug))
        run = bring(operator, importer, content, "x.csv")
        left = [e["code"] for e in run.errors]
        assert (run.created, run.updated, run.bad) == (0, 0, 0), (slug, run.errors)
        assert run.unchanged and set(left) <= {"unknown_column"}, slug
    client.force_login(operator)
    assert client.get(f"{TABLE}device/", {"format": "netbox"}).status_code == 200


@pytest.mark.parametrize("coarse", [False, True])
def test_the_fibre_network_is_valid_open_fibre_data(
    client: Client, operator: Any, coarse: bool
) -> None:
    street = Street()
    segment = street.segment
    segment.geometry = LINE
    segment.save()
    for end in (segment.a, segment.b):
        end.asset.latitude, end.asset.longitude = -7.2512345, 112.7412345
        end.asset.save()
    client.force_login(operator)
    asked = {"geometri": "umum"} if coarse else {}
    package = client.get(f"{TABLE}ofds/", asked).json()
    schema = OFDSSchema()
    faults = JSONSchemaValidator(schema).validate(package)
    assert [fault.json() for fault in faults] == []
    (network,) = package["networks"]
    span = next(s for s in network["spans"] if s["id"] == segment.asset.code)
    assert span["fibreCount"] >= 1
    assert span["fibreLength"] == pytest.approx(1.15, abs=0.1)  # km on the ellipsoid
    exact = "112.7412345" in json.dumps(package)
    assert (exact, len(span["route"]["coordinates"])) == ((False, 2) if coarse else (True, 3))
