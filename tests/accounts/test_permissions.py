"""Who prints codes for whom, and who works on other people's accounts."""

from __future__ import annotations

from functools import partial

import pytest
from django.utils import timezone

from egov.accounts.models import Contact, Registration
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
from egov.accounts.residents import print_contact_code
from tests.accounts.test_people import second_factor
from tests.town import HOUR, Town, reside, user
from tests.town import appoint as make_office
from tests.visitors import ADMINISTRATORS, CLERKS, EVERYBODY, attempt, person


@pytest.mark.parametrize("who", EVERYBODY)
def test_printing_codes(town: Town, who: str) -> None:
    """A code to hand over: for a new password, for a phone that is not proved, for a newcomer."""
    actor = person(town, who)
    places = {"own": town.rw, "neighbour": town.areas["35.78.02.1001/01"]}
    for number, (place, rw) in enumerate(places.items()):
        someone = user(f"baru-{place}")
        reside(someone, rw)
        phone = {"kind": "phone", "value": f"+628127700000{number}"}
        Contact.objects.create(user=someone, **phone)
        until = timezone.now() + HOUR
        newcomer = Registration.objects.create(**phone, name="Baru", rw=rw, expires_at=until)
        here = who in CLERKS and place == "own"
        refused = "ok" if here else "not_your_area"
        assert attempt(partial(print_contact_code, actor=actor, user=someone)) == refused
        printed = partial(print_registration_code, actor=actor, registration=newcomer)
        assert attempt(printed) == refused
        allowed = here or who in ADMINISTRATORS
        for held in (someone, (town.staff if place == "own" else town.far)["ketua_rw"]):
            got = attempt(partial(print_password_code, actor=actor, user=held))
            assert got == ("ok" if allowed and held != actor else "not_your_area")
    for officer in ("lurah", "camat", "administrator"):
        got = attempt(partial(print_password_code, actor=actor, user=town.staff[officer]))
        itself = who == officer
        assert got == ("ok" if who in ADMINISTRATORS and not itself else "not_your_area")


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("whom", ["citizen", "neighbour", "lurah", "administrator"])
def test_other_peoples_accounts(town: Town, who: str, whom: str) -> None:
    """Inviting, contacts, sessions, second factor: administrators, some not on themselves."""
    actor, someone = person(town, who), person(town, whom)
    others = [user("admin-dua"), user("admin-tiga")]
    for other in others:
        make_office(other, "administrator")
    second_factor(someone)
    spare = Contact.objects.create(user=someone, kind="email", value="lagi@uji.example")
    target = {"actor": actor, "user": someone}
    itself = "own_account" if who == whom else "ok"
    expected = {
        "add": (partial(add_person, actor=actor, name="A", contact="a@uji.example"), "ok"),
        "invite": (partial(invite, **target), "ok"),
        "contact": (partial(correct_contact, **target, contact="b@uji.example"), "ok"),
        "drop": (partial(drop_contact, actor=actor, contact=spare), "ok"),
        "sessions": (partial(end_sessions, **target), "ok"),
        "inactive": (partial(set_active, **target, active=False), itself),
        "ask": (partial(ask_factor_reset, **target), itself),
    }
    got = {name: attempt(verb) for name, (verb, _) in expected.items()}
    for name, (_, told) in expected.items():
        assert got[name] == (told if who in ADMINISTRATORS else "not_administrator"), name
    confirm = partial(confirm_factor_reset, **target)
    administers = who in ADMINISTRATORS
    assert attempt(confirm) == ("not_asked" if administers else "not_administrator")
    ask_factor_reset(actor=next(o for o in others if o != someone), user=someone)
    confirmed = "another_confirms" if who == whom else "ok"
    assert attempt(confirm) == (confirmed if administers else "not_administrator")
