"""The first page of the inventory and the whole network: figures, search, lists, for whom."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from infrastructure.vocabulary import AssetKind, AssetStatus, Visibility
from tests.factories.accounts import AppointmentFactory, UserFactory
from tests.factories.areas import KecamatanFactory, KelurahanFactory
from tests.factories.infrastructure import AssetFactory, DeviceFactory, LinkFactory, SiteFactory

pytestmark = pytest.mark.django_db


def listed(client: Client, **query: str) -> list[str]:
    answer = client.get("/infrastruktur/", query)
    assert answer.status_code == 200
    return [row.code for row in answer.context["page"].items]


def public(code: str, **values: Any) -> Any:
    return AssetFactory(code=code, visibility=Visibility.PUBLIC, **values)


def test_words_of_code_and_name_find_in_any_order(client: Client) -> None:
    public("PKM-01", name="Puskesmas Kebraon")
    public("PKM-02", name="Puskesmas Kedurus")
    assert listed(client, q="kebraon puskesmas") == ["PKM-01"]
    assert listed(client, q="pkm-0") == ["PKM-01", "PKM-02"]
    assert listed(client, q="DURUS") == ["PKM-02"]
    assert listed(client, q="100%_") == []


def test_kind_and_area_narrow(client: Client) -> None:
    kecamatan = KecamatanFactory()
    village = KelurahanFactory(parent=kecamatan)
    public("A-1", area=village)
    public("A-2", area=village, kind=AssetKind.CAMERA)
    public("A-3", area=KelurahanFactory(parent=kecamatan))
    assert listed(client, jenis="camera") == ["A-2"]
    assert listed(client, wilayah=village.path) == ["A-1", "A-2"]
    assert listed(client, wilayah=kecamatan.path, jenis="site") == ["A-1", "A-3"]


@pytest.mark.parametrize(
    "query", [{"jenis": "x"}, {"wilayah": "tidak/ada"}, {"wilayah": "\n"}, {"q": "%"}, {"q": " "}]
)
def test_what_means_nothing_asks_for_nothing(client: Client, query: dict[str, str]) -> None:
    assert client.get("/infrastruktur/", query).status_code == 200


def test_planned_and_retired_things_are_not_counted(client: Client) -> None:
    public("A-1")
    public("A-2", status=AssetStatus.PLANNED)
    public("A-3", status=AssetStatus.RETIRED)
    assert client.get("/infrastruktur/").context["figures"] == [(AssetKind.SITE, 1)]
    assert listed(client, q="A-") == ["A-1"]


def test_page_after_page_gives_each_once(client: Client) -> None:
    for number in range(60):
        public(f"K-{number:03}", kind=AssetKind.CAMERA)
    first = client.get("/infrastruktur/", {"jenis": "camera"}).context["page"]
    rest = listed(client, jenis="camera", sesudah=first.next)
    assert [row.code for row in first.items] + rest == [f"K-{n:03}" for n in range(60)]


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("infra_operator", True),
        ("auditor", True),
        ("infra_operator_opd", False),
        ("lurah", False),
        ("ketua_rw", False),
        ("citizen", False),
        ("stranger", False),
    ],
)
def test_restricted_things_are_in_no_figure_list_search_or_network(
    client: Client, who: str, sees: bool
) -> None:
    root, leaf = SiteFactory(asset__code="DC-9", is_root=True), SiteFactory(asset__code="LEAF-9")
    LinkFactory(asset__code="TL-9", a=DeviceFactory(site=root).asset, b=leaf.asset)
    if who != "stranger":
        user = UserFactory() if who == "citizen" else AppointmentFactory(role=who).user
        client.force_login(user)
    for address in (
        "/infrastruktur/?jenis=site",
        "/infrastruktur/?q=leaf",
        "/infrastruktur/susunan/",
    ):
        answer = client.get(address)
        assert answer.status_code == 200
        assert ("/aset/LEAF-9/" in answer.content.decode()) is sees, address
    # what only some may read does not enter the search of all
    assert "/aset/LEAF-9/" not in client.get("/cari/?q=LEAF-9").content.decode()
    kinds = {figure[0] for figure in client.get("/infrastruktur/").context["figures"]}
    assert (AssetKind.LINK in kinds) is sees


def queries(client: Client, address: str) -> int:
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_network_costs_the_same_whatever_hangs_on_it(client: Client) -> None:
    client.force_login(AppointmentFactory(role="infra_operator").user)
    root = SiteFactory(is_root=True)
    client.get("/infrastruktur/")  # what is kept for some minutes is read once
    counts = []
    for _ in range(3):
        LinkFactory(a=DeviceFactory(site=root).asset, b=DeviceFactory().asset)
        counts.append((queries(client, "/infrastruktur/susunan/"), queries(client, "/cari/?q=LOK")))
    assert counts[0] == counts[1] == counts[2]
