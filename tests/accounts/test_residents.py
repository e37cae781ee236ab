from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from egov.accounts.contacts import canonical, masked
from egov.accounts.models import ContactCode, Residence, User
from egov.accounts.residents import confirm_contact, decide_residence, print_contact_code, register
from egov.acts.refusal import Refusal
from egov.notices.models import Notice
from egov.notices.tasks import deliver_outbox
from tests.world import World, reside


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0812 3456 7890", ("phone", "+6281234567890")),
        ("+62 812-3456-7890", ("phone", "+6281234567890")),
        (" Siti@Uji.Example ", ("email", "siti@uji.example")),
    ],
)
def test_one_spelling(typed: str, kept: tuple[str, str]) -> None:
    assert canonical(typed) == kept


def test_masked_shows_too_little_to_use() -> None:
    assert masked("siti@uji.example") == "si***@uji.example"
    assert masked("+6281234567890") == "+62812*****90"


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"contact": "bukan"}, "bad_contact", "contact"),
        ({"contact": "a@"}, "bad_email", "contact"),
        ({"password": "pendek"}, "weak_password", "password"),
        ({"name": "  "}, "no_name", "name"),
        ({"contact": "warga@uji.example"}, "contact_taken", "contact"),
    ],
)
def test_registering_refuses_at_the_field(world: World, changes: dict[str, Any], code: str, field: str) -> None:
    given = {"contact": "baru@uji.example", "name": "Baru", "password": "kata-yang-cukup-panjang", "rw": world.rw, **changes}
    with pytest.raises(Refusal) as told:
        register(**given)
    assert (told.value.code, told.value.field) == (code, field)


def test_the_mailed_code_confirms_once(world: World, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        person = register(contact="baru@uji.example", name="Baru", password="kata-yang-cukup-panjang", rw=world.rw)
    code = re.search(r"\d{8}", mail.outbox[0].body).group()  # type: ignore[union-attr]
    assert code not in ContactCode.objects.get().digest
    with pytest.raises(Refusal):
        confirm_contact(user=person, code="00000000" if code != "00000000" else "11111111")
    assert ContactCode.objects.get().tries == 1  # kept though refused
    confirm_contact(user=person, code=f"{code[:4]} {code[4:]}")
    assert person.contact_confirmed_at
    with pytest.raises(Refusal, match="tidak berlaku"):
        confirm_contact(user=person, code=code)


def test_guessing_ends_after_some_tries_and_codes_expire(world: World) -> None:
    person = register(contact="0812 3456 7890", name="Baru", password="kata-yang-cukup-panjang", rw=world.rw)
    code = print_contact_code(actor=world.staff["operator_kelurahan"], user=person)
    with pytest.raises(Refusal, match="tidak berlaku"):
        confirm_contact(user=person, code=code, now=timezone.now() + timedelta(days=15))
    wrong = "00000000" if code != "00000000" else "11111111"
    for _ in range(6):
        with pytest.raises(Refusal):
            confirm_contact(user=person, code=wrong)
    with pytest.raises(Refusal, match="terlalu sering"):
        confirm_contact(user=person, code=code)


def test_confirming_tells_the_citizen_and_happens_once(world: World, django_capture_on_commit_callbacks: Any) -> None:
    person = register(contact="baru@uji.example", name="Baru", password="kata-yang-cukup-panjang", rw=world.rw)
    row = Residence.objects.get(user=person)
    with pytest.raises(Refusal, match="alasannya"):
        decide_residence(actor=world.staff["ketua_rw"], residence=row, confirm=False)
    with django_capture_on_commit_callbacks(execute=True):
        decide_residence(actor=world.staff["ketua_rw"], residence=row, confirm=True)
    deliver_outbox()
    with pytest.raises(Refusal, match="sudah dipastikan"):
        decide_residence(actor=world.staff["ketua_rw"], residence=row, confirm=True)
    assert "Ketua RW 01 Karang Pilang 1" in Notice.objects.get(user=person).sentence


def test_a_head_cannot_confirm_their_own_residence(world: World) -> None:
    head = User.objects.get(pk=world.staff["ketua_rw"].pk)
    reside(head, world.rw, confirmed=False)
    row = Residence.objects.get(user=head)
    with pytest.raises(Refusal):
        decide_residence(actor=head, residence=row, confirm=True)
    decide_residence(actor=world.staff["lurah"], residence=row, confirm=True)


def test_signing_in_with_a_phone_however_typed(world: World) -> None:
    register(contact="0812 3456 7890", name="Baru", password="kata-yang-cukup-panjang", rw=world.rw)
    for typed in ("081234567890", "+62 812 3456 7890"):
        answer = Client().post("/akun/masuk/", {"login": typed, "password": "kata-yang-cukup-panjang"})
        assert answer.status_code == 302, typed
    wrong = Client().post("/akun/masuk/", {"login": "081234567890", "password": "salah"})
    assert wrong.status_code == 200
    assert "081234567890" in wrong.content.decode() or "+6281234567890" in wrong.content.decode()


def test_the_sixth_code_in_an_hour_is_a_sentence(world: World) -> None:
    person = User.objects.get(pk=world.citizen.pk)
    User.objects.filter(pk=person.pk).update(contact_confirmed_at=None)
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    pages = [client.post("/akun/kontak/", {"again": "1"}) for _ in range(6)]
    assert [page.status_code for page in pages] == [302] * 5 + [200]
    assert "Tunggu satu jam" in pages[-1].content.decode()
