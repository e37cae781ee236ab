"""The desk's history pages: in sentences, to the oldest, for those who may see the object."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta
from typing import Any

import pgtrigger
import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from egov.accounts.appointing import end_appointment
from egov.accounts.models import Appointment, Residence, User
from egov.accounts.own_account import add_contact, rename
from egov.accounts.persons import set_active
from musrenbang.domain.moderation import withhold
from musrenbang.models import Decision, Proposal
from tests.town import Town, client_of, decide

HOUR = timedelta(hours=1)
ALWAYS = DateRange(date(2020, 1, 1), None)
LIMITED = ["ketua_rw", "lurah", "operator_kelurahan", "camat", "operator_kecamatan", "verifier"]


def history(client: Client, row: Any, query: str = "") -> str:
    """The page's text without tags, one space between words."""
    meta = row._meta
    answer = client.get(f"/admin/{meta.app_label}/{meta.model_name}/{row.pk}/history/{query}")
    assert answer.status_code == 200, (row, answer.status_code)
    text = re.sub(r"<[^>]+>", " ", answer.content.decode().split('<div class="desk">')[1])
    return " ".join(html.unescape(text).split())


def whats(client: Client, row: Any, query: str = "") -> list[str]:
    """The sentences alone, newest first."""
    meta = row._meta
    address = f"/admin/{meta.app_label}/{meta.model_name}/{row.pk}/history/{query}"
    page = client.get(address).content.decode()
    return [html.unescape(found) for found in re.findall(r'<p class="what">(.*?)</p>', page)]


def test_a_proposal_tells_its_whole_path(town: Town) -> None:
    early = timezone.now() - 3 * HOUR
    p = town.proposal("kelurahan", submitted_at=early)
    day, lurah = timezone.localdate() + timedelta(days=3), town.staff["lurah"]
    given = {"actor": lurah, "proposal": p}
    decide(**given, outcome="return", reason="Ukur dulu.", deadline=day, now=early + HOUR)
    decide(**given, outcome="forward", reason_code="needed", now=early + 2 * HOUR)
    withhold(actor=town.staff["lurah"], proposal=p, fault="personal", sentence="Ada nama orang.")
    # triggers write PostgreSQL's time, which stays where it is when a run's clock is moved
    with pgtrigger.ignore():
        held = Proposal.pgh_event_model.objects.filter(withheld=True)
        held.update(pgh_created_at=timezone.now())
    client = client_of(town.staff["lurah"])
    assert whats(client, p) == [
        "Ditahan dari umum",
        "Dibetulkan: diteruskan Lurah Karang Pilang 1",
        "Dikembalikan Lurah Karang Pilang 1 untuk dilengkapi",
        "Dikirim pengusul",
    ]
    text = history(client, p)
    assert "sesuai kamus usulan. 100 m2, Rp 21.000.000." in text.replace("\xa0", " ")
    assert "WIB" in text
    columns = {f.column for f in Proposal._meta.concrete_fields if "_" in f.column}
    assert {word for word in columns if word in text} == set()


def test_a_decision_leads_to_its_proposals_history(town: Town) -> None:
    p = town.proposal("kelurahan")
    decide(actor=town.staff["lurah"], proposal=p, outcome="forward")
    client = client_of(town.staff["lurah"])
    decision = p.decisions.get()
    page = client.get(f"/admin/musrenbang/decision/{decision.pk}/history/").content.decode()
    assert whats(client, decision) == ["Diteruskan Lurah Karang Pilang 1"]
    address = f"/admin/musrenbang/proposal/{p.pk}/history/"
    assert f'href="{address}">Seluruh perjalanan usulan {p.number}<' in page


def test_fields_are_told_by_their_labels_and_values_in_words(town: Town) -> None:
    planner = client_of(town.staff["planner"])
    entry = town.variant.entry
    before = entry.agency
    kept = ("code", "name", "definition", "nature", "need", "conditions", "keywords")
    form: dict[str, Any] = {name: getattr(entry, name) for name in kept}
    form |= {"example": "on", "output": "", "outcome": "", "sub_activity": ""}
    rows = ("variants", "asked")
    none = {f"{row}-{name}_FORMS": "0" for row in rows for name in ("TOTAL", "INITIAL")}
    changed = {**form, **none, "agency": town.other_agency.pk}
    answer = planner.post(f"/admin/musrenbang/kamusentry/{entry.pk}/change/", changed)
    assert answer.status_code == 302, answer.content.decode()
    title = town.staff["planner"].appointments_now[0].title
    text = history(planner, entry)
    assert "Penanggung jawab dan dapat diusulkan diubah" in text
    assert f"oleh {title}" in text
    assert f"Penanggung jawab dari {before} menjadi {town.other_agency}" in text
    assert "Dapat diusulkan dari ya menjadi tidak" in text
    assert "Dibuat" in text
    assert "oleh Sistem" in text


def test_periods_and_moments_stand_in_the_regions_time(town: Town) -> None:
    stage = town.stages["kelurahan"]
    opens = stage.window.lower
    stage.window = DateTimeTZRange(opens, opens + timedelta(days=900))
    stage.save()
    local = timezone.localtime(stage.window.upper)
    text = history(client_of(town.staff["planner"]), stage)
    assert "Jadwal diubah" in text
    assert f"{local.hour:02}.{local.minute:02} WIB" in text
    assert "DateTimeTZRange" not in text
    assert "+00" not in text


