"""An account begins with a code, a password is made anew with one.

Strangers learn nothing on the way.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from egov.accounts.codes import TRIES
from egov.accounts.models import ContactCode, Registration, User
from egov.accounts.registering import (
    print_registration_code,
    register,
    use_code,
)
from egov.accounts.residents import print_contact_code
from egov.accounts.tasks import forget_unproved
from egov.verbs.refusal import Refusal
from tests.accounts.codes import PHONE, SECRET, digits, fill
from tests.town import PASSWORD, Town, appoint, client_of, reside, user


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"contact": "bukan"}, "bad_contact", "contact"),
        ({"contact": "a@"}, "bad_email", "contact"),
        ({"name": "  "}, "no_name", "name"),
    ],
)
def test_registering_refuses_at_the_field(
    town: Town, changes: dict[str, Any], code: str, field: str
) -> None:
    with pytest.raises(Refusal) as told:
        register(**{"contact": "baru@uji.example", "name": "Baru", "rw": town.rw, **changes})
    assert (told.value.code, told.value.field) == (code, field)


def test_the_account_is_made_when_the_code_is_entered(town: Town, sending: Any) -> None:
    before = User.objects.count()
    with sending():
        client, page = fill(town, "baru@uji.example")
    assert "Kode sudah dikirim" in page.content.decode()
    assert User.objects.count() == before
    code = digits(mail.outbox[0].body)
    assert code not in ContactCode.objects.get().digest
    short = client.post("/akun/kode/", {"code": code, "password": "pendek"})
    assert "Kata sandi" in short.content.decode()
    done = client.post("/akun/kode/", {"code": f"{code[:4]} {code[4:]}", "password": SECRET})
    assert done["Location"] == "/akun/"
    person = User.objects.get_by_natural_key("baru@uji.example")
    assert (person.name, person.residence.rw) == ("Baru Rekaan", town.rw)
    assert [e.kind for e in person.account_events.all()] == ["registered"]
    assert Registration.objects.count() == 0
    here = client.get("/akun/sesi/").content.decode()
    assert here.count("Perangkat ini") == 1 and "Tidak ada perangkat lain." in here
    # the code is spent
    again = Client().post(
        "/akun/kode/", {"contact": "baru@uji.example", "code": code, "password": SECRET}
    )
    assert "tidak cocok" in again.content.decode()


def test_a_stranger_cannot_tell_who_has_an_account(town: Town, sending: Any) -> None:
    with sending():
        _, mine = fill(town, "warga@uji.example")
        _, new = fill(town, "baru@uji.example")
    same = [re.sub(r'value="[^"]*"|wa\*+|ba\*+', "", page.content.decode()) for page in (mine, new)]
    assert same[0] == same[1]
    assert {m.to[0]: "sudah punya akun" in m.body for m in mail.outbox} == {
        "warga@uji.example": True,
        "baru@uji.example": False,
    }
    for contact in ("warga@uji.example", "tiada@uji.example"):
        page = Client().post("/akun/kata-sandi/lupa/", {"contact": contact}, follow=True)
        assert "Bila ada akun dengan kontak itu" in page.content.decode()
        wrong = Client().post(
            "/akun/kode/", {"contact": contact, "code": "00000000", "password": SECRET}
        )
        assert "Kode tidak cocok, atau tidak berlaku lagi" in wrong.content.decode()


def test_guessing_ends_after_some_tries_and_codes_expire(town: Town, sending: Any) -> None:
    with sending():
        row = register(contact="baru@uji.example", name="Baru", rw=town.rw)
    code = digits(mail.outbox[0].body)
    late = timezone.now() + timedelta(days=2)
    with pytest.raises(Refusal):
        use_code(code=code, password=SECRET, registration=row, now=late)
    wrong = "00000000" if code != "00000000" else "11111111"
    for tries in range(1, TRIES + 1):
        with pytest.raises(Refusal):
            use_code(code=wrong, password=SECRET, registration=row)
        assert ContactCode.objects.get().tries == tries  # kept though refused
    with pytest.raises(Refusal):
        use_code(code=code, password=SECRET, registration=row)


def test_registering_again_makes_the_earlier_code_void(town: Town, sending: Any) -> None:
    given = {"contact": "baru@uji.example", "name": "Baru", "rw": town.rw}
    with sending():
        rows = [register(**given) for _ in range(2)]
        other = register(**given | {"contact": "lain@uji.example"})
    first, second, others = (digits(m.body) for m in mail.outbox)
    for found in ({"registration": rows[0]}, {"contact": "baru@uji.example"}):
        with pytest.raises(Refusal) as told:
            use_code(code=first, password=SECRET, **found)
        assert told.value.code == "wrong_code"
    assert use_code(code=second, password=SECRET, contact="baru@uji.example").new
    assert use_code(code=others, password=SECRET, registration=other).new


def test_a_code_printed_for_a_contact_makes_void_what_was_printed_before(town: Town) -> None:
    clerk = town.staff["operator_kelurahan"]
    rows = [register(contact=PHONE, name="Baru", rw=town.rw) for _ in range(2)]
    first, second = (print_registration_code(actor=clerk, registration=row) for row in rows)
    with pytest.raises(Refusal):
        use_code(code=first, password=SECRET, registration=rows[0])
    assert use_code(code=second, password=SECRET, registration=rows[1]).new


def test_a_code_sent_again_works_and_the_old_one_does_not(town: Town, sending: Any) -> None:
    for _ in range(2):
        with sending():
            Client().post("/akun/kata-sandi/lupa/", {"contact": "warga@uji.example"})
    first, second = (digits(m.body) for m in mail.outbox)
    with pytest.raises(Refusal):
        use_code(code=first, password=SECRET, contact="warga@uji.example")
    assert use_code(code=second, password=SECRET, contact="warga@uji.example").user == town.citizen


def test_where_codes_are_printed_the_kelurahan_sees_who_waits(town: Town) -> None:
    _, page = fill(town, PHONE)
    assert f"kantor {town.rw.parent.label}" in page.content.decode()
    row = Registration.objects.get()
    clerk = client_of(town.staff["operator_kelurahan"])
    assert "Baru Rekaan" in clerk.get("/admin/").content.decode()
    assert (
        "Baru Rekaan"
        not in client_of(town.far["operator_kelurahan"]).get("/admin/").content.decode()
    )
    shown = clerk.post(
        f"/admin/accounts/registration/{row.pk}/tindakan/", {"act": "cetak"}
    ).content.decode()
    code = re.search(r"big-code\">(\d{4} \d{4})<", shown)
    assert code
    done = Client().post("/akun/kode/", {"contact": PHONE, "code": code[1], "password": SECRET})
    assert done["Location"] == "/akun/"
    for typed in ("081234567890", "+62 812 3456 7890"):
        answer = Client().post("/akun/masuk/", {"login": typed, "password": SECRET})
        assert answer.status_code == 302, typed


def test_the_clerk_is_told_that_somebody_has_an_account(town: Town) -> None:
    person = user("lama")
    person.contacts.create(
        kind="phone", value="+6281234567890", proved_at=timezone.now(), proved_how="print"
    )
    row = register(contact=PHONE, name="Lama", rw=town.rw)
    assert "sudah punya akun" in client_of(town.staff["lurah"]).get("/admin/").content.decode()
    with pytest.raises(Refusal) as told:
        print_registration_code(actor=town.staff["lurah"], registration=row)
    assert told.value.code == "has_account"
    with pytest.raises(Refusal) as told:
        print_registration_code(actor=town.far["lurah"], registration=row)
    assert told.value.code == "not_your_area"


def test_what_nobody_proved_is_forgotten_after_two_weeks(town: Town) -> None:
    register(contact="baru@uji.example", name="Baru", rw=town.rw)
    unproved = User.objects.create_user("lama@uji.example", PASSWORD, name="Lama")
    officer = User.objects.create_user("petugas@uji.example", None, name="Petugas")
    appoint(officer, "editor")
    sender = User.objects.create_user("pengusul@uji.example", PASSWORD, name="Pengusul")
    town.proposal(proposer=sender)
    assert forget_unproved() == 0
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        assert forget_unproved() == 2
    assert not User.objects.filter(pk=unproved.pk).exists()
    assert User.objects.filter(pk__in=[officer.pk, sender.pk, town.citizen.pk]).count() == 3


def test_an_account_of_before_still_signs_in_and_proves_its_phone(town: Town) -> None:
    person = User.objects.create_user(PHONE, PASSWORD, name="Lama")
    reside(person, town.rw)
    client = Client()
    assert client.post("/akun/masuk/", {"login": PHONE, "password": PASSWORD}).status_code == 302
    code = print_contact_code(actor=town.staff["operator_kelurahan"], user=person)
    contact = person.contacts.get()
    page = client.post("/akun/kontak/", {"contact_id": contact.pk, "code": "1"})
    assert "Kode tidak cocok" in page.content.decode()
    assert client.post("/akun/kontak/", {"contact_id": contact.pk, "code": code}).status_code == 302
    contact.refresh_from_db()
    assert contact.proved_how == "print"


def test_the_sixth_code_in_an_hour_is_a_sentence(town: Town) -> None:
    client = client_of(town.citizen)
    client.post("/akun/kontak/", {"add": "1", "contact": "lain@uji.example"})
    contact = town.citizen.contacts.get(value="lain@uji.example")
    pages = [
        client.post("/akun/kontak/", {"contact_id": contact.pk, "again": "1"}) for _ in range(5)
    ]
    assert [page.status_code for page in pages] == [302] * 4 + [200]
    assert "Tunggu satu jam" in pages[-1].content.decode()
