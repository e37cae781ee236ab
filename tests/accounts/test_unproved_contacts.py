"""A contact that somebody merely typed leads to nobody, and blocks nobody."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from egov.accounts.importers import AppointmentImporter
from egov.accounts.models import Appointment, Contact, User
from egov.accounts.own_account import add_contact, prove
from egov.accounts.people_search import people_ids
from egov.accounts.persons import add_person, invite
from egov.accounts.registering import print_password_code, use_code
from egov.imports.engine import import_file
from egov.imports.models import ImportRun
from egov.verbs.refusal import Refusal
from tests.accounts.codes import SECRET
from tests.town import Town, appoint, client_of, user

ADDRESS = "lurah.baru@kota.example"
HEAD = "nama,kontak,jabatan,wilayah,perangkat_daerah,mulai\n"


def bring(town: Town, folder: Path, *rows: str, dry_run: bool = False) -> ImportRun:
    path = folder / "jabatan.csv"
    path.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    admin = town.staff["administrator"]
    return import_file(AppointmentImporter(), path, actor_id=admin.pk, dry_run=dry_run)


@pytest.fixture
def squatter(town: Town) -> User:
    """A citizen who typed the address of an officer to come."""
    add_contact(user=town.citizen, contact=ADDRESS)
    return town.citizen


def test_a_table_of_offices_makes_no_citizen_administrator(
    town: Town, squatter: User, tmp_path: Path
) -> None:
    run = bring(town, tmp_path, f"Siti Rekaan,{ADDRESS},administrator,,,")
    assert run.applied
    assert not squatter.appointments.exists()
    holder = Appointment.objects.get(role="administrator", user__name="Siti Rekaan").user
    assert holder.contacts.get().value == ADDRESS


def test_a_row_whose_name_differs_is_refused(town: Town, tmp_path: Path) -> None:
    person = user("pejabat", "Budi Rekaan")
    row = "{},pejabat@uji.example,ketua_rw,35.78.01.1001/02,,"
    run = bring(town, tmp_path, row.format("Orang Lain"))
    assert [(fault["field"], fault["code"]) for fault in run.errors] == [("nama", "another_name")]
    assert "Budi" not in str(run.errors)
    assert bring(town, tmp_path, row.format("  budi   REKAAN ")).applied
    assert person.appointments.count() == 1


def test_the_dry_run_lists_whom_each_row_meets(town: Town, tmp_path: Path) -> None:
    person = user("pejabat", "Budi Rekaan")
    appoint(person, "lurah", town.areas["35.78.01.1002"])
    run = bring(
        town,
        tmp_path,
        "Budi Rekaan,pejabat@uji.example,ketua_rw,35.78.01.1001/02,,",
        "Belum Ada,belum@uji.example,ketua_rw,35.78.01.1002/01,,",
        dry_run=True,
    )
    meets = [(row["line"], row["sentence"]) for row in run.errors if row["code"] == "meets"]
    assert meets == [
        (2, f"Bertemu B*** R*** (akun {person.pk}): Lurah Karang Pilang 2."),
        (3, "Belum ada akunnya: akun baru dibuat."),
    ]
    assert run.bad == 0


def test_a_squatted_address_blocks_nobody(town: Town, squatter: User) -> None:
    admin = town.staff["administrator"]
    others = [user(f"penghalang-{number}") for number in range(4)]
    for other in others:
        add_contact(user=other, contact=ADDRESS)
    person = add_person(actor=admin, name="Lurah Baru", contact=ADDRESS)
    assert list(User.objects.filter(pk__in=people_ids(ADDRESS, by_name=True))) == [person]
    assert User.objects.signing_in(ADDRESS) == person
    digits = print_password_code(actor=admin, user=person)
    for other in others * 3:  # newer codes of theirs
        print_password_code(actor=admin, user=other)
    assert use_code(code=digits, password=SECRET, contact=ADDRESS).user == person


def test_an_account_that_an_office_made_is_met_again(town: Town, tmp_path: Path) -> None:
    admin = town.staff["administrator"]
    person = add_person(actor=admin, name="Lurah Baru", contact=ADDRESS)
    with pytest.raises(Refusal) as refusal:
        add_person(actor=admin, name="Lurah Baru", contact=ADDRESS)
    assert refusal.value.code == "contact_taken"
    assert bring(town, tmp_path, f"Lurah Baru,{ADDRESS},ketua_rw,35.78.01.1001/02,,").applied
    assert person.appointments.count() == 1


def test_nobody_is_invited_by_a_contact_that_another_proved(town: Town) -> None:
    admin = town.staff["administrator"]
    person = add_person(actor=admin, name="Lurah Baru", contact=ADDRESS)
    prove(add_contact(user=town.citizen, contact=ADDRESS), how="email")
    with pytest.raises(Refusal) as refusal:
        invite(actor=admin, user=person)
    assert refusal.value.code == "contact_taken"


def test_an_invitation_goes_to_no_contact_that_only_its_owner_typed(
    town: Town, squatter: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        invite(actor=town.staff["administrator"], user=squatter)
    assert mail.outbox[-1].to == ["warga@uji.example"]


def test_offices_that_an_unproved_contact_may_have_given_are_listed(
    town: Town, squatter: User
) -> None:
    page = client_of(town.staff["administrator"])
    heading = "Jabatan yang perlu diperiksa"
    assert heading not in page.get("/admin/").content.decode()
    appoint(squatter, "lurah", town.areas["35.78.01.1002"])
    text = page.get("/admin/").content.decode()
    assert heading in text and "Lurah Karang Pilang 2" in text
    assert heading not in client_of(town.staff["lurah"]).get("/admin/").content.decode()
    Contact.objects.filter(value=ADDRESS).update(proved_at=timezone.now(), proved_how="email")
    assert heading not in page.get("/admin/").content.decode()