def test_past_a_hundred_it_says_so_and_the_older_ones_are_reached(town: Town) -> None:
    area = town.rw
    given = [f"RW {n:03}" for n in range(230)]
    for name in given:
        type(area).objects.filter(pk=area.pk).update(name=name)
    client = client_of(town.staff["administrator"])
    read: list[str] = []
    query, pages = "", 0
    while True:
        text = history(client, area, query)
        read += re.findall(r"menjadi (RW \d{3})", text)
        pages += 1
        answer = client.get(f"/admin/areas/area/{area.pk}/history/{query}").content.decode()
        older = re.search(r'href="(\?sebelum=[\d.]+)"', answer)
        assert ("Ditampilkan 100 perubahan" in text) == bool(older)
        assert ("Kembali ke perubahan terbaru" in text) == (pages > 1)
        if older is None:
            break
        query = older[1]
    assert pages == 3
    assert read == given[::-1]
    for nonsense in ("abc", "1.2.3", "²", "9" * 40, "-1"):
        assert len(whats(client, area, f"?sebelum={nonsense}")) == 100


def test_a_persons_page_joins_all_tables_and_loses_none_between_pages(town: Town) -> None:
    person = town.citizen
    for n in range(70):
        rename(actor=person, user=person, name=f"Nama Rahasia {n}")
        User.objects.filter(pk=person.pk).update(is_active=n % 2 == 1)
    client = client_of(town.staff["auditor"])
    first = client.get(f"/admin/accounts/user/{person.pk}/history/").content.decode()
    older = re.search(r'href="(\?sebelum=[\d.]+)"', first)
    assert older is not None
    told = [*whats(client, person), *whats(client, person, older[1])]
    assert len(whats(client, person)) == 100
    assert told.count("Nama diubah") == 70
    assert told.count("Akun dinonaktifkan") == told.count("Akun diaktifkan lagi") == 35


def test_a_persons_page_tells_of_accounts_homes_and_offices_without_a_value(town: Town) -> None:
    admin = town.staff["administrator"]
    person = User.objects.create_user("sangat.rahasia@uji.example", None, name="Rahasia Sekali")
    home = Residence.objects.create(user=person, rw=town.rw)
    decider = client_of(town.staff["ketua_rw"])
    decider.post(f"/admin/accounts/residence/{home.pk}/change/", {"confirm": "1"})
    office = Appointment.objects.create(user=person, role="auditor", period=ALWAYS)
    end_appointment(actor=admin, appointment=office)
    add_contact(user=person, contact="0812 9876 5432")
    rename(user=person, name="Rahasia Lain", actor=admin)
    set_active(actor=admin, user=person, active=False)
    for role in ("administrator", "auditor"):
        client = client_of(town.staff[role])
        told = whats(client, person)
        head = Appointment.objects.get(user=town.staff["ketua_rw"]).title
        place = town.rw.place
        assert set(told) == {
            "Akun dibuat",
            f"Domisili di {place} dinyatakan",
            f"Domisili di {place} dipastikan {head}",
            f"Ditunjuk sebagai {office.title}",
            f"Jabatan {office.title} diakhiri",
            "Nomor HP ditambahkan",
            "Nama diubah",
            "Semua perangkat dikeluarkan",
            "Akun dinonaktifkan",
        }
        for page in (history(client, person), history(client, office), history(client, home)):
            for secret in ("Rahasia", "rahasia@", "9876", "812"):
                assert secret not in page, (role, secret)
        assert f"{admin.appointments_now[0].title} (akun {admin.pk})" in history(client, person)
    near = history(client_of(town.staff["lurah"]), home)
    assert "akun" not in near


@pytest.mark.parametrize("role", LIMITED)
def test_who_may_not_see_the_object_sees_no_history(town: Town, role: str) -> None:
    p = town.proposal("kelurahan")
    decide(actor=town.staff["lurah"], proposal=p, outcome="forward")
    home = Residence.objects.get(user=town.citizen)
    held = Appointment.objects.get(user=town.staff["lurah"])
    hidden = {
        town.far[role]: [p, p.decisions.get(), home, town.citizen, held],
        town.staff[role]: [town.citizen, held],
        town.citizen: [p, p.decisions.get(), home, town.citizen, held],
    }
    for person, rows in hidden.items():
        client = client_of(person)
        for row in rows:
            address = f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/history/"
            answer = client.get(address)
            assert answer.status_code in (302, 403, 404), (person, address, answer.status_code)


def counted(client: Client, row: Any) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        history(client, row)
    return len(queries)


def test_the_number_of_queries_does_not_grow_with_the_rows(town: Town) -> None:
    planner, admin = client_of(town.staff["planner"]), client_of(town.staff["administrator"])
    stage, entry, person = town.stages["rw"], town.variant.entry, town.neighbour
    p, lurah = town.proposal("kelurahan"), town.staff["lurah"]

    homes = [area for area in town.areas.values() if area.level == "rw"]
    assert len(homes) > 2

    def more(times: int) -> None:
        agencies = (town.agency, town.other_agency)
        for n in range(times):
            type(stage).objects.filter(pk=stage.pk).update(name=f"Tahap {n}")
            type(entry).objects.filter(pk=entry.pk).update(agency=agencies[n % 2])
            User.objects.filter(pk=person.pk).update(name=f"Orang {n}", is_active=n % 2 == 0)
            Proposal.objects.filter(pk=p.pk).update(title=f"Judul {n}", rw=homes[n % len(homes)])
            office = Appointment.objects.create(user=person, role="auditor", period=ALWAYS)
            Appointment.objects.filter(pk=office.pk).update(ended_at=timezone.now())
            decide(actor=lurah, proposal=p, outcome=("reject", "reserve")[n % 2], reason="Belum.")

    more(2)
    pages = ((planner, stage), (planner, entry), (admin, person), (planner, p))
    assert [counted(client, row) for client, row in pages]  # what a process reads once
    few = [counted(client, row) for client, row in pages]
    more(8)
    assert [counted(client, row) for client, row in pages] == few
    assert Decision.objects.filter(proposal=p).count() == 10
