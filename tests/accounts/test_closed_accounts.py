"""An account that was made inactive does nothing more, a superuser's no less."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from django.test import Client

from egov.accounts.administering import administrating_office
from egov.accounts.appointing import appoint, end_appointment
from egov.accounts.models import User
from egov.accounts.persons import (
    add_person,
    confirm_factor_reset,
    correct_contact,
    end_sessions,
    invite,
    set_active,
)
from egov.accounts.registering import ask_password_code, may_print_password_code
from egov.accounts.scope import Scope
from egov.verbs.refusal import NotAllowed
from tests.factories.accounts import PASSWORD
from tests.town import Town


def superuser(*, active: bool) -> User:
    person = User.objects.create_superuser("kepala@uji.example", PASSWORD, name="Kepala Server")
    person.is_active = active
    person.save()
    return User.objects.get(pk=person.pk)


def test_a_superuser_who_is_active_administers(town: Town) -> None:
    person = superuser(active=True)
    assert administrating_office(person)
    assert (person.is_staff, Scope.of(person).everything) == (True, True)
    assert may_print_password_code(person, town.citizen)


def test_an_inactive_superuser_reaches_nothing(town: Town) -> None:
    person = superuser(active=False)
    scope = Scope.of(person)
    assert (person.is_staff, scope.everything, scope.empty) == (False, False, True)
    assert not scope.reaches(kelurahan=town.rw.parent_id)


def test_an_inactive_superuser_runs_no_verb_on_other_accounts(town: Town) -> None:
    actor, citizen = superuser(active=False), town.citizen
    verbs: list[Any] = [
        partial(add_person, name="Baru", contact="baru@uji.example"),
        partial(invite, user=citizen),
        partial(correct_contact, user=citizen, contact="lain@uji.example"),
        partial(set_active, user=citizen, active=False),
        partial(end_sessions, user=citizen),
        partial(confirm_factor_reset, user=citizen),
    ]
    for verb in verbs:
        with pytest.raises(NotAllowed) as refusal:
            verb(actor=actor)
        assert refusal.value.code == "not_administrator"
    assert User.objects.get(pk=citizen.pk).is_active


@pytest.mark.parametrize(("active", "status"), [(True, 200), (False, 302)])
@pytest.mark.parametrize("who", ["superuser", "administrator"])
def test_only_an_active_account_signs_in(town: Town, who: str, active: bool, status: int) -> None:
    person = superuser(active=active) if who == "superuser" else town.staff["administrator"]
    person.is_active = active
    person.save()
    client = Client()
    client.post("/akun/masuk/", {"login": person.email, "password": PASSWORD})
    assert client.get("/admin/accounts/user/").status_code == status


def test_an_inactive_account_is_sent_no_code(town: Town, mailoutbox: list[Any]) -> None:
    town.citizen.is_active = False
    town.citizen.save()
    ask_password_code(contact=town.citizen.email)
    assert town.citizen.contact_codes.count() == 0
    assert not may_print_password_code(town.staff["administrator"], town.citizen)


def test_an_office_of_an_inactive_account_is_held_by_nobody(town: Town) -> None:
    admin = town.staff["administrator"]
    admin.is_active = False
    admin.save()
    actor = User.objects.get(pk=admin.pk)
    with pytest.raises(NotAllowed):
        appoint(actor=actor, user=town.citizen, role="editor")
    with pytest.raises(NotAllowed):
        end_appointment(actor=actor, appointment=town.staff["lurah"].appointments.get())


def test_an_inactive_superuser_appoints_nobody(town: Town) -> None:
    with pytest.raises(NotAllowed):
        appoint(actor=superuser(active=False), user=town.citizen, role="editor")


def test_an_inactive_superuser_prints_no_code(town: Town) -> None:
    assert not may_print_password_code(superuser(active=False), town.citizen)
