"""One-time codes: a new one ends the old, each for its own purpose, and none for ever."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from egov.accounts.codes import LIFE, PER_HOUR, TRIES, make_code, redeem
from egov.accounts.models import ContactCode, ProvedHow, Purpose, Registration, User
from egov.accounts.own_account import add_contact, prove_contact
from egov.accounts.persons import add_person, invite
from egov.accounts.registering import (
    print_password_code,
    print_registration_code,
    register,
    use_code,
    use_link,
)
from egov.accounts.residents import print_contact_code
from egov.verbs.refusal import Invalid, Refusal
from tests.town import Town

SECRET = "kata-yang-cukup-panjang"
PHONE = "0812 3456 7890"
MAIL = ProvedHow.EMAIL


def password_code(user: User, channel: ProvedHow = MAIL) -> str:
    return make_code(owner=user, purpose=Purpose.PASSWORD, channel=channel)


def enter(secret: str, **more: Any) -> str:
    """What entering a code comes to, against every code there is: "done" or a refusal's code."""
    try:
        return redeem(codes=list(ContactCode.objects.all()), secret=secret, act=_done, **more)
    except Invalid as refusal:
        return refusal.code


def _done(code: ContactCode) -> str:
    return "done"


def other_than(code: str) -> str:
    return "00000000" if code != "00000000" else "11111111"


# -- a code sent again works, the old one does not ------------------------------------------


def test_a_new_code_ends_the_old_one(town: Town) -> None:
    old, new = password_code(town.citizen), password_code(town.citizen)
    assert (enter(old), enter(new), enter(new)) == ("wrong_code", "done", "code_expired")


def test_a_code_printed_again_for_a_newcomer_ends_the_old_one(town: Town) -> None:
    newcomer = register(contact=PHONE, name="Baru Rekaan", rw=town.rw)
    clerk = town.staff["operator_kelurahan"]
    old, new = (print_registration_code(actor=clerk, registration=newcomer) for _ in range(2))
    with pytest.raises(Invalid):
        use_code(code=old, password=SECRET, registration=newcomer)
    assert use_code(code=new, password=SECRET, registration=newcomer).new
    assert not Registration.objects.exists()


def test_a_code_printed_again_for_a_phone_ends_the_old_one(town: Town) -> None:
    phone = add_contact(user=town.citizen, contact=PHONE)
    clerk = town.staff["operator_kelurahan"]
    old, new = (print_contact_code(actor=clerk, user=town.citizen) for _ in range(2))
    with pytest.raises(Invalid):
        prove_contact(user=town.citizen, contact=phone, code=old)
    assert phone.proved_at is None
    prove_contact(user=town.citizen, contact=phone, code=new)
    assert phone.proved_at is not None


def test_a_password_code_printed_again_ends_the_old_one(town: Town) -> None:
    clerk, contact = town.staff["operator_kelurahan"], town.citizen.email
    old, new = (print_password_code(actor=clerk, user=town.citizen) for _ in range(2))
    with pytest.raises(Invalid):
        use_code(code=old, password=SECRET, contact=contact)
    assert use_code(code=new, password=SECRET, contact=contact).user == town.citizen


