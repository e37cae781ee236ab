"""The registry's desk: each office at each page, and the text beside its PDF."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from egov.accounts.models import User
from egov.verbs.refusal import Refusal
from regulations.domain.applications.bindings import bind
from regulations.domain.applications.findings import open_findings
from regulations.domain.applications.lifecycle import go_live, life_of, move, record_running
from regulations.domain.law.effects import effects_of, record_effect
from regulations.domain.registry import load_kinds
from regulations.domain.text import review
from regulations.domain.text.review import add_part, confirm_structure
from regulations.models import (
    Application,
    Binding,
    Clause,
    Finding,
    LegalEvent,
    LifeStep,
    Provision,
    Regulation,
    RegulationFile,
)
from regulations.tasks import read_waiting
from tests.regulations.factories import app, attach_pdf, make
from tests.regulations.sample_texts import PERWALI, REPEALER, draw, perda_like_the_parking_one
from tests.town import Town

BACKEND = "egov.accounts.signing_in.ContactBackend"
NO_STEPS = {"steps-TOTAL_FORMS": "0", "steps-INITIAL_FORMS": "0"}
STAFF = ("lurah", "camat", "verifier", "planner", "auditor", "administrator", "kelurahan_operator")


def at_desk(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def given(officer: User) -> dict[str, Any]:
    """One of everything, and the acts that a legal officer may do on it."""
    a, perwali, perda = app("e-uji"), make("perwali", "1"), make("perda", "1")
    attach_pdf(
        actor=officer,
        regulation=perda,
        upload=ContentFile(draw(perda_like_the_parking_one()), "a.pdf"),
    )
    binding = bind(
        actor=officer, application=a, regulation=perwali, role="umbrella", start=date(2021, 1, 1)
    )
    finding = open_findings(app("kosong"), date(2021, 1, 1))[0]
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


def test_nobody_but_the_legal_officer_changes_anything(officer: User, town: Town) -> None:
    acts = given(officer)
    before = state()
    people: list[Client] = [
        Client(),
        at_desk(town.citizen),
        *(at_desk(town.staff[role]) for role in STAFF if role in town.staff),
    ]
    assert len(people) >= 7
    for client in people:
        for address, data in acts.items():
            answer = client.post(address, data)
            assert answer.status_code in (200, 302, 403, 404), address
    assert state() == before
    client = at_desk(officer)
    for address, data in acts.items():
        assert client.post(address, data).status_code in (200, 302), address
    assert state() != before


def test_staff_read_the_registry_and_strangers_do_not_reach_the_desk(
    officer: User, town: Town
) -> None:
    acts = given(officer)
    addresses = [a for a in acts if "add" not in a]
    for role in STAFF:
        if role in town.staff:
            assert {at_desk(town.staff[role]).get(a).status_code for a in addresses} == {200}, role
    for client in (Client(), at_desk(town.citizen)):
        assert all(client.get(a).status_code in (302, 403) for a in addresses)


def test_the_text_is_corrected_beside_its_pdf(officer: User) -> None:
    perda = make("perda", "3", 2018)
    attach_pdf(
        actor=officer,
        regulation=perda,
        upload=ContentFile(draw(perda_like_the_parking_one()), "a.pdf"),
    )
    client, address = at_desk(officer), f"/admin/regulations/regulation/{perda.pk}/naskah/"
    page = client.get(address).content.decode()
    assert "berkas.pdf#navpanes=0" in page
    two = perda.provisions.get(path="pasal-2")

    def fields(part: Provision, **changes: str) -> dict[str, str]:
        values = {
            "label": part.label,
            "heading": part.heading,
            "text": part.text,
            "explanation": part.explanation,
            **changes,
        }
        return {f"part-{part.pk}-{name}": value for name, value in values.items()}

    client.post(address, {"act": "save", **fields(two, text="(1) Baru.\r\n(2) Juga.")})
    two.refresh_from_db()
    assert two.text == "(1) Baru.\n(2) Juga."
    # what is refused stays typed
    page = client.post(
        address, {"act": "save", **fields(two, label="Pasal dua", text="Diketik lama sekali.")}
    ).content.decode()
    assert "bukan nama pasal" in page
    assert "Diketik lama sekali." in page
    page = client.post(address, {"act": "save", **fields(two, label="Pasal 3")}).content.decode()
    assert "sudah ada di naskah ini" in page
    client.post(
        address,
        {
            "act": "add",
            "new-kind": "pasal",
            "new-label": "Pasal 2A",
            "new-text": "Terlewat.",
            "new-after": str(two.pk),
        },
    )
    assert [p.label for p in perda.provisions.articles()][:4] == [
        "Pasal 1",
        "Pasal 2",
        "Pasal 2A",
        "Pasal 3",
    ]
    added = perda.provisions.get(path="pasal-2a")
    client.post(address, {"act": "save", **fields(added, remove="1")})
    assert not perda.provisions.filter(path="pasal-2a").exists()
    client.post(address, {"act": "confirm"})
    page = client.post(address, {"act": "save", **fields(two, text="Terlambat.")}).content.decode()
    assert "sudah dipastikan" in page
    two.refresh_from_db()
    assert two.text == "(1) Baru.\n(2) Juga."


@pytest.mark.parametrize(("act", "breaks"), [("confirm", "read_clauses"), ("add", "part_path")])
def test_an_act_on_the_text_happens_whole_or_not_at_all(
    officer: User, monkeypatch: pytest.MonkeyPatch, act: str, breaks: str
) -> None:
    r = make("perwali", "1")
    attach_pdf(actor=officer, regulation=r, upload=ContentFile(draw(PERWALI), "a.pdf"))
    part = r.provisions.articles().first()
    before = list(r.provisions.values_list("pk", "text"))

    def refuse(*_: Any, **__: Any) -> None:
        raise Refusal("broken", "Terhenti di tengah.")

    monkeypatch.setattr(review, breaks, refuse)
    typed = {f"part-{part.pk}-label": part.label, f"part-{part.pk}-text": "Dibetulkan."}
    address = f"/admin/regulations/regulation/{r.pk}/naskah/"
    page = at_desk(officer).post(address, {"act": act, **typed}).content.decode()
    assert "Terhenti di tengah." in page
    assert "Dibetulkan." in page  # nothing typed is lost
    assert list(r.provisions.values_list("pk", "text")) == before
    assert RegulationFile.objects.get(regulation=r).confirmed_at is None


def test_a_scan_is_written_by_hand(officer: User) -> None:
    r = make("perda", "1")
    attach_pdf(actor=officer, regulation=r, upload=ContentFile(draw(" "), "a.pdf"))
    with pytest.raises(Refusal):
        confirm_structure(actor=officer, regulation=r)
    add_part(actor=officer, regulation=r, kind="bab", label="BAB I", text="UMUM", after=None)
    add_part(
        actor=officer,
        regulation=r,
        kind="pasal",
        label="Pasal 1",
        text="Ditulis petugas.",
        after=r.provisions.get(),
    )
    confirm_structure(actor=officer, regulation=r)
    assert [(p.label, p.heading or p.text) for p in r.provisions.order_by("position")] == [
        ("BAB I", "UMUM"),
        ("Pasal 1", "Ditulis petugas."),
    ]


def test_what_the_text_states_is_offered_and_recorded_once(officer: User) -> None:
    old, perda, perwali, repealer = (
        make("perda", "1", 2009),
        make("perda", "3", 2018),
        make("perwali", "99", 2019),
        make("perda", "9", 2024),
    )
    for regulation, text in (
        (perda, perda_like_the_parking_one()),
        (perwali, PERWALI),
        (repealer, REPEALER),
    ):
        attach_pdf(actor=officer, regulation=regulation, upload=ContentFile(draw(text), "a.pdf"))
        with pytest.raises(Refusal):
            record_effect(actor=officer, regulation=regulation, key="repeals-1")
        confirm_structure(actor=officer, regulation=regulation)
    found = [*effects_of(perda), *effects_of(perwali), *effects_of(repealer)]
    assert [(e.kind.value, e.target, e.where) for e in found] == [
        ("repeals", old, "Pasal 40"),
        ("implements", perda, "Menimbang"),
        ("repeals", perda, "Pasal 1"),
    ]
    effect = effects_of(perda)[0]
    event = record_effect(actor=officer, regulation=perda, key=effect.key)[0]
    assert (event.target, event.basis, event.on) == (old, "Pasal 40", perda.promulgated_on)
    assert effects_of(perda)[0].recorded
    with pytest.raises(Refusal):
        record_effect(actor=officer, regulation=perda, key=effect.key)


def test_a_regulation_is_made_from_its_pdf_alone(officer: User) -> None:
    client = at_desk(officer)
    kind = load_kinds()["perda"].pk
    upload = SimpleUploadedFile(
        "perda.pdf", draw(perda_like_the_parking_one()), content_type="application/pdf"
    )
    answer = client.post(
        "/admin/regulations/regulation/add/", {"kind": kind, "pdf": upload, "_save": "1"}
    )
    made = Regulation.objects.get(number="3", year=2018)
    assert answer["Location"] == f"/admin/regulations/regulation/{made.pk}/naskah/"
    assert read_waiting() == 1
    made.refresh_from_db()
    assert (made.title, str(made.promulgated_on)) == (
        "Penataan Parkir Contoh di Kota Surabaya",
        "2018-06-21",
    )
    for data, told in (
        ({"kind": kind}, "tidak terbaca dari naskah"),
        ({"kind": kind, "pdf": SimpleUploadedFile("a.pdf", b"bukan")}, "bukan PDF"),
        ({"kind": kind, "number": "3", "year": "2018"}, "sudah ada di registri"),
        (
            {
                "kind": kind,
                "number": "4",
                "year": "2018",
                "promulgated_on": "2018-02-02",
                "commences_on": "2018-01-01",
            },
            "Berlaku surut",
        ),
        (
            {"kind": kind, "number": "4", "year": "2018", "other_region": "99.99"},
            "Tidak ada wilayah",
        ),
    ):
        page = client.post("/admin/regulations/regulation/add/", data)
        assert page.status_code == 200
        assert told in page.content.decode()


def test_the_life_of_an_application_goes_step_by_step(officer: User) -> None:
    a, day = app(), date(2021, 6, 1)
    bind(
        actor=officer,
        application=a,
        regulation=make("perwali", "1"),
        role="umbrella",
        start=date(2021, 1, 1),
    )

    def refused(life: str, on: date = day, note: str = "") -> str:
        try:
            move(actor=officer, application=a, life=life, on=on, note=note)
        except Refusal as refusal:
            return refusal.code
        return "ok"

    assert refused("live") == "use_go_live"
    assert refused("retired", note="Sebab.") == "no_such_step"
    assert refused("pilot", date(2021, 2, 1)) == "ok"
    go_live(actor=officer, application=a, on=date(2021, 3, 1))
    with pytest.raises(Refusal) as told:
        go_live(actor=officer, application=a, on=date(2021, 3, 1))
    assert told.value.code == "already_live"
    with pytest.raises(Refusal) as told:
        record_running(actor=officer, application=a, year=2009, source="Dokumen")
    assert told.value.code == "already_live"
    assert refused("suspended", date(2021, 2, 15), "Sebab.") in ("no_such_step", "later_step")
    assert refused("suspended") == "no_reason"
    assert refused("suspended", note="Diperbaiki.") == "ok"
    go_live(actor=officer, application=a, on=date(2021, 7, 1))
    assert refused("retired", date(2022, 1, 1), "Diganti.") == "ok"
    assert [
        life_of(a, d)
        for d in (date(2021, 2, 1), date(2021, 6, 30), date(2021, 12, 31), date(2026, 1, 1))
    ] == [
        "pilot",
        "suspended",
        "live",
        "retired",
    ]


def test_the_history_says_who_in_indonesian(officer: User) -> None:
    client = at_desk(officer)
    client.post(
        "/admin/regulations/application/add/",
        {"name": "Baru", "code": "baru", "element": "layanan", **NO_STEPS},
    )
    made = Application.objects.get(code="baru")
    page = client.get(f"/admin/regulations/application/{made.pk}/history/").content.decode()
    told = page.split('<ol class="history">')[1]
    assert "Dibuat" in told
    assert f"oleh {officer.appointments_now[0].title}" in told


def test_the_desk_shows_what_waits_for_the_legal_officer(officer: User, town: Town) -> None:
    given(officer)
    page = at_desk(officer).get("/admin/").content.decode()
    assert "Menunggu dipastikan" in page
    assert "Menunggu dipastikan" not in at_desk(town.staff["lurah"]).get("/admin/").content.decode()
    assert (
        at_desk(officer).get("/admin/regulations/clause/?confirmed_at__isempty=1").status_code
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
        page = at_desk(person).get(f"/admin/regulations/regulation/{perda.pk}/change/")
        assert page.status_code == 200, role
