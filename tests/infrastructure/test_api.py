"""The inventory for programs: what each reader gets, and what becomes of what is sent."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from infrastructure.models import Asset, Batch, Camera, Device, Joint, JointEnd
from infrastructure.vocabulary import AssetKind, Visibility
from tests.factories.accounts import AppointmentFactory
from tests.factories.infrastructure import (
    AssetFactory,
    CableFactory,
    CableTypeFactory,
    CoreFactory,
    DeviceFactory,
    DeviceRoleFactory,
    EnclosureFactory,
    LinkFactory,
    OpticalPathFactory,
    PathElementFactory,
    RackFactory,
    SiteFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(client: Client) -> Client:
    client.force_login(AppointmentFactory(role="infra_operator").user)
    return client


def rows(client: Client, address: str) -> list[dict[str, Any]]:
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == 200, answer.content
    results: list[dict[str, Any]] = answer.json()["results"]
    return results


def send(client: Client, address: str, body: Any, key: str = "k", method: str = "post") -> Any:
    return getattr(client, method)(
        f"/api/v1/{address}",
        json.dumps(body),
        content_type="application/json",
        headers={"Idempotency-Key": key},
    )


def test_a_stranger_reads_what_is_public_and_nothing_of_its_inside(client: Client) -> None:
    site = SiteFactory(asset__code="LOK-1", asset__visibility=Visibility.RESTRICTED)
    rack = RackFactory(asset__code="R-1", site=site, asset__visibility=Visibility.PUBLIC)
    DeviceFactory(
        asset__code="SRV-1",
        asset__visibility=Visibility.PUBLIC,
        site=site,
        rack=rack,
        serial="SN-1",
        mgmt_ip="10.0.0.1",
    )
    DeviceFactory(asset__code="SRV-2", site=site)
    (row,) = rows(client, "perangkat/")
    assert row["kode"] == "SRV-1" and row["alamat"] == "/infrastruktur/aset/SRV-1/"
    hidden = ("lokasi", "rak", "nomor_seri", "alamat_ip")
    assert [row[name] for name in hidden] == [None] * 4
    for query in ("q=SN-1", "q=SRV-2"):
        assert rows(client, f"perangkat/?{query}") == [], query
    for query in ("rak=R-1", "lokasi=LOK-1"):
        assert client.get(f"/api/v1/perangkat/?{query}").status_code == 422, query
    assert client.get("/api/v1/perangkat/SRV-2/").status_code == 404
    assert rows(client, "rak/") == rows(client, "lokasi/") == []


def test_an_operator_reads_all_of_it(operator: Client) -> None:
    site = SiteFactory(asset__code="LOK-1")
    rack = RackFactory(asset__code="R-1", site=site)
    DeviceFactory(
        asset__code="SRV-1", site=site, rack=rack, position2=25, faces=(0, 1), serial="SN-1"
    )
    (row,) = rows(operator, "perangkat/?rak=r-1&q=SN-1")
    assert (row["lokasi"], row["rak"], row["letak_u"]) == ("LOK-1", "R-1", 12.5)
    assert (row["sisi_rak"], row["jenis"]) == ("depan", "device")
    assert rows(operator, "perangkat/?fields=kode,rak") == [{"kode": "SRV-1", "rak": "R-1"}]
    assert operator.get("/api/v1/perangkat/srv-1/").json() == row | {"catu_daya": []}
    kinds = {row["jenis"] for row in rows(operator, "aset/")}
    assert kinds == {"site", "rack", "device"}


def test_as_many_queries_for_many_as_for_one(operator: Client) -> None:
    counts = []
    rows(operator, "perangkat/")
    for size in (1, 30):
        DeviceFactory.create_batch(size)
        with CaptureQueriesContext(connection) as queries:
            rows(operator, "perangkat/?ukuran=1000")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 4


def test_pages_follow_each_other(operator: Client) -> None:
    AssetFactory.create_batch(5)
    first = operator.get("/api/v1/aset/?ukuran=3&fields=kode").json()
    second = operator.get(first["next"]).json()
    codes = [row["kode"] for row in first["results"] + second["results"]]
    assert codes == sorted(codes) and len(codes) == 5 and second["next"] is None
    assert operator.get("/api/v1/aset/?ukuran=1001").status_code == 422


def test_what_is_sent_twice_is_made_once(operator: Client) -> None:
    DeviceRoleFactory(code="server")
    body = {"kode": "SRV-1", "peran": "server", "keadaan": "active"}
    made = send(operator, "perangkat/", body)
    assert made.status_code == 201 and made["Location"].endswith("/api/v1/perangkat/SRV-1/")
    assert send(operator, "perangkat/", body).json() == made.json()
    assert Device.objects.count() == 1
    again = send(operator, "perangkat/", body, key="other")
    assert (again.status_code, again.json()["code"]) == (422, "code_taken")
    assert list(again.json()["errors"]) == ["kode"]


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ([], "not_an_object", None),
        ({}, "no_code", "kode"),
        ({"kode": "A", "peran": "entah"}, "unknown_code", "peran"),
        ({"kode": "A", "letak_u": True}, "not_a_number", "letak_u"),
        ({"kode": {"a": [1]}}, "bad_code", "kode"),
        ({"kode": "A", "nama": "\ud800"}, "bad_letters", "nama"),
        ({"kode": "A", "lintang": 1e300, "bujur": "nan"}, "out_of_range", "lintang"),
        ({"kode": "A", "nama": "a\x00"}, "required", "peran"),
    ],
)
def test_each_no_is_a_problem_at_its_field(
    operator: Client, body: Any, code: str, field: str | None
) -> None:
    answer = send(operator, "perangkat/", body)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert list(answer.json().get("errors", {})) == ([field] if field else [])


def test_a_key_is_needed_and_who_keeps_nothing_sends_nothing(client: Client) -> None:
    body = {"kode": "LOK-1", "macam": "park"}
    assert send(client, "lokasi/", body).status_code == 403
    for role in ("ketua_rw", "lurah", "auditor"):
        client.force_login(AppointmentFactory(role=role).user)
        for address, sent in (("lokasi/", body), ("lokasi/banyak/", [body])):
            answer = send(client, address, sent)
            assert (answer.status_code, answer.json()["code"]) == (403, "not_infra_operator")
    client.force_login(AppointmentFactory(role="infra_operator").user)
    assert send(client, "lokasi/", body, key="").json()["code"] == "idempotency_key"
    assert not Asset.objects.exists()


def test_many_have_a_result_each_and_the_batch_is_kept(operator: Client) -> None:
    sent = [{"kode": f"LOK-{n}", "macam": "park"} for n in range(3)]
    sent += [{"kode": "lok-1", "macam": "park"}, {"kode": "LOK-9"}, "x"]
    sent += [{"kode": "\ud800\x00", "macam": "park"}]
    answer = send(operator, "lokasi/banyak/", sent)
    assert answer.status_code == 201
    results = [(row["hasil"], row["code"], row["bidang"]) for row in answer.json()["hasil"]]
    assert results == [
        *[("created", "", "")] * 3,
        ("refused", "duplicate", "kode"),
        ("refused", "required", "macam"),
        ("refused", "no_code", "kode"),
        ("refused", "bad_letters", "kode"),
    ]
    assert send(operator, "lokasi/banyak/", sent).json() == answer.json()
    assert Batch.objects.count() == 1 and Asset.objects.count() == 3
    for wrong in ({}, [], [{}] * 1001):
        assert send(operator, "lokasi/banyak/", wrong, key="w").status_code == 422


def test_what_is_corrected_keeps_the_rest(operator: Client) -> None:
    SiteFactory(asset__code="LOK-1", asset__name="Lama", population=10)
    answer = send(operator, "lokasi/lok-1/", {"nama": "Baru"}, method="patch")
    assert (answer.json()["nama"], answer.json()["orang_dilayani"]) == ("Baru", 10)
    wrong = send(operator, "lokasi/LOK-1/", {"keadaan": "retired"}, method="patch")
    assert wrong.json()["code"] == "by_another_way"
    assert list(wrong.json()["errors"]) == ["keadaan"]
    assert send(operator, "lokasi/LOK-2/", {}, method="patch").status_code == 404


def test_fibre_is_told_to_who_may_know(client: Client) -> None:
    cable = CableFactory(asset__code="FO-1")
    core = CoreFactory(cable=cable, number=14, tube=2)
    joint = Joint.objects.create(enclosure=EnclosureFactory(asset__code="CL-1"))
    JointEnd.objects.create(joint=joint, number=1, core=core, side="a")
    path = OpticalPathFactory(link=LinkFactory(asset__code="TL-1"))
    PathElementFactory(path=path, asset=cable.asset, core=core)
    addresses = ("inti/?kabel=fo-1", "sambungan/?kabel=FO-1", "jejak/?lewat=FO-1")
    for address in addresses:
        assert rows(client, address) == []
    client.force_login(AppointmentFactory(role="auditor").user)
    cores, joints, paths = (rows(client, address) for address in addresses)
    assert (cores[0]["warna"], cores[0]["warna_tabung"]) == ("oranye", "oranye")
    assert joints[0]["ujung"] == ["FO-1/14:a"]
    assert paths[0]["bagian"] == [{"aset": "FO-1", "inti": 14}]


def test_impact_is_told_to_operators_alone(client: Client) -> None:
    SiteFactory(asset__code="LOK-1")
    body = {"kode": ["LOK-1"]}
    assert send(client, "dampak/", body).status_code == 403
    client.force_login(AppointmentFactory(role="lurah").user)
    assert send(client, "dampak/", body).status_code == 403
    client.force_login(AppointmentFactory(role="infra_operator").user)
    answer = send(client, "dampak/", body)
    assert answer.status_code == 201 and [r["kode"] for r in answer.json()["lokasi"]] == ["LOK-1"]
    for wrong in ({}, {"kode": "LOK-1"}, {"kode": []}, {"kode": ["X-9"]}, []):
        assert send(client, "dampak/", wrong).status_code == 422, wrong


def test_every_kind_can_be_read(operator: Client) -> None:
    Camera.objects.create(
        asset=AssetFactory(kind=AssetKind.CAMERA, code="CAM-1"), purpose="traffic"
    )
    (row,) = rows(operator, "kamera/")
    assert (row["kode"], row["sambungan"]) == ("CAM-1", "online")
    for prefix in ("ruang", "daya", "tiang-dan-bak", "ruas", "kabel", "kotak-sambung", "tautan"):
        assert rows(operator, f"{prefix}/") == []


def test_colours_begin_anew_in_each_tube_whatever_it_holds(operator: Client) -> None:
    cable = CableFactory(type=CableTypeFactory(tubes=3, per_tube=4), asset__code="FO-4")
    CoreFactory(cable=cable, number=5, tube=2)
    (core,) = operator.get("/api/v1/inti/?kabel=FO-4").json()["results"]
    assert (core["warna"], core["warna_tabung"]) == ("biru", "oranye")
