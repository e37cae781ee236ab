"""Each verb on accounts asks first who calls it, and is refused in words of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import rules
from django.utils import timezone

from egov.accounts.appointing import appoint, end_appointment
from egov.accounts.models import Contact, Registration
from egov.accounts.own_account import prove_contact, remove_contact, rename
from egov.accounts.persons import (
    add_person,
    ask_factor_reset,
    confirm_factor_reset,
    correct_contact,
    drop_contact,
    end_sessions,
    invite,
    set_active,
)
from egov.accounts.registering import print_password_code, print_registration_code
from egov.accounts.residents import decide_residence, print_contact_code
from egov.verbs.permission import may
from egov.verbs.refusal import NotAllowed
from tests.refusals import outcome_of
from tests.town import HOUR, Town
from tests.visitors import POWERLESS, person

pytestmark = pytest.mark.django_db

Arguments = Callable[[Town], dict[str, Any]]
OTHERS = "Hanya administrator yang mengurus akun orang lain."


def someone(town: Town) -> dict[str, Any]:
    return {"user": town.neighbour}


def address(town: Town) -> Contact:
    return town.neighbour.contacts.get()


def registration(town: Town) -> dict[str, Any]:
    row = Registration.objects.create(
        kind="phone",
        value="+6281277000001",
        name="Baru",
        rw=town.rw,
        expires_at=timezone.now() + HOUR,
    )
    return {"registration": row}


# the verb, what it is called with, and the code and sentence of its refusal
VERBS: list[tuple[Callable[..., Any], Arguments, str, str]] = [
    (
        appoint,
        lambda town: {**someone(town), "role": "auditor"},
        "not_administrator",
        "Hanya administrator yang menunjuk petugas.",
    ),
    (
        end_appointment,
        lambda town: {"appointment": town.staff["lurah"].appointments.get()},
        "not_administrator",
        "Hanya administrator yang mengakhiri penunjukan.",
    ),
    (
        add_person,
        lambda town: {"name": "Baru", "contact": "baru@uji.example"},
        "not_administrator",
        OTHERS,
    ),
    (invite, someone, "not_administrator", OTHERS),
    (
        correct_contact,
        lambda town: {**someone(town), "contact": "lain@uji.example"},
        "not_administrator",
        OTHERS,
    ),
    (drop_contact, lambda town: {"contact": address(town)}, "not_administrator", OTHERS),
    (
        set_active,
        lambda town: {**someone(town), "active": False},
        "not_administrator",
        OTHERS,
    ),
    (end_sessions, someone, "not_administrator", OTHERS),
    (ask_factor_reset, someone, "not_administrator", OTHERS),
    (confirm_factor_reset, someone, "not_administrator", OTHERS),
    (rename, lambda town: {**someone(town), "name": "Lain"}, "not_administrator", OTHERS),
    (
        remove_contact,
        lambda town: {"contact": address(town)},
        "not_owner",
        "Hanya pemilik akun yang menghapus kontaknya sendiri.",
    ),
    (
        print_contact_code,
        someone,
        "not_your_area",
        "Kode hanya dicetak oleh kelurahan tempat warga ini terdaftar.",
    ),
    (
        print_registration_code,
        registration,
        "not_your_area",
        "Kode hanya dicetak oleh kelurahan tempat warga ini mendaftar.",
    ),
    (
        print_password_code,
        someone,
        "not_your_area",
        "Kode dicetak oleh kelurahan untuk warga dan ketua RW-nya, atau oleh administrator.",
    ),
    (
        decide_residence,
        lambda town: {"residence": town.neighbour.residence, "confirm": True},
        "not_your_resident",
        "Domisili dipastikan oleh ketua RW warga ini, "
        "atau oleh kelurahan bila RW belum punya akun.",
    ),
]


@pytest.mark.parametrize("who", POWERLESS)
@pytest.mark.parametrize(
    ("act", "arguments", "code", "sentence"), VERBS, ids=[act.__name__ for act, *_ in VERBS]
)
def test_a_verb_is_refused_to_whom_it_is_not_given(
    town: Town, who: str, act: Callable[..., Any], arguments: Arguments, code: str, sentence: str
) -> None:
    with pytest.raises(NotAllowed) as refused:
        act(actor=person(town, who), **arguments(town))
    assert (refused.value.code, refused.value.sentence) == (code, sentence)


@pytest.mark.parametrize("who", POWERLESS)
def test_a_contact_is_proved_by_its_owner(town: Town, who: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        prove_contact(user=person(town, who), contact=address(town), code="12345678")
    assert refused.value.code == "not_your_contact"


def test_a_closed_account_does_nothing_on_itself_either(town: Town) -> None:
    owner = town.citizen
    owner.is_active = False
    assert outcome_of(rename, actor=owner, user=owner, name="Lain") == "not_administrator"
    spare = owner.contacts.create(kind="email", value="lagi@uji.example")
    assert outcome_of(remove_contact, actor=owner, contact=spare) == "not_owner"


ADMINISTRATORS = {
    "add_person",
    "appoint",
    "ask_factor_reset",
    "confirm_factor_reset",
    "correct_contact",
    "drop_contact",
    "end_appointment",
    "end_sessions",
    "invite",
    "print_password_code",
    "rename",
    "set_active",
}
PRINTED = {"print_contact_code", "print_password_code", "print_registration_code"}
WITHOUT_OBJECT = {
    "administrator": ADMINISTRATORS,
    "lurah": {"decide_residence", *PRINTED},
    "operator_kelurahan": {"decide_residence", *PRINTED},
    "ketua_rw": {"decide_residence"},
}


def test_without_an_object_the_office_alone_counts(town: Town) -> None:
    on_rows = {
        f"{act}_{row}"
        for act in ("view", "add", "change")
        for row in ("user", "appointment", "residence", "registration")
    }
    known = (perm.split(".") for perm in rules.permissions.permissions if "." in perm)
    verbs = {act for app, act in known if app == "accounts"} - on_rows  # the desk asks those
    for office, officer in [*town.staff.items(), ("citizen", town.citizen)]:
        allowed = {act for act in verbs if may(officer, f"accounts.{act}")}
        assert allowed == WITHOUT_OBJECT.get(office, set()), office
