"""A password is made anew with a code, sent or printed."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone

from egov.accounts.models import User
from egov.accounts.registering import (
    print_password_code,
    use_code,
)
from egov.accounts.tasks import tell_account_events
from egov.verbs.refusal import Refusal
from tests.accounts.codes import PHONE, SECRET, digits
from tests.gateway import FakeGateway
from tests.town import PASSWORD, Town, appoint, client_of


@pytest.fixture
def sms(gateway: FakeGateway) -> list[tuple[str, str]]:
    """What the gateway took: (number, text)."""
    return gateway.taken


@pytest.fixture
def by_phone(town: Town) -> User:
    """A ketua RW who has only a phone, as most have."""
    person = User.objects.create_user(PHONE, PASSWORD, name="Ketua Rekaan", proved_how="print")
    appoint(person, "ketua_rw", town.areas["35.78.01.1001/02"])
    return person


def test_a_phone_only_person_gets_back_in_by_sms(by_phone: User, sms: Any, sending: Any) -> None:
    client = Client()
    with sending():
        client.post("/akun/kata-sandi/lupa/", {"contact": PHONE})
    phone, text = sms[-1]
    assert phone == "+6281234567890"
    done = client.post(
        "/akun/kode/", {"contact": PHONE, "code": digits(text), "password": SECRET}, follow=True
    )
    assert "Silakan masuk" in done.content.decode()
    assert client.post("/akun/masuk/", {"login": PHONE, "password": SECRET}).status_code == 302


def test_a_printed_code_is_told_to_every_contact_and_stands_in_the_history(
    town: Town, by_phone: User, sending: Any
) -> None:
    by_phone.contacts.create(
        kind="email", value="ketua@uji.example", proved_at=timezone.now(), proved_how="email"
    )
    with sending():
        code = print_password_code(actor=town.staff["operator_kelurahan"], user=by_phone)
    tell_account_events()
    tell_account_events()
    assert [m.to for m in mail.outbox] == [["ketua@uji.example"]]
    assert "Operator Kelurahan Karang Pilang 1" in mail.outbox[0].body
    assert code not in mail.outbox[0].body
    assert use_code(code=code, password=SECRET, contact=PHONE).user == by_phone
    page = client_of(User.objects.get(pk=by_phone.pk)).get("/akun/kontak/").content.decode()
    assert "Kode untuk membuat kata sandi dicetak" in page
    assert "Kata sandi dibuat dengan kode" in page


def test_who_prints_for_whom(town: Town, by_phone: User) -> None:
    def allowed(actor: User, person: User) -> bool:
        try:
            print_password_code(
                actor=User.objects.get(pk=actor.pk), user=User.objects.get(pk=person.pk)
            )
        except Refusal as refusal:
            assert refusal.code == "not_your_area"
            return False
        return True

    people = {
        "ketua": by_phone,
        "citizen": town.citizen,
        "neighbour": town.neighbour,
        "camat": town.staff["camat"],
    }
    expected = {
        "lurah": {"ketua", "citizen"},
        "operator_kelurahan": {"ketua", "citizen"},
        "administrator": {"ketua", "citizen", "neighbour", "camat"},
    }
    for role, actor in town.staff.items():
        granted = {
            name for name, person in people.items() if actor != person and allowed(actor, person)
        }
        assert granted == expected.get(role, set()), role
    assert not allowed(town.staff["administrator"], town.staff["administrator"])
    assert not allowed(town.far["lurah"], by_phone)


def test_an_officer_stays_in_when_a_stranger_asks_for_their_password(
    town: Town, settings: Any, sending: Any
) -> None:
    """allauth wrote an unverified address then, and refused the second factor for good."""
    settings.STAFF_MFA_REQUIRED = True
    lurah = town.staff["lurah"]
    with sending():
        Client().post("/akun/kata-sandi/lupa/", {"contact": lurah.email})
        Client().post("/akun/kata-sandi/lupa/", {"email": lurah.email})
    assert not EmailAddress.objects.exists()
    client = Client()
    client.post("/akun/masuk/", {"login": lurah.email, "password": PASSWORD})
    asked = client.get("/akun/2fa/totp/activate/")["Location"]
    client.post(asked, {"password": PASSWORD})
    assert client.get("/akun/2fa/totp/activate/").status_code == 200
