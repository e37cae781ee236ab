"""The registry's desk: each office at each page."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.test import Client

from egov.accounts.models import User
from regulations.domain.applications.bindings import bind
from regulations.models import (
    Application,
    Binding,
    Clause,
    Finding,
    LegalEvent,
    LifeStep,
    Provision,
    Regulation,
)
from tests.regulations.factories import (
    NO_STEPS,
    app,
    attach_pdf,
    bind_umbrella,
    make,
    record,
    searched,
)
from tests.regulations.sample_texts import draw, perda_like_the_parking_one
from tests.town import Town, client_of

STAFF = ("lurah", "camat", "verifier", "planner", "auditor", "administrator", "kelurahan_operator")


def one_of_everything(officer: User) -> dict[str, Any]:
    """One of everything, and the acts that a legal officer may do on it."""
    a, perwali, perda = app("e-uji"), make("perwali", "1"), make("perda", "1")
    attach_pdf(
        actor=officer,
        regulation=perda,
        upload=ContentFile(draw(perda_like_the_parking_one()), "a.pdf"),
    )
    binding = bind_umbrella(officer, a, perwali)
    finding = searched(officer, app("kosong"))[0]
    clause = Clause.objects.create(
        provision=perda.provisions.get(path="pasal-31"), kind="delegation", sentence="Diatur."
    )
    return {
        f"/admin/regulations/application/{a.pk}/tindakan/": {
            "act": "berjalan",
            "berjalan-on": "2021-06-01",
        },
        f"/admin/regulations/binding/{binding.pk}/tindakan/": {
            "act": "akhiri",
            "akhiri-on": "2021-06-01",
        },
        f"/admin/regulations/finding/{finding.pk}/tindakan/": {
            "act": "tutup",
            "tutup-note": "Coba",
        },
        f"/admin/regulations/clause/{clause.pk}/tindakan/": {"act": "pastikan"},
        f"/admin/regulations/regulation/{perda.pk}/naskah/": {"act": "confirm"},
        "/admin/regulations/legalevent/add/": {
            "kind": "annuls",
            "target": perda.pk,
            "on": "2021-01-01",
        },
        "/admin/regulations/binding/add/": {
            "application": a.pk,
            "regulation": perda.pk,
            "role": "authority",
            "start": "2021-01-01",
        },
        "/admin/regulations/regulation/add/": {
            "kind": perda.kind_id,
            "number": "77",
            "year": "2020",
        },
        "/admin/regulations/application/add/": {
            "name": "Baru",
            "code": "baru",
            "element": "layanan",
            **NO_STEPS,
        },
    }


def state() -> tuple[Any, ...]:
    return (
        LifeStep.objects.count(),
        LegalEvent.objects.count(),
        Regulation.objects.count(),
        Binding.objects.count(),
        list(Binding.objects.values_list("valid")),
        Finding.objects.filter(closed_on=None).count(),
        Clause.objects.filter(confirmed_at=None).count(),
        Regulation.objects.filter(document__confirmed_at=None).count(),
        list(Provision.objects.values_list("pk", "text")),
        Application.objects.count(),
    )


def test_no_recorded_row_is_deleted_at_the_desk(officer: User) -> None:
    root = User.objects.create_superuser("akar@contoh.example", "kata-sandi")
    desk = client_of(root)
    event = record(
        officer, "repeals", make("perda", "2", 2021), make("perda", "1"), date(2021, 2, 1)
    )
    desk.post(f"/admin/regulations/legalevent/{event.pk}/delete/", {"post": "yes"})
    assert LegalEvent.objects.count() == 1


def test_the_officers_desk_goes_through_the_verbs(officer: User) -> None:
    client = client_of(officer)
    perda, perwali, a = make("perda", "1", 2018), make("perwali", "2", 2019), app()
    form = {"kind": "repeals", "source": perwali.pk, "target": perda.pk, "on": "2020-01-01"}
    page = client.post("/admin/regulations/legalevent/add/", form)
    assert page.status_code == 200
    assert "nomor 223" in page.content.decode()
    assert (
        client.post(
            "/admin/regulations/legalevent/add/",
            {**form, "source": perda.pk, "target": perwali.pk},
        ).status_code
        == 302
    )
    bound = {
        "application": a.pk,
        "regulation": make("perwali", "5").pk,
        "role": "umbrella",
        "start": "2020-01-01",
    }
    assert client.post("/admin/regulations/binding/add/", bound).status_code == 302
    assert (
        client.post(
            "/admin/regulations/binding/add/", {**bound, "application": app("lain").pk}
        ).status_code
        == 200
    )
    assert (LegalEvent.objects.count(), Binding.objects.count()) == (1, 1)
    for model in (
        "regulation",
        "provision",
        "legalevent",
        "application",
        "binding",
        "finding",
        "regulationkind",
    ):
        assert client.get(f"/admin/regulations/{model}/").status_code == 200, model


def test_nobody_but_the_legal_officer_changes_anything(officer: User, town: Town) -> None:
    acts = one_of_everything(officer)
    before = state()
    people: list[Client] = [
        Client(),
        client_of(town.citizen),
        *(client_of(town.staff[role]) for role in STAFF if role in town.staff),
    ]
    assert len(people) >= 7
    for client in people:
        for address, data in acts.items():
            answer = client.post(address, data)
            assert answer.status_code in (200, 302, 403, 404), address
    assert state() == before
    client = client_of(officer)
    for address, data in acts.items():
        assert client.post(address, data).status_code in (200, 302), address
    assert state() != before


def test_staff_read_the_registry_and_strangers_do_not_reach_the_desk(
    officer: User, town: Town
) -> None:
    acts = one_of_everything(officer)
    addresses = [a for a in acts if "add" not in a]
    for role in STAFF:
        if role in town.staff:
            assert {client_of(town.staff[role]).get(a).status_code for a in addresses} == {200}, (
                role
            )
    for client in (Client(), client_of(town.citizen)):
        assert all(client.get(a).status_code in (302, 403) for a in addresses)


def test_the_desk_shows_what_waits_for_the_legal_officer(officer: User, town: Town) -> None:
    one_of_everything(officer)
    page = client_of(officer).get("/admin/").content.decode()
    assert "Menunggu dipastikan" in page
    assert (
        "Menunggu dipastikan" not in client_of(town.staff["lurah"]).get("/admin/").content.decode()
    )
    assert (
        client_of(officer).get("/admin/regulations/clause/?confirmed_at__isempty=1").status_code
        == 200
    )


def test_every_office_reads_a_regulation_that_something_stands_on(town: Town) -> None:
    officer, perda = town.staff["legal_officer"], make("perda", "1")
    bind(
        actor=officer,
        application=app("e-uji"),
        regulation=perda,
        role="authority",
        start=date(2021, 1, 1),
    )
    for role, person in town.staff.items():
        page = client_of(person).get(f"/admin/regulations/regulation/{perda.pk}/change/")
        assert page.status_code == 200, role