def test_a_link_mailed_again_ends_the_old_one(
    town: Town, mailoutbox: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    admin = town.staff["administrator"]
    person = add_person(actor=admin, name="Baru Rekaan", contact="baru@uji.example")
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            invite(actor=admin, user=person)
    bodies = [m.body for m in mailoutbox if m.to == ["baru@uji.example"] and "undangan" in m.body]
    links = [body.split("/akun/undangan/")[1].split("/")[:2] for body in bodies]
    (old_key, old), (new_key, new) = links
    with pytest.raises(Invalid):
        use_link(key=int(old_key), token=old, password=SECRET)
    assert use_link(key=int(new_key), token=new, password=SECRET).user == person


def test_a_code_for_another_purpose_goes_on(town: Town) -> None:
    phone = add_contact(user=town.citizen, contact=PHONE)
    clerk = town.staff["operator_kelurahan"]
    proves = print_contact_code(actor=clerk, user=town.citizen)
    password = print_password_code(actor=clerk, user=town.citizen)
    prove_contact(user=town.citizen, contact=phone, code=proves)
    entered = use_code(code=password, password=SECRET, contact=town.citizen.email)
    assert entered.user == town.citizen


def test_a_code_that_proves_a_contact_makes_no_password(town: Town) -> None:
    add_contact(user=town.citizen, contact=PHONE)
    proves = print_contact_code(actor=town.staff["operator_kelurahan"], user=town.citizen)
    for contact in (PHONE, town.citizen.email):
        with pytest.raises(Invalid):
            use_code(code=proves, password=SECRET, contact=contact)
    assert not User.objects.get(pk=town.citizen.pk).check_password(SECRET)


def test_what_was_used_stays_as_it_was(town: Town) -> None:
    assert enter(password_code(town.citizen)) == "done"
    used = ContactCode.objects.get()
    password_code(town.citizen)
    assert ContactCode.objects.get(pk=used.pk).expires_at == used.expires_at


def test_a_code_of_another_person_goes_on(town: Town) -> None:
    theirs = password_code(town.neighbour)
    password_code(town.citizen)
    assert enter(theirs) == "done"


# -- how often and how long -----------------------------------------------------------------


def test_so_many_codes_in_an_hour_and_then_again(town: Town) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(PER_HOUR):
            last = password_code(town.citizen)
        with pytest.raises(Refusal) as refusal:
            password_code(town.citizen)
        assert refusal.value.code == "too_many_codes"
        assert enter(last) == "done"  # what was sent still works
        password_code(town.neighbour)
        clock.shift(timedelta(hours=1))
        password_code(town.citizen)


def test_a_contact_is_registered_only_so_often_in_an_hour(town: Town) -> None:
    given = {"name": "Baru Rekaan", "rw": town.rw}
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(PER_HOUR):
            register(contact=PHONE, **given)
        with pytest.raises(Refusal) as refusal:
            register(contact=PHONE, **given)
        assert refusal.value.code == "too_many_codes"
        register(contact="lain@uji.example", **given)
        clock.shift(timedelta(hours=1))
        register(contact=PHONE, **given)
    assert Registration.objects.count() == PER_HOUR + 2


@pytest.mark.parametrize("channel", LIFE)
def test_a_code_lives_as_long_as_its_way_takes(town: Town, channel: ProvedHow) -> None:
    code = password_code(town.citizen, channel)
    ends = ContactCode.objects.get().expires_at
    assert ends - ContactCode.objects.get().made_at == LIFE[channel]
    assert enter(code, now=ends) == "code_expired"
    assert enter(code, now=ends - timedelta(seconds=1)) == "done"


def test_the_last_try_counts_and_none_after_it(town: Town) -> None:
    code = password_code(town.citizen)
    wrong = other_than(code)
    assert [enter(wrong) for _ in range(TRIES - 1)] == ["wrong_code"] * (TRIES - 1)
    row = ContactCode.objects.get()
    assert enter(code) == "done"
    ContactCode.objects.filter(pk=row.pk).update(used_at=None)
    assert (enter(wrong), enter(code)) == ("wrong_code", "too_many_tries")


def test_a_stranger_reads_one_sentence_for_every_refusal(town: Town) -> None:
    code = password_code(town.citizen)
    sentences = set()
    for secret, now in ((other_than(code), None), (code, timezone.now() + timedelta(days=9))):
        with pytest.raises(Invalid) as refusal:
            redeem(
                codes=list(ContactCode.objects.all()), secret=secret, act=_done, now=now, blunt=True
            )
        sentences.add((refusal.value.code, refusal.value.sentence))
    assert len(sentences) == 1
