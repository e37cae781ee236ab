"""Impacts that are kept: once, by whom, for whose eyes, and never with anybody's number."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from egov.verbs.refusal import Invalid, NotAllowed, Refusal
from infrastructure.domain.network import forget_graph
from infrastructure.domain.runs import close_run, rename_run, reopen_run
from infrastructure.models import ImpactRun
from infrastructure.vocabulary import Visibility
from tests.factories.accounts import AppointmentFactory
from tests.factories.regulations import BindingFactory, LegalEventFactory
from tests.infrastructure.street import NUMBER, Street, operator, person, save

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_graph_of_others() -> None:
    forget_graph()


@pytest.fixture
def street() -> Street:
    return Street()


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
