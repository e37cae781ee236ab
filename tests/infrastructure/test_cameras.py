"""The register of cameras: who reads which, what each stands on, and what the map asks for."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from egov.verbs.refusal import Refusal
from infrastructure.domain.cameras import sector, why, without_basis
from infrastructure.domain.planning import plan
from infrastructure.models import Asset, Camera, CameraStream, TopologyVersion, WorkRecord
from infrastructure.vocabulary import AssetKind, CameraPurpose, Connectivity, Visibility
from tests.factories.accounts import AppointmentFactory
from tests.factories.areas import KecamatanFactory, KelurahanFactory
from tests.factories.infrastructure import CameraFactory
from tests.factories.regulations import RegulationFactory
from tests.infrastructure.street import person

pytestmark = pytest.mark.django_db
REGISTER = "/infrastruktur/cctv/"
CAMERAS = f"{REGISTER}kamera.json"


@pytest.fixture(autouse=True)
def _clean() -> None:
    cache.clear()


def public(**values: Any) -> Any:
    defaults = {"asset__visibility": Visibility.PUBLIC}
    return CameraFactory(**{**defaults, **values})


def names(answer: Any) -> set[str]:
    return {f["properties"]["kode"] for f in json.loads(answer.content)["features"]}


@pytest.mark.parametrize(
    ("who", "levels"),
    [
        ("stranger", ["public"]),
        ("citizen", ["public"]),
        ("lurah", ["public", "government"]),
        ("infra_operator", ["public", "government", "restricted"]),
    ],
)
def test_list_map_and_sectors_tell_the_same_cameras(
    client: Client, who: str, levels: list[str]
) -> None:
    for level in Visibility:
        point = {"asset__latitude": -7.25, "asset__longitude": 112.74}
        view = {"azimuth": 90, "field_of_view": 60, "range_m": 40}
        CameraFactory(asset__code=f"C.{level}", asset__visibility=level, **point, **view)
    user = person(who)
    if user.is_authenticated:
        client.force_login(user)
    expected = {f"C.{level}" for level in levels}
    page = client.get(REGISTER).content.decode()
    assert {f"C.{level}" for level in Visibility if f"C.{level}" in page} == expected
    assert names(client.get(CAMERAS)) == expected
    near = client.get(f"{REGISTER}arah.json", {"bbox": "112.73,-7.26,112.75,-7.24"})
    assert names(near) == expected
    shape = json.loads(near.content)["features"][0]["geometry"]
    assert shape["type"] == "Polygon"
    assert shape["coordinates"][0][0] == shape["coordinates"][0][-1]
    far = client.get(f"{REGISTER}arah.json", {"bbox": "112,-8,113,-7"})
    assert (far.status_code, far.json()["code"]) == (422, "too_wide")
    assert client.get(f"{REGISTER}arah.json").status_code == 422
    assert client.get(CAMERAS, {"bbox": "x"}).status_code == 422


def test_two_thousand_are_one_small_answer_and_one_query_says_that_nothing_changed(
    client: Client,
) -> None:
    rows = Asset.objects.bulk_create(
        Asset(
            kind=AssetKind.CAMERA,
            code=f"CAM-{n:04}",
            name=f"Kamera contoh {n}",
            status="active",
            visibility=Visibility.PUBLIC,
            latitude=-7.2 - (n * 7919 % 2000) / 14000,
            longitude=112.6 + (n * 6007 % 2000) / 11000,
        )
        for n in range(2000)
    )
    purposes = list(CameraPurpose)
    Camera.objects.bulk_create(Camera(asset=a, purpose=purposes[a.pk % 3]) for a in rows)
    TopologyVersion.objects.get_or_create(defaults={"number": 1})
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(CAMERAS)
    assert len(json.loads(answer.content)["features"]) == 2000
    assert len(queries) <= 3, [q["sql"][:150] for q in queries]
    assert len(gzip.compress(answer.content)) <= 45_000
    etag = {"HTTP_IF_NONE_MATCH": answer.headers["ETag"]}
    with CaptureQueriesContext(connection) as queries:
        again = client.get(CAMERAS, **etag)
    assert (again.status_code, len(queries), again.content) == (304, 1, b"")
    TopologyVersion.objects.update(number=2)  # as the commit of a change does
    assert client.get(CAMERAS, **etag).status_code == 200
    page = client.get(REGISTER)
    assert len(page.content) <= 60_000
    for size in ("CAM-000", "CAM-00"):  # ten rows, and a full page
        with CaptureQueriesContext(connection) as queries:
            client.get(REGISTER, {"q": size})
        counted = len(queries)
        assert counted <= 8, counted


def test_each_stands_on_a_law_that_may_be_one_in_its_state_today(client: Client) -> None:
    perda = RegulationFactory(number="3", year=2018)
    RegulationFactory(kind="kepwali", number="9", year=2020)
    operator = AppointmentFactory(role="infra_operator").user
    values = {"code": "C-1", "purpose": "traffic", "visibility": "public", "status": "active"}
    for law, code in (
        ("kepwali/2020/9", "decision_no_basis"),
        ("perda/2018/99", "unknown_code"),
        ("dasar apa saja", "not_a_citation"),
    ):
        with pytest.raises(Refusal) as refused:
            plan(actor=operator, kind=AssetKind.CAMERA, values={**values, "legal_basis": law})
        assert (refused.value.code, refused.value.field) == (code, "legal_basis")
    basis = {**values, "legal_basis": "Perda Nomor 3 Tahun 2018", "streams": "c-1:CCTV_C_1"}
    plan(actor=operator, kind=AssetKind.CAMERA, values=basis)
    public(asset__code="C-2", connectivity=Connectivity.LOCAL_ONLY)
    assert Camera.objects.get(asset__code="C-1").legal_basis == perda
    assert without_basis(operator) == 1
    page = client.get(REGISTER).content.decode()
    assert perda.citation in page and "Berlaku" in page
    assert page.count("Dasar belum dicatat") >= 2  # its figure, and the row
    assert "Terdaftar, tidak tersambung" in page
    listed = client.get(REGISTER, {"dasar": "belum"}).content.decode()
    assert "C-2" in listed and "C-1<" not in listed
    of_law = client.get(REGISTER, {"peraturan": "perda/2018/3"}).content.decode()
    assert ">C-1<" in of_law and ">C-2<" not in of_law
    assert "Kamera yang berdasar padanya" in client.get(perda.get_absolute_url()).content.decode()
    asset_page = client.get("/infrastruktur/aset/C-1/").content.decode()
    assert "Mengapa kamera ini ada" in asset_page and perda.full_citation in asset_page
    told = client.get("/api/v1/kamera/C-1/").json()
    assert told["dasar_hukum"] == "perda/2018/3"
    everything = [page, asset_page, json.dumps(told)]
    everything.append(client.get("/api/v1/kamera/").content.decode())
    assert [text for text in everything if "CCTV_C_1" in text or "aliran" in text] == []
    client.force_login(operator)
    table = client.get("/infrastruktur/tabel/camera/?format=csv").content.decode()
    assert "perda/2018/3" in table and "CCTV_C_1" not in table
    assert CameraStream.objects.get().secret == "CCTV_C_1"
    assert "CCTV_C_1" not in json.dumps(list(WorkRecord.objects.values("before", "after")))


@pytest.mark.parametrize(
    "streams", ["rtsp://10.0.0.1/1", "a:rtsp://admin:sandi@10.0.0.1", "a:sandi", "A B"]
)
def test_an_inner_address_is_no_name_of_a_secret(streams: str) -> None:
    operator = AppointmentFactory(role="infra_operator").user
    values = {"code": "C-1", "purpose": "traffic", "streams": streams}
    with pytest.raises(Refusal, match="rahasianya") as refused:
        plan(actor=operator, kind=AssetKind.CAMERA, values=values)
    assert refused.value.field == "streams"
    assert not Camera.objects.exists()


def test_figures_and_filters(client: Client) -> None:
    districts = [KecamatanFactory(name=name) for name in ("Utara", "Selatan")]
    villages = [KelurahanFactory(parent=district) for district in districts]
    public(asset__code="C-U", asset__name="Simpang Utara", asset__area=villages[0])
    public(asset__code="C-S", asset__area=districts[1], connectivity=Connectivity.LOCAL_ONLY)
    page = client.get(REGISTER).content.decode()
    for district in districts:
        assert f"?wilayah={district.code}#daftar" in page
    for asked, code in (
        ({"wilayah": districts[0].code}, "C-U"),
        ({"q": "simpang"}, "C-U"),
        ({"sambungan": "local_only"}, "C-S"),
    ):
        page = client.get(REGISTER, asked).content.decode()
        other = {"C-U": "C-S", "C-S": "C-U"}[code]
        assert f"aset/{code}/" in page and f"aset/{other}/" not in page, asked
    for wrong in ({"wilayah": "99"}, {"tujuan": "apa"}, {"dasar": "apa"}):
        assert client.get(REGISTER, wrong).status_code == 422, wrong
    assert client.get(REGISTER, {"peraturan": "bukan kutipan"}).status_code == 200
    area = client.get(f"/wilayah/{districts[0].code}/").content.decode()
    assert f"{REGISTER}?wilayah={districts[0].code}" in area


def test_a_view_is_a_wedge_a_circle_or_nothing() -> None:
    wedge = sector(112.74, -7.25, 0, 60, 50)
    assert wedge[0] == wedge[-1] == [112.74, -7.25]
    assert all(latitude > -7.25 for _, latitude in wedge[1:-1]), "it looks north"
    circle = sector(112.74, -7.25, None, 360, 50)
    assert circle[0] == circle[-1] and [112.74, -7.25] not in circle
    assert sector(112.74, -7.25, None, 60, 50) == []


def test_what_nobody_recorded_is_said_so() -> None:
    bare = why(Camera(purpose=CameraPurpose.UNSTATED))
    assert bare[0] == "Tujuannya belum dicatat."
    assert sum("belum dicatat" in sentence for sentence in bare) == 3
    told = why(
        Camera(purpose="flood", retention_days=7, notice_sign="present", window="06.00-21.00")
    )
    assert "Rekamannya disimpan 7 hari." in told
