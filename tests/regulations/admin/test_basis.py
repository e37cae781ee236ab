"""One page: from a finding, or a PDF, to an application that is bound, checked and live."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from egov.accounts.models import User
from regulations.domain.applications.lifecycle import life_of, record_running
from regulations.domain.applications.searching import close_search
from regulations.domain.registry import load_kinds
from regulations.domain.text.incoming import receive_pdf
from regulations.models import Application, Binding, Finding, IncomingPdf, Regulation
from tests.regulations.factories import app, bind_umbrella, make, pasal, record
from tests.regulations.sample_texts import OWN, PERWALI, draw
from tests.town import Town, appoint, client_of, user

OTHERS = ("lurah", "camat", "verifier", "planner", "auditor", "administrator", "ketua_rw")


def page_of(application: Application) -> str:
    return f"/admin/regulations/application/{application.pk}/tindakan/"


def pdf(text: str = PERWALI) -> SimpleUploadedFile:
    return SimpleUploadedFile("naskah.pdf", draw(text), content_type="application/pdf")


def offered(client: Client, application: Application, query: str = "") -> list[Any]:
    return list(client.get(page_of(application), {"q": query} if query else {}).context["offered"])


def bind_by(client: Client, application: Application, choice: Any, **more: Any) -> Any:
    """Presses the first button of an offer."""
    data = {
        "act": "ikat",
        "ikat-regulation": choice.regulation.pk,
        "ikat-start": timezone.localdate().isoformat(),
        "ikat-role": choice.roles[0][0],
    }
    if choice.part is not None:
        data["ikat-provision"] = choice.part.pk
    return client.post(page_of(application), {**data, **more}, follow=True)


def test_from_a_pdf_to_a_live_application_on_one_page(officer: User) -> None:
    load_kinds()
    application, client = app(), client_of(officer)
    page = client.post(page_of(application), {"act": "pdf", "pdf-pdf": pdf()}, follow=True)
    form = next(o.form for o in page.context["offers"] if o.action.slug == "peraturan")
    said = {name: form.initial[name] for name in ("number", "year", "title", "enacted_on")}
    assert said == {
        "number": "99",
        "year": 2019,
        "title": "Aplikasi Parkir Contoh",
        "enacted_on": date(2019, 1, 3),
    }
    assert form.initial["kind"].code == "perwali"
    data = {f"peraturan-{name}": form[name].value() or "" for name in form.fields}
    data |= {"act": "peraturan", "peraturan-kind": form.initial["kind"].pk}
    page = client.post(page_of(application), data, follow=True)
    assert "2 pasal terbaca" in page.content.decode()
    (choice,) = page.context["offered"]
    assert [role for role, _word in choice.roles] == ["umbrella", "authority", "supporting"]
    page = bind_by(client, application, choice)
    assert "Dasarnya lengkap." in page.content.decode()
    assert page.context["gaps"] == []
    today = timezone.localdate().isoformat()
    client.post(page_of(application), {"act": "berjalan", "berjalan-on": today})
    assert life_of(application, timezone.localdate()) == "live"


def test_from_a_finding_to_bound_on_one_page(officer: User) -> None:
    perwali, perda = make("perwali", "28", 2013), make("perda", "3", 2018)
    part = pasal(perda, 29)
    application, client = app(obliges=True), client_of(officer)
    record_running(actor=officer, application=application, year=2019, source="Renstra")
    close_search(actor=officer, application=application, note="Arsip.")
    assert {f.problem for f in Finding.objects.filter(closed_on=None)} == {"no_basis", "no_perda"}
    (choice,) = offered(client, application, "perwali 28 2013")
    assert choice.regulation == perwali
    page = bind_by(client, application, choice).content.decode()
    assert "Temuannya ditutup." in page
    assert [f.problem for f in Finding.objects.filter(closed_on=None)] == ["no_perda"]
    (choice,) = offered(client, application, "perda 3 2018 pasal 29")
    assert (choice.part, choice.roles[0][0]) == (part, "obligation")
    bind_by(client, application, choice)
    assert not Finding.objects.filter(closed_on=None).exists()
    notes = Finding.objects.order_by("pk").values_list("closing_note", "closed_by")
    assert set(notes) == {
        (f"Diikat pada {perwali.citation}.", officer.pk),
        (f"Diikat pada {perda.citation}, Pasal 29.", officer.pk),
    }


def test_a_regulation_is_found_by_its_words_and_its_pasal_chosen_beside_it(officer: User) -> None:
    perda = make("perda", "3", 2018, title="Penyelenggaraan Perparkiran")
    parts = [pasal(perda, n, text="Penyelenggara wajib melapor.") for n in (1, 2)]
    client, application = client_of(officer), app(obliges=True)
    (law,) = offered(client, application, "perparkiran")
    assert list(law.parts) == parts
    assert [o.part for o in offered(client, application, "wajib melapor")] == parts
    bind_by(client, application, law, **{"ikat-provision": parts[1].pk})
    assert Binding.objects.get().provision == parts[1]


def test_dead_law_is_told_dead_and_not_offered(officer: User) -> None:
    old, new = make("perwali", "1", title="Antrean"), make("perwali", "2", 2022, title="Antrean")
    record(officer, "repeals", new, old, date(2022, 1, 2))
    client, application = client_of(officer), app()
    rows = offered(client, application, "antrean")
    assert [(o.regulation, str(o.force), bool(o.roles)) for o in rows] == [
        (new, "berlaku", True),
        (old, "tidak-berlaku", False),
    ]
    page = client.get(page_of(application), {"q": "antrean"}).content.decode()
    assert page.count('<span class="tag stop">Tidak berlaku</span>') == 1


def test_what_replaces_the_ended_is_offered_without_a_search(officer: User) -> None:
    old, new = make("perwali", "1"), make("perwali", "2", 2022)
    client, application = client_of(officer), app()
    bind_umbrella(officer, application, old)
    record_running(actor=officer, application=application, year=2019, source="Renstra")
    record(officer, "repeals", new, old, date(2022, 1, 2))
    close_search(actor=officer, application=application, note="Arsip.")
    (choice,) = offered(client, application)
    assert choice.regulation == new
    bind_by(client, application, choice)
    assert not Finding.objects.filter(closed_on=None).exists()


def test_a_refusal_stands_on_the_page(officer: User) -> None:
    perwali, client = make("perwali", "1"), client_of(officer)
    bind_umbrella(officer, app("lain", name="Lain"), perwali)
    application = app()
    (choice,) = offered(client, application, "perwali 1 2020")
    assert choice.shelters == "Lain"
    assert "umbrella" not in dict(choice.roles)
    page = bind_by(client, application, choice, **{"ikat-role": "umbrella"})
    assert "sudah memayungi Lain" in page.content.decode()
    wrong = SimpleUploadedFile("a.pdf", b"bukan")
    page = client.post(page_of(application), {"act": "pdf", "pdf-pdf": wrong})
    assert "bukan PDF" in page.content.decode()


def test_an_unconfirmed_text_gives_no_pasal(officer: User) -> None:
    load_kinds()
    client, application = client_of(officer), app(obliges=True)
    receive_pdf(actor=officer, upload=pdf(OWN), application=application)
    data = {"berkas": IncomingPdf.objects.get().pk, "number": "7", "year": "2020"}
    kind = Regulation._meta.get_field("kind").related_model.objects.get(code="perda")
    sent = {f"peraturan-{name}": value for name, value in {**data, "kind": kind.pk}.items()}
    page = client.post(page_of(application), {"act": "peraturan", **sent}, follow=True)
    (choice,) = page.context["offered"]
    assert choice.unconfirmed
    html = page.content.decode()
    assert "Naskahnya belum dipastikan" in html
    assert '<option value="">seluruhnya</option>' not in html


def test_a_pdf_first_becomes_a_regulation_and_its_text_comes_next(officer: User) -> None:
    load_kinds()
    client, address = client_of(officer), "/admin/regulations/regulation/pdf/"
    page = client.post(address, {"act": "pdf", "pdf-pdf": pdf()}, follow=True)
    form = next(o.form for o in page.context["offers"] if o.action.slug == "peraturan")
    file = client.get(f"/admin/regulations/regulation/pdf/{form.incoming.pk}/berkas.pdf")
    assert file.getvalue().startswith(b"%PDF")
    data = {f"peraturan-{name}": form[name].value() or "" for name in form.fields}
    data |= {
        "act": "peraturan",
        "peraturan-kind": form.initial["kind"].pk,
        "peraturan-title": "Aplikasi Parkir (contoh)",
    }
    answer = client.post(address, data)
    regulation = Regulation.objects.get()
    assert answer["Location"] == f"/admin/regulations/regulation/{regulation.pk}/naskah/"
    assert regulation.title == "Aplikasi Parkir (contoh)"
    assert regulation.provisions.articles().count() == 2


def test_a_wrong_value_stays_typed_beside_its_field(officer: User) -> None:
    load_kinds()
    receive_pdf(actor=officer, upload=pdf())
    make("perwali", "98", 2019)
    client, address = client_of(officer), "/admin/regulations/regulation/pdf/"
    kind = Regulation.objects.get().kind_id
    row = IncomingPdf.objects.get()
    sent = {"berkas": row.pk, "kind": kind, "number": "#9", "year": "2019"}
    page = client.post(
        address, {"act": "peraturan", **{f"peraturan-{k}": v for k, v in sent.items()}}
    )
    html = page.content.decode()
    assert "Nomor hanya memuat huruf" in html
    assert 'value="#9"' in html
    assert Regulation.objects.count() == 1


def test_one_officers_pdf_is_not_shown_to_another(town: Town) -> None:
    load_kinds()
    receive_pdf(actor=town.staff["legal_officer"], upload=pdf())
    other = user("petugas-lain")
    appoint(other, "legal_officer")
    page = client_of(other).get("/admin/regulations/regulation/pdf/")
    forms = [o.form.incoming for o in page.context["offers"] if o.action.slug == "peraturan"]
    assert forms == [None]
    assert "Benarkah yang terbaca" not in page.content.decode()


@pytest.mark.parametrize("office", OTHERS)
def test_nobody_else_comes_to_the_pages_of_a_pdf(town: Town, office: str) -> None:
    load_kinds()
    officer = town.staff["legal_officer"]
    row = receive_pdf(actor=officer, upload=pdf())
    client = client_of(town.staff[office])
    for address in ("pdf/", f"pdf/{row.pk}/berkas.pdf"):
        assert client.get(f"/admin/regulations/regulation/{address}").status_code == 403
    answer = client.post("/admin/regulations/regulation/pdf/", {"act": "pdf", "pdf-pdf": pdf()})
    assert answer.status_code == 403
    application = app()
    page = client.get(page_of(application), {"q": "perwali"})
    assert page.status_code == 200  # every office reads; nothing is offered to it
    assert (page.context["offered"], page.context["offers"]) == ([], [])


def test_strangers_do_not_come(town: Town) -> None:
    for client in (Client(), client_of(town.citizen)):
        for address in ("/admin/regulations/regulation/pdf/", page_of(app(f"a{id(client)}"))):
            assert client.get(address).status_code in (302, 403)


def test_the_page_costs_the_same_for_one_and_for_many(officer: User) -> None:
    client, application = client_of(officer), app()

    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            page = client.get(page_of(application), {"q": "antrean"})
        assert page.status_code == 200
        return len(seen)

    def one(i: int) -> None:
        perwali = make("perwali", f"{i}", title=f"Antrean {i}")
        pasal(perwali, 1, text="Antrean diambil.")
        bind_umbrella(officer, app(f"b{i}"), perwali)
        perda = make("perda", f"{i}")
        record(officer, "amends", make("perda", f"{i}", 2021), perwali, date(2021, 1, 2))
        Binding.objects.create(
            application=application, regulation=perda, role="supporting", valid=("2021-01-01", None)
        )

    one(1)
    count()
    few = count()
    for i in range(2, 31):
        one(i)
    assert count() == few
