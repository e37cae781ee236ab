"""Of persons, residences, registrations and offices."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator

from egov.accounts.admin import person_actions as person
from egov.accounts.admin import residence_actions as residence
from egov.accounts.admin.appointments import EndNow
from egov.accounts.admin.registrations import PrintRegistrationCode
from egov.accounts.models import Contact, Residence, User
from egov.accounts.persons import ask_factor_reset
from egov.accounts.registering import register
from egov.desk.actions import DeskAction
from tests.desk.cases import CASES, Case, ready_for
from tests.town import Town, appoint, reside, user


def of_person(town: Town, obj: User, **given: Any) -> Case:
    others = tuple(town.staff[role] for role in ("auditor", "lurah", "planner"))
    return Case(obj, town.staff["administrator"], others, given)


GIVEN: dict[type[DeskAction], dict[str, str]] = {
    person.Invite: {},
    person.PrintPasswordCode: {},
    person.CorrectContact: {"contact": "baru@uji.example"},
    person.Rename: {"name": "Siti Contoh"},
    person.EndSessions: {},
    person.Deactivate: {},
}
for action, fields in GIVEN.items():
    CASES[action] = lambda town, fields=fields: of_person(town, town.citizen, **fields)


@ready_for(person.Activate)
def of_a_closed_account(town: Town) -> Case:
    town.citizen.is_active = False
    town.citizen.save()
    return of_person(town, town.citizen)


@ready_for(person.DropContact)
def of_a_second_contact(town: Town) -> Case:
    second = Contact.objects.create(user=town.citizen, kind="email", value="dua@uji.example")
    return of_person(town, town.citizen, contact=second.pk)


@ready_for(person.EndOffice)
def of_an_office(town: Town) -> Case:
    officer = town.staff["camat"]
    return of_person(town, officer, appointment=officer.appointments.get().pk)


def second_administrator(town: Town) -> User:
    second = user("admin-dua")
    appoint(second, "administrator")
    Authenticator.objects.create(user=town.staff["camat"], type="totp", data={"secret": "RAHASIA"})
    return second


@ready_for(person.AskFactorReset)
def of_a_lost_phone(town: Town) -> Case:
    second_administrator(town)
    return of_person(town, town.staff["camat"])


@ready_for(person.ConfirmFactorReset)
def of_a_reset_that_was_asked(town: Town) -> Case:
    ask_factor_reset(actor=second_administrator(town), user=town.staff["camat"])
    return of_person(town, town.staff["camat"])


def of_residence(town: Town, own: str, *others: User, **given: Any) -> Case:
    resident = user("baru", "Warga Baru")
    reside(resident, town.rw, confirmed=False)
    Contact.objects.create(user=resident, kind="phone", value="+6281234567890")
    obj = Residence.objects.get(user=resident)
    return Case(obj, town.staff[own], (*others, town.staff["auditor"]), given, "change")


@ready_for(residence.Confirm)
@ready_for(residence.Decline)
def of_a_residence_that_waits(town: Town) -> Case:
    others = (town.far["ketua_rw"], town.staff["lurah"], town.staff["camat"])
    return of_residence(town, "ketua_rw", *others, reason="Tidak dikenal.")


@ready_for(residence.PrintContactCode)
@ready_for(residence.PrintPasswordCode)
def of_a_resident_who_is_there(town: Town) -> Case:
    others = (town.far["operator_kelurahan"], town.staff["ketua_rw"], town.staff["camat"])
    return of_residence(town, "operator_kelurahan", *others)


@ready_for(PrintRegistrationCode)
def of_a_registration(town: Town) -> Case:
    obj = register(contact="0812 9999 0000", name="Pendaftar Contoh", rw=town.rw)
    others = (town.far["lurah"], town.staff["ketua_rw"], town.staff["auditor"])
    return Case(obj, town.staff["lurah"], others)


@ready_for(EndNow)
def of_an_appointment(town: Town) -> Case:
    obj = town.staff["camat"].appointments.get()
    return Case(obj, town.staff["administrator"], (town.staff["auditor"], town.staff["lurah"]))
