"""Impacts that are kept: once, by whom, for whose eyes, and never with anybody's number."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from egov.accounts.models import User
from egov.verbs.refusal import Invalid, NotAllowed, Refusal
from infrastructure.domain.cutting import Selection, read_cut
from infrastructure.domain.impacting import assess
from infrastructure.domain.network import forget_graph
from infrastructure.domain.runs import close_run, rename_run, reopen_run, save_run
from infrastructure.models import ImpactRun
from infrastructure.vocabulary import Visibility
from tests.factories.accounts import AppointmentFactory, UserFactory
from tests.factories.infrastructure import (
    CableFactory,
    CableRouteFactory,
    CoreFactory,
    DeploymentFactory,
    DeviceFactory,
    DuctFactory,
    LinkFactory,
    OpticalPathFactory,
    PathElementFactory,
    SegmentFactory,
    SiteFactory,
    StructureFactory,
)
from tests.factories.regulations import BindingFactory, LegalEventFactory

pytestmark = pytest.mark.django_db
NUMBER = "0812-0000-0000"
HOSTILE = "<script>alert(1)</script>\"'& #let x = 1 *tebal*"


@pytest.fixture(autouse=True)
def _no_graph_of_others() -> None:
    forget_graph()


class Street:
    """DC == FO-1 in SEG-1 == KEC, which runs an application; FO-2 leads around by another site."""

    def __init__(self, name: str = "Kantor contoh") -> None:
        self.dc, self.kec, self.third = (
            SiteFactory(asset__code=code, asset__visibility=Visibility.PUBLIC)
            for code in ("DC", "KEC", "KEL")
        )
        self.dc.is_root = True
        self.dc.save()
        self.kec.population, self.kec.contact = 4200, NUMBER
        self.kec.save()
        self.kec.asset.name = name
        self.kec.asset.save()
        self.link, self.cable, self.segment = self.lay("1", self.dc, self.kec)
        self.server = DeviceFactory(site=self.kec)
        self.application = DeploymentFactory(device=self.server).group.application

    def lay(self, number: str, a: Any, b: Any) -> tuple[Any, Any, Any]:
        ends = {end: StructureFactory(site=site) for end, site in (("a", a), ("b", b))}
        segment = SegmentFactory(
            asset__code=f"SEG-{number}", geometry=[[112.7, -7.3], [112.71, -7.31]], **ends
        )
        cable = CableFactory(asset__code=f"FO-{number}")
        CableRouteFactory(cable=cable, segment=segment)
        CoreFactory.create_batch(2, cable=cable)
        link = LinkFactory(asset__code=f"TL-{number}", a=a.asset, b=b.asset)
        path = OpticalPathFactory(link=link)
        core = CoreFactory(cable=cable, state="used")
        PathElementFactory(path=path, asset=cable.asset, core=core)
        return link, cable, segment


@pytest.fixture
def street() -> Street:
    return Street()


def operator() -> User:
    return AppointmentFactory(role="infra_operator").user


def save(actor: Any, **changes: Any) -> ImpactRun:
    values = {"selection": Selection(codes="SEG-1"), "title": "Galian", "key": "k"}
    return save_run(actor=actor, now=timezone.now(), **{**values, **changes})


def test_what_was_told_is_kept_once(street: Street) -> None:
    actor = operator()
    run = save(actor)
    assert save(actor, title="Lain").pk == run.pk
    assert (run.title, run.run_by, run.agency) == ("Galian", actor, None)
    assert run.scope == {"codes": "SEG-1", "polygon": "", "everything": False}
    (site,) = run.result["sites"]
    assert (site["code"], site["people"], site["minutes"]) == ("KEC", 4200, 0)
    assert [step["text"] for step in site["chain"]] == ["SEG-1", "FO-1", "TL-1", "KEC"]
    (stopped,) = run.result["applications"]
    assert stopped["name"] == street.application.name
    assert NUMBER not in str(run.result)


def test_what_is_kept_does_not_change_with_the_city(street: Street, client: Client) -> None:
    actor = operator()
    run = save(actor)
    street.kec.asset.name = "Pindah"
    street.kec.asset.save()
    client.force_login(actor)
    assert "Kantor contoh" in client.get(run.get_absolute_url()).content.decode()


@pytest.mark.parametrize("title", ["", "   ", "x" * 121])
def test_a_title_is_asked_for(street: Street, title: str) -> None:
    with pytest.raises(Invalid) as refused:
        save(operator(), title=title)
    assert refused.value.field == "judul"


def test_renamed_closed_and_opened_again(street: Street) -> None:
    actor = operator()
    run = rename_run(actor=actor, run=save(actor), title=" Galian  PDAM ")
    assert run.title == "Galian PDAM"
    with pytest.raises(Refusal):
        reopen_run(actor=actor, run=run)
    run = close_run(actor=actor, run=run, now=timezone.now())
    assert run.closed_by == actor
    assert not ImpactRun.objects.open().exists()
    with pytest.raises(Refusal):
        close_run(actor=actor, run=run, now=timezone.now())
    assert reopen_run(actor=actor, run=run).closed_at is None


@pytest.mark.parametrize(
    "role", ["auditor", "administrator", "lurah", "ketua_rw", "verifier", "citizen", "stranger"]
)
def test_nobody_else_keeps_or_changes_one(street: Street, role: str) -> None:
    run = save(operator())
    actor = person(role)
    for act in (
        lambda: save(actor, key="z"),
        lambda: rename_run(actor=actor, run=run, title="X"),
        lambda: close_run(actor=actor, run=run, now=timezone.now()),
        lambda: reopen_run(actor=actor, run=run),
    ):
        with pytest.raises(NotAllowed):
            act()


def person(role: str) -> Any:
    if role == "stranger":
        return AnonymousUser()
    return UserFactory() if role == "citizen" else AppointmentFactory(role=role).user


def test_an_agency_keeps_its_own_and_its_neighbour_does_not_read_it(street: Street) -> None:
    own, neighbour = (AppointmentFactory(role="infra_operator_opd") for _ in range(2))
    street.segment.asset.owner = own.agency
    street.segment.asset.save()
    run = save(own.user)
    theirs = save(operator(), key="other")
    assert run.agency == own.agency
    assert set(ImpactRun.objects.visible_to(own.user)) == {run}
    assert not ImpactRun.objects.visible_to(neighbour.user).exists()
    assert set(ImpactRun.objects.visible_to(person("auditor"))) == {run, theirs}
    for role in ("administrator", "lurah", "ketua_rw", "verifier", "citizen", "stranger"):
        assert not ImpactRun.objects.visible_to(person(role)).exists(), role
    with pytest.raises(NotAllowed):
        close_run(actor=own.user, run=theirs, now=timezone.now())


def test_what_was_closed_since_is_not_read_in_an_old_run(street: Street, client: Client) -> None:
    office = AppointmentFactory(role="infra_operator_opd")
    street.segment.asset.owner = office.agency
    street.segment.asset.save()
    run = save(office.user)
    assert run.result["sites"]
    street.kec.asset.visibility = Visibility.RESTRICTED
    street.kec.asset.save()
    client.force_login(office.user)
    page = client.get(run.get_absolute_url()).content.decode()
    assert "SEG-1" in page
    assert "KEC" not in page and "Kantor contoh" not in page


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("infra_operator", 200),
        ("auditor", 200),
        ("infra_operator_opd", 404),
        ("administrator", 404),
        ("lurah", 403),
        ("ketua_rw", 403),
        ("citizen", 403),
        ("stranger", 302),
    ],
)
def test_who_opens_a_run_and_its_paper(
    street: Street, client: Client, role: str, status: int
) -> None:
    run = save(operator())
    who = person(role)
    if who.is_authenticated:
        client.force_login(who)
    for address in (run.get_absolute_url(), f"{run.get_absolute_url()}?format=pdf"):
        assert client.get(address).status_code == status
    listed = client.get("/infrastruktur/dampak/daftar/")
    assert listed.status_code == (200 if status == 404 else status)
    assert ("Galian" in listed.content.decode()) == (status == 200)


def test_by_its_page_it_is_renamed_and_closed(street: Street, client: Client) -> None:
    actor = operator()
    run = save(actor)
    client.force_login(actor)
    address = run.get_absolute_url()
    assert client.post(address, {"ganti": "1", "judul": "Baru"}).status_code == 302
    refused = client.post(address, {"ganti": "1", "judul": ""})
    assert refused.status_code == 422
    assert client.post(address, {"tutup": "1"}).status_code == 302
    assert client.post(address, {"tutup": "1"}).status_code == 409
    run.refresh_from_db()
    assert run.title == "Baru" and run.closed_at is not None
    assert "Baru" in client.get("/infrastruktur/dampak/daftar/?tertutup=1").content.decode()
    assert client.post(address, {"buka": "1"}).status_code == 302


def test_the_paper_is_a_pdf_with_law_and_chain_and_without_a_number(
    street: Street, client: Client
) -> None:
    import pypdfium2

    law = BindingFactory(application=street.application).regulation
    LegalEventFactory(target=law)
    actor = operator()
    client.force_login(actor)
    answer = client.get(f"{save(actor).get_absolute_url()}?format=pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    pages = pypdfium2.PdfDocument(answer.content)
    text = " ".join("".join(page.get_textpage().get_text_range() for page in pages).split())
    assert " \u203a ".join(["SEG-1", "FO-1", "TL-1", "KEC"]) in text
    assert f"{law.citation}: tidak berlaku" in text
    assert NUMBER not in text


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
