"""The map and its layers: who sees what, the equal list, and a region without points."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from egov.areas.models import MapShape
from infrastructure.domain.layers import LAYERS, layers_for
from infrastructure.domain.network import forget_graph
from infrastructure.models import Asset, Opening
from infrastructure.vocabulary import AssetKind, Visibility
from tests.factories.accounts import AppointmentFactory, UserFactory
from tests.factories.infrastructure import AssetFactory, LinkFactory, SegmentFactory, SiteFactory
from tests.infrastructure.street import HOSTILE, person

pytestmark = pytest.mark.django_db
MAP = "/infrastruktur/peta/"
PEOPLE = ["stranger", "citizen", "ketua_rw"]
OFFICES = ["lurah", "camat", "verifier", "legal_officer"]
READ_ALL = ["infra_operator", "auditor"]


@pytest.fixture(autouse=True)
def _clean() -> None:
    forget_graph()
    cache.clear()


@pytest.fixture
def _one_of_each() -> None:
    for kind in (
        AssetKind.SITE,
        AssetKind.CAMERA,
        AssetKind.ACCESS_POINT,
        AssetKind.STRUCTURE,
        AssetKind.ENCLOSURE,
    ):
        for visibility in Visibility:
            AssetFactory(
                kind=kind,
                visibility=visibility,
                code=f"{kind}.{visibility}",
                latitude=-7.3,
                longitude=112.7,
            )
    for visibility in Visibility:
        SegmentFactory(
            asset__visibility=visibility,
            asset__code=f"segment.{visibility}",
            geometry=[[112.7, -7.3], [112.71, -7.3]],
        )


def as_(client: Client, who: str) -> Client:
    user = person(who)
    if user.is_authenticated:
        client.force_login(user)
    return client


def codes(client: Client, layer: str, **asked: str) -> set[str]:
    answer = client.get(f"{MAP}{layer}.json", asked)
    assert answer.status_code == 200, answer.content
    assert answer.headers["Content-Type"] == "application/geo+json"
    return {feature["id"] for feature in json.loads(answer.content)["features"]}


@pytest.mark.usefixtures("_one_of_each")
@pytest.mark.parametrize("who", [*PEOPLE, *OFFICES, *READ_ALL, "administrator"])
def test_points_by_right(client: Client, who: str) -> None:
    as_(client, who)
    levels = ["public"] if who in PEOPLE else ["public", "government"]
    levels += ["restricted"] if who in READ_ALL else []
    for layer, kind in (("lokasi", "site"), ("kamera", "camera"), ("wifi", "access_point")):
        assert codes(client, layer) == {f"{kind}.{level}" for level in levels}


@pytest.mark.usefixtures("_one_of_each")
@pytest.mark.parametrize("who", [*PEOPLE, *OFFICES])
def test_ways_are_on_nobodys_map(client: Client, who: str) -> None:
    as_(client, who)
    # not even where an officer opened the class
    for kind in (AssetKind.SEGMENT, AssetKind.STRUCTURE, AssetKind.ENCLOSURE):
        Opening.objects.create(
            kind=kind,
            visibility=Visibility.PUBLIC,
            ground="Contoh",
            opened_on=timezone.localdate(),
            opened_by=UserFactory(),
        )
    for layer in ("ruas", "tiang"):
        answer = client.get(f"{MAP}{layer}.json")
        assert answer.status_code == 403
        assert answer.json()["code"] == "not_infra_operator"
    for layer in ("ruas", "tiang"):
        assert client.get(MAP, {"lapis": layer}).status_code == 422
    page = client.get(MAP).content.decode()
    assert "segment." not in page and "ruas.json" not in page


@pytest.mark.usefixtures("_one_of_each")
@pytest.mark.parametrize("who", READ_ALL)
def test_who_must_know_sees_the_ways(client: Client, who: str) -> None:
    as_(client, who)
    assert codes(client, "ruas") == {f"segment.{level}" for level in Visibility}
    assert len(codes(client, "tiang")) >= 6
    assert "segment.restricted" in client.get(MAP).content.decode()


@pytest.mark.usefixtures("_one_of_each")
def test_an_agency_sees_its_own_ways_and_not_its_neighbours(client: Client) -> None:
    office = AppointmentFactory(role="infra_operator_opd")
    SegmentFactory(
        asset__code="OWN", asset__owner=office.agency, geometry=[[112.7, -7.3], [112.71, -7.3]]
    )
    client.force_login(office.user)
    assert codes(client, "ruas") == {"OWN"}
    page = client.get(MAP).content.decode()
    assert "OWN" in page and "segment." not in page


@pytest.mark.usefixtures("_one_of_each")
def test_an_administrator_is_no_operator(client: Client) -> None:
    assert codes(as_(client, "administrator"), "ruas") == set()


@pytest.mark.usefixtures("_one_of_each")
def test_the_list_says_what_the_map_shows(client: Client) -> None:
    page = client.get(MAP, {"lapis": "kamera"}).content.decode()
    for code in codes(client, "kamera"):
        assert code in page
    assert "camera.restricted" not in page and 'type="checkbox" name="kode"' not in page


def test_only_what_lies_in_the_box(client: Client) -> None:
    for code, longitude in (("A", 112.7), ("B", 112.8)):
        AssetFactory(code=code, visibility="public", latitude=-7.3, longitude=longitude)
    assert codes(client, "lokasi", bbox="112.6,-7.4,112.75,-7.2") == {"A"}
    SegmentFactory(asset__code="S", geometry=[[112.74, -7.3], [112.9, -7.3]])
    as_(client, "infra_operator")
    assert codes(client, "ruas", bbox="112.6,-7.4,112.75,-7.2") == {"S"}
    assert codes(client, "ruas", bbox="112.6,-7.4,112.7,-7.2") == set()


@pytest.mark.parametrize(
    "box", ["x", "1,2,3", "1,2,3,4,5", "3,2,1,4", "nan,0,1,1", "inf,0,1,1", "0,-91,1,1", ",,,"]
)
def test_a_bad_box_is_said(client: Client, box: str) -> None:
    answer = client.get(f"{MAP}lokasi.json", {"bbox": box})
    assert answer.status_code == 422
    assert answer.json()["code"] == "bad_bbox"


def test_no_such_layer(client: Client) -> None:
    assert client.get(f"{MAP}lain.json").status_code == 404
    assert client.get(MAP, {"lapis": "lain"}).status_code == 422


def test_a_layer_that_did_not_change_is_not_sent_again(client: Client) -> None:
    AssetFactory(visibility="public", latitude=-7.3, longitude=112.7)
    for address in (f"{MAP}lokasi.json", f"{MAP}wilayah.json"):
        etag = client.get(address).headers["ETag"]
        again = client.get(address, headers={"If-None-Match": etag})
        assert (again.status_code, again.content) == (304, b"")
    AssetFactory(visibility="public", latitude=-7.3, longitude=112.7)
    cache.clear()
    etag = client.get(f"{MAP}lokasi.json").headers["ETag"]
    assert client.get(f"{MAP}lokasi.json", headers={"If-None-Match": "x"}).status_code == 200
    assert etag


def test_a_stranger_gets_no_cookie(client: Client) -> None:
    for address in (MAP, f"{MAP}lokasi.json", f"{MAP}wilayah.json"):
        assert not client.get(address).cookies


def test_what_is_signed_in_for_is_kept_by_nobody(client: Client) -> None:
    as_(client, "infra_operator")
    assert "no-store" in client.get(f"{MAP}ruas.json").headers["Cache-Control"]


def test_more_than_one_answer_holds_is_said(client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr("infrastructure.domain.layers.MOST", 2)
    AssetFactory.create_batch(3, visibility="public", latitude=-7.3, longitude=112.7)
    told = client.get(f"{MAP}lokasi.json").json()
    assert (told["terpotong"], len(told["features"])) == (True, 2)


def test_hostile_names_are_only_names(client: Client) -> None:
    AssetFactory(name=HOSTILE, code="A&<B>'\"", visibility="public", latitude=-7.3, longitude=112.7)
    assert "<script>alert" not in client.get(MAP).content.decode()
    (feature,) = client.get(f"{MAP}lokasi.json").json()["features"]
    assert feature["properties"]["nama"] == HOSTILE


def test_a_region_without_points_has_its_list_and_how_it_hangs_together(client: Client) -> None:
    root = SiteFactory(asset__code="DC", is_root=True)
    kec, kel = SiteFactory(asset__code="KEC"), SiteFactory(asset__code="KEL")
    LinkFactory(asset__code="TL-1", a=root.asset, b=kec.asset)
    LinkFactory(asset__code="TL-2", a=kec.asset, b=kel.asset)
    MapShape.objects.all().delete()
    as_(client, "infra_operator")
    page = client.get(MAP).content.decode()
    assert 'id="peta"' not in page and "leaflet" not in page
    assert "Belum ada titik koordinat" in page
    outline = page[page.index('class="outline"') :]
    order = [outline.index(f">{code}<") for code in ("DC", "KEC", "TL-1", "KEL", "TL-2")]
    assert order == sorted(order)
    assert "Susunan jaringan" not in Client().get(MAP).content.decode()


def test_ticked_codes_lead_to_their_impact(client: Client) -> None:
    SegmentFactory(asset__code="SEG-1")
    SegmentFactory(asset__code="SEG-2")
    as_(client, "infra_operator")
    sent = {"kode": ["SEG-1", "SEG-2"], "poligon": "", "cakupan": "galian"}
    page = client.post("/infrastruktur/dampak/", sent).content.decode()
    assert "Ringkasnya" in page and ">SEG-1</a>" in page and ">SEG-2</a>" in page


@pytest.mark.parametrize("layer", [layer.code for layer in layers_for(assesses=True)])
def test_as_many_queries_for_thirty_as_for_one(client: Client, layer: str) -> None:
    as_(client, "infra_operator")
    kind = next(each.kinds[0] for each in LAYERS if each.code == layer)
    AssetFactory(latitude=-7.3, longitude=112.7)
    client.get(MAP)
    counts = []
    for many in (1, 24):
        for _ in range(many):
            if kind == AssetKind.SEGMENT:
                SegmentFactory(geometry=[[112.7, -7.3], [112.71, -7.3]])
            else:
                AssetFactory(kind=kind, latitude=-7.3, longitude=112.7)
        with CaptureQueriesContext(connection) as queries:
            client.get(MAP, {"lapis": layer})
            client.get(f"{MAP}{layer}.json")
        counts.append(len(queries))
    assert Asset.objects.filter(kind=kind).count() >= 25
    assert counts[0] == counts[1]
