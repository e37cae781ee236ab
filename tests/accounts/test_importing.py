"""Officers from a table: found or made by their contact, appointed by the desk's own verb."""

from __future__ import annotations

from pathlib import Path

import pytest

from egov.accounts.importers import AppointmentImporter
from egov.accounts.models import Appointment, Contact, User
from egov.imports.engine import import_file
from egov.imports.models import ImportRun
from tests.town import Town, user

HEAD = "nama,kontak,jabatan,wilayah,perangkat_daerah,mulai,surat\n"


def bring(town: Town, folder: Path, *rows: str, who: str = "administrator") -> ImportRun:
    path = folder / "jabatan.csv"
    path.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    return import_file(AppointmentImporter(), path, actor_id=town.staff[who].pk)


@pytest.fixture
def place(town: Town) -> str:
    """An RW without a head."""
    return town.areas["35.78.01.1001/02"].code


def test_a_head_is_made_and_appointed_and_twice_changes_nothing(
    town: Town, tmp_path: Path, place: str
) -> None:
    row = f"Kepala Contoh,0812 7700 1122,Ketua RW,{place},,2026-01-31"
    run = bring(town, tmp_path, row)
    assert (run.applied, run.created, run.bad) == (True, 1, 0)
    appointment = Appointment.objects.get(area__code=place, role="ketua_rw")
    assert appointment.user.name == "Kepala Contoh"
    assert appointment.appointed_by == town.staff["administrator"]
    assert not appointment.user.has_usable_password()
    again = bring(town, tmp_path, row)
    assert (again.created, again.unchanged, again.bad) == (0, 1, 0)
    assert Contact.objects.filter(value="+6281277001122").count() == 1


def test_who_is_known_by_the_contact_gets_the_office(
    town: Town, tmp_path: Path, place: str
) -> None:
    person = user("lama", "Nama Lama")
    count = User.objects.count()
    assert bring(town, tmp_path, f"nama  lama,LAMA@uji.example,ketua_rw,{place},,").created == 1
    assert (User.objects.count(), person.appointments.count()) == (count, 1)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("A,a@uji.example,Raja,,,", "no_such_office"),
        ("A,bukan kontak,Ketua RW,35.78.01.1001/02,,", "bad_contact"),
        (",a@uji.example,Ketua RW,35.78.01.1001/02,,", "no_name"),
        ("A,a@uji.example,Ketua RW,99.99,,", "unknown_area"),
        ("A,a@uji.example,Ketua RW,,,", "needs_area"),
        ("A,a@uji.example,Verifikator perangkat daerah,,tiada,", "unknown_agency"),
        ("A,a@uji.example,Ketua RW,35.78.01.1001/02,,kemarin", "bad_date"),
        ("A,a@uji.example,Ketua RW,35.78.01.1001/01,,", "office_taken"),
        (f"A,a@uji.example,Ketua RW,35.78.01.1001/02,,,{'S' * 201}", "basis_too_long"),
    ],
)
def test_what_is_refused_is_told_at_its_line_and_nothing_stays(
    town: Town, tmp_path: Path, row: str, code: str
) -> None:
    before = User.objects.count(), Appointment.objects.count()
    run = bring(town, tmp_path, "B,b@uji.example,Ketua RW,35.78.01.1001/02,,", row)
    assert not run.applied
    assert [fault["code"] for fault in run.errors if fault["stopping"]] == [code]
    assert "uji.example" not in str(run.errors)
    assert (User.objects.count(), Appointment.objects.count()) == before


def test_only_who_may_appoint_brings_offices_in(town: Town, tmp_path: Path, place: str) -> None:
    run = bring(town, tmp_path, f"A,a@uji.example,Ketua RW,{place},,", who="lurah")
    assert not run.applied and run.bad == 1
    assert not User.objects.filter(contacts__value="a@uji.example").exists()
