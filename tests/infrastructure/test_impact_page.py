"""The page of an impact: whom to call, what was typed wrong, and who may ask."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from infrastructure.domain.cutting import Selection, read_cut
from infrastructure.domain.impacting import assess
from infrastructure.domain.network import forget_graph
from infrastructure.models import ImpactRun
from tests.factories.infrastructure import (
    DeploymentFactory,
    DeviceFactory,
    DuctFactory,
    SiteFactory,
)
from tests.factories.regulations import BindingFactory
from tests.infrastructure.street import HOSTILE, NUMBER, Street, operator, person, save

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_graph_of_others() -> None:
    forget_graph()


@pytest.fixture
def street() -> Street:
    return Street()


def test_the_page_tells_whom_to_call_and_saves(street: Street, client: Client) -> None:
    actor = operator()
    client.force_login(actor)
    page = client.post("/infrastruktur/dampak/", {"kode": "SEG-1"}).content.decode()
    assert NUMBER in page
    sent = {"kode": "SEG-1", "simpan": "1", "judul": "", "kunci": "k1"}
    refused = client.post("/infrastruktur/dampak/", sent)
    assert refused.status_code == 422
    assert "Ringkasnya" in refused.content.decode(), "what was told is still there"
    saved = client.post("/infrastruktur/dampak/", {**sent, "judul": "Galian"})
    assert saved.status_code == 302
    page = client.get(saved.headers["Location"]).content.decode()
    assert NUMBER in page and "Galian" in page


@pytest.mark.parametrize(
    "sent",
    [
        {"kode": "\x00"},
        {"kode": "A" * 9000},
        {"kode": "'; DROP TABLE x; --"},
        {"kode": "SEG-1", "cakupan": "x"},
        {"poligon": "\x00"},
        {"poligon": "{}"},
        {"kode": "SEG-1", "poligon": "[" * 50_000},
        {"kode": "SEG-1#99999999999"},
        {"kode": "SEG-1", "simpan": "1", "judul": "x", "kunci": "\x00"},
        {"kode": "SEG-1", "simpan": "1", "judul": "x", "kunci": ""},
        {"kode": ["SEG-1", "TIDAK-ADA"]},
    ],
)
def test_bad_input_is_said_and_kept(street: Street, client: Client, sent: dict[str, Any]) -> None:
    client.force_login(operator())
    answer = client.post("/infrastruktur/dampak/", sent)
    assert answer.status_code == 422
    assert 'class="summary"' in answer.content.decode()


def test_hostile_names_are_only_names(client: Client) -> None:
    street = Street(HOSTILE)
    street.application.name = HOSTILE
    street.application.save()
    actor = operator()
    client.force_login(actor)
    for answer in (
        client.get("/infrastruktur/dampak/?kode=SEG-1"),
        client.get(save(actor, title=HOSTILE).get_absolute_url()),
        client.get("/infrastruktur/dampak/daftar/"),
    ):
        assert "<script>alert" not in answer.content.decode()
    run = ImpactRun.objects.get()
    assert client.get(f"{run.get_absolute_url()}?format=pdf").content.startswith(b"%PDF")


def test_a_pipe_and_a_core_are_told_by_their_number(street: Street, client: Client) -> None:
    DuctFactory(segment=street.segment, number=2)
    number = street.cable.cores.get(state="used").number
    run = save(operator(), selection=Selection(codes=f"SEG-1#2 FO-1/{number}"))
    assert [part["text"] for part in run.result["parts"]] == [f"FO-1/{number}", "SEG-1#2"]
    client.force_login(operator())
    assert f"FO-1/{number},\n  SEG-1#2" in client.get(run.get_absolute_url()).content.decode()


def test_spare_cores_here_and_around(street: Street) -> None:
    street.lay("2", street.dc, street.third)
    street.lay("3", street.third, street.kec)
    told = assess(user=operator(), cut=read_cut(user=operator(), text="SEG-1"))
    (spare,) = told.spares
    assert (spare.cable.code, spare.whole, spare.here) == ("FO-1", True, 2)
    assert [(cable.code, many) for cable, many in spare.way] == [("FO-2", 2), ("FO-3", 2)]
    number = street.cable.cores.get(state="used").number
    one = assess(user=operator(), cut=read_cut(user=operator(), text=f"FO-1/{number}"))
    assert [(row.cable.code, row.whole, row.here) for row in one.spares] == [("FO-1", False, 2)]


def test_eight_queries_while_the_network_is_in_memory(street: Street) -> None:
    for _ in range(2):
        BindingFactory(application=DeploymentFactory(device=street.server).group.application)
    actor = operator()
    cut = read_cut(user=actor, text="SEG-1,DC")
    assess(user=actor, cut=cut)
    with CaptureQueriesContext(connection) as queries:
        told = assess(user=actor, cut=cut)
    assert len(told.applications) == 3
    assert len(queries) <= 8


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("infra_operator", 200),
        ("auditor", 200),
        ("infra_operator_opd", 422),
        ("administrator", 422),
        ("lurah", 403),
        ("camat", 403),
        ("verifier", 403),
        ("ketua_rw", 403),
        ("citizen", 403),
        ("stranger", 302),
    ],
)
def test_who_reckons_an_impact(street: Street, client: Client, role: str, status: int) -> None:
    """An operator of another agency and an administrator do not know that there is such a code."""
    who = person(role)
    if who.is_authenticated:
        client.force_login(who)
    for send in (client.get, client.post):
        answer = send("/infrastruktur/dampak/", {"kode": "SEG-1"})
        assert answer.status_code == status
        assert (street.application.name in answer.content.decode()) == (status == 200)
    saved = client.post(
        "/infrastruktur/dampak/", {"kode": "SEG-1", "simpan": "1", "judul": "x", "kunci": "k"}
    )
    assert (saved.status_code == 302 and ImpactRun.objects.exists()) == (role == "infra_operator")


def test_a_page_of_three_costs_what_one_costs(street: Street, client: Client) -> None:
    for number in ("2", "3"):
        site = SiteFactory(contact=NUMBER)
        street.lay(number, street.dc, site)
        BindingFactory(
            application=DeploymentFactory(device=DeviceFactory(site=site)).group.application
        )
    BindingFactory(application=street.application)
    client.force_login(operator())
    client.get("/infrastruktur/dampak/", {"kode": "SEG-1"})
    counts = []
    for codes, many in (("SEG-1", 1), ("SEG-1,SEG-2,SEG-3", 3)):
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/infrastruktur/dampak/", {"kode": codes}).content.decode()
        assert page.count('data-label="Dasar hukum"') == many
        counts.append(len(queries))
    assert counts[0] == counts[1]
