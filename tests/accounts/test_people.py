"""The administrator's page of a person: each act, who may, and what the person hears."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from egov.accounts.models import AccountEvent, Contact, User
from egov.accounts.persons import (
    add_person,
    ask_factor_reset,
    confirm_factor_reset,
    correct_contact,
    end_sessions,
    invite,
    set_active,
)
from egov.accounts.tasks import tell_account_events
from egov.notices.models import Notice
from egov.notices.tasks import mail_notices
from egov.verbs.refusal import Refusal
from tests.town import PASSWORD, Town, appoint, client_of, user

SECRET = "kata-yang-cukup-panjang"


def page_of(town: Town, person: User, act: str = "", **given: str) -> Any:
    """The person's page as the administrator sees it, or what follows an act there."""
    desk = client_of(town.staff["administrator"])
    address = f"/admin/accounts/user/{person.pk}/tindakan/"
    if not act:
        return desk.get(f"/admin/accounts/user/{person.pk}/change/")
    return desk.post(
        address, {"act": act, **{f"{act}-{k}": v for k, v in given.items()}}, follow=True
    )


def second_factor(person: User) -> None:
    Authenticator.objects.create(user=person, type="totp", data={"secret": "RAHASIATOTP"})


def test_from_invitation_to_first_act(town: Town, django_capture_on_commit_callbacks: Any) -> None:
    desk = client_of(town.staff["administrator"])
    given = {"name": "Lurah Rekaan", "contact": "Lurah.Baru@uji.example"}
    assert desk.post("/admin/accounts/user/add/", given).status_code == 302
    person = User.objects.get(name="Lurah Rekaan")
    assert not person.has_usable_password()
    appoint(person, "lurah", town.areas["35.78.01.1002"])
    with django_capture_on_commit_callbacks(execute=True):
        page_of(town, person, "undang")
    link = re.search(r"/akun/undangan/\S+", mail.outbox[-1].body)
    assert link
    client = Client()
    assert "Buat kata sandi Anda" in client.get(link.group()).content.decode()
    done = client.post(link.group(), {"password": SECRET}, follow=True)
    assert done.redirect_chain == [("/akun/masuk/", 302)]
    assert "Silakan masuk" in done.content.decode()
    assert "tidak berlaku lagi" in client.get(link.group()).content.decode()
    signed = client.post("/akun/masuk/", {"login": "lurah.baru@uji.example", "password": SECRET})
    assert signed["Location"] == "/admin/"
    # the invitation proved the contact: notices reach the new officer
    Notice.objects.create(user=person, event=1, subject="Kabar", sentence="Isi.", url="/")
    assert mail_notices() == 1
    assert mail.outbox[-1].to == ["lurah.baru@uji.example"]


def test_without_a_way_to_send_the_code_is_shown_once(town: Town) -> None:
    person = add_person(actor=town.staff["administrator"], name="Ketua", contact="0812 3456 7890")
    answer = page_of(town, person, "undang")
    code = re.search(r"big-code\">(\d{4} \d{4})<", answer.content.decode())
    assert code
    assert "no-store" in answer["Cache-Control"]
    assert code[1] not in page_of(town, person).content.decode()
    given = {"contact": "081234567890", "code": code[1], "password": SECRET}
    assert Client().post("/akun/kode/", given)["Location"] == "/akun/masuk/"
    assert person.contacts.proved().count() == 1


def test_a_wrong_link_opens_nothing(town: Town, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        invite(actor=town.staff["administrator"], user=town.citizen)
    key = re.search(r"/akun/undangan/(\d+)/", mail.outbox[-1].body)[1]  # type: ignore[index]
    page = Client().post(f"/akun/undangan/{key}/tebakan/", {"password": SECRET})
    assert "tidak cocok" in page.content.decode()
    assert User.objects.get(pk=town.citizen.pk).check_password(PASSWORD)
    assert Client().get("/akun/undangan/999999/x/").status_code == 200


def test_a_corrected_contact_counts_once_it_is_proved(
    town: Town, django_capture_on_commit_callbacks: Any
) -> None:
    person = town.staff["camat"]
    with django_capture_on_commit_callbacks(execute=True):
        correct_contact(
            actor=town.staff["administrator"], user=person, contact="camat.baru@uji.example"
        )
    assert (
        Client()
        .post("/akun/masuk/", {"login": "camat.baru@uji.example", "password": PASSWORD})
        .status_code
        == 200
    )
    link = re.search(r"/akun/undangan/\S+", mail.outbox[-1].body).group()  # type: ignore[union-attr]
    assert mail.outbox[-1].to == ["camat.baru@uji.example"]
    Client().post(link, {"password": SECRET})
    assert (
        Client()
        .post("/akun/masuk/", {"login": "camat.baru@uji.example", "password": SECRET})
        .status_code
        == 302
    )
    old = person.contacts.get(value="camat@uji.example")
    page_of(town, person, "hapus-kontak", contact=str(old.pk))
    assert [c.value for c in person.contacts.all()] == ["camat.baru@uji.example"]


def test_the_second_factor_goes_only_with_two_administrators(town: Town) -> None:
    one, two, person = town.staff["administrator"], user("admin-dua"), town.staff["lurah"]
    second_factor(person)
    with pytest.raises(Refusal) as told:
        ask_factor_reset(actor=one, user=person)
    assert told.value.code == "alone"
    appoint(two, "administrator")
    second_factor(two)
    ask_factor_reset(actor=one, user=person)
    with pytest.raises(Refusal) as told:
        ask_factor_reset(actor=one, user=two)
    assert told.value.code == "alone"
    appoint(user("admin-tiga"), "administrator")
    ask_factor_reset(actor=one, user=two)
    for actor, who in ((one, person), (town.staff["planner"], person), (two, two)):
        with pytest.raises(Refusal):
            confirm_factor_reset(actor=actor, user=who)
    assert Authenticator.objects.filter(user=person).exists()
    confirm_factor_reset(actor=two, user=person)
    assert not Authenticator.objects.filter(user=person).exists()
    tell_account_events()
    told_to = [m.subject for m in mail.outbox if m.to == [person.email]]
    assert len(told_to) == 2
    with pytest.raises(CommandError, match="administrator lain"):
        call_command("reset_second_factor", two.email)


def test_the_only_administrator_uses_the_server(town: Town) -> None:
    person = town.staff["administrator"]
    second_factor(person)
    call_command("reset_second_factor", person.email)
    assert not Authenticator.objects.filter(user=person).exists()
    assert AccountEvent.objects.get(user=person).office == "Pengelola server"


def test_ending_sessions_and_deactivating(town: Town) -> None:
    client = Client()
    client.post("/akun/masuk/", {"login": town.citizen.email, "password": PASSWORD})
    assert client.get("/akun/").status_code == 200
    assert end_sessions(actor=town.staff["administrator"], user=town.citizen) == 1
    assert client.get("/akun/").status_code == 302
    set_active(actor=town.staff["administrator"], user=town.citizen, active=False)
    answer = client.post("/akun/masuk/", {"login": town.citizen.email, "password": PASSWORD})
    assert "/akun/" not in answer.get("Location", "") or answer["Location"] == "/akun/nonaktif/"
    set_active(actor=town.staff["administrator"], user=town.citizen, active=True)
    assert (
        client.post("/akun/masuk/", {"login": town.citizen.email, "password": PASSWORD}).status_code
        == 302
    )


def test_only_administrators_act_on_accounts(town: Town) -> None:
    admin = town.staff["administrator"]
    acts = {
        "invite": lambda actor: invite(actor=actor, user=town.citizen),
        "contact": lambda actor: correct_contact(
            actor=actor, user=town.citizen, contact="x@uji.example"
        ),
        "add": lambda actor: add_person(actor=actor, name="A", contact="y@uji.example"),
        "reset": lambda actor: ask_factor_reset(actor=actor, user=town.citizen),
        "sessions": lambda actor: end_sessions(actor=actor, user=town.citizen),
        "active": lambda actor: set_active(actor=actor, user=town.citizen, active=False),
    }
    for role, person in {**town.staff, "citizen": town.citizen}.items():
        if person == admin:
            continue
        for name, act in acts.items():
            with pytest.raises(Refusal) as told:
                act(person)
            assert told.value.code == "not_administrator", (role, name)
        address = f"/admin/accounts/user/{town.citizen.pk}/tindakan/"
        status = client_of(person).post(address, {"act": "keluarkan"}).status_code
        assert status in (302, 403), role
        assert not AccountEvent.objects.filter(user=town.citizen).exists()


def test_the_page_shows_what_is_known_and_the_auditor_only_initials(town: Town) -> None:
    text = page_of(town, town.staff["lurah"]).content.decode()
    for word in (
        "Lurah Karang Pilang 1",
        "lurah@uji.example",
        "belum dipakai",
        "Undang, atau kirim tautan",
    ):
        assert word in text, word
    auditor = client_of(town.staff["auditor"])
    seen = auditor.get(f"/admin/accounts/user/{town.staff['lurah'].pk}/change/").content.decode()
    assert "lurah@uji.example" not in seen
    assert "Undang" not in seen


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("Siti Rekaan", "citizen"),
        ("warga@uji.example", "citizen"),
        ("lurah karang pilang 1", "lurah"),
        ("camat", "camat"),
        ("Karang Pilang 1", "ketua_rw"),
    ],
)
def test_people_are_found_by_name_contact_place_and_office(
    town: Town, words: str, role: str
) -> None:
    desk = client_of(town.staff["administrator"])
    listed = desk.get("/admin/accounts/user/", {"q": words}).context["cl"].result_list
    wanted = town.citizen if role == "citizen" else town.staff[role]
    assert wanted in list(listed)
    assert town.stranger not in list(listed)


def test_the_list_of_people_asks_as_much_for_one_as_for_thirty(
    town: Town, django_assert_max_num_queries: Any
) -> None:
    desk = client_of(town.staff["administrator"])
    desk.get("/admin/accounts/user/")
    with django_assert_max_num_queries(12):
        desk.get("/admin/accounts/user/")
    for number in range(30):
        appoint(user(f"orang-{number}"), "editor")
    with django_assert_max_num_queries(12):
        desk.get("/admin/accounts/user/")


def test_many_are_invited_at_once_save_those_who_need_a_code_in_hand(
    town: Town, django_capture_on_commit_callbacks: Any
) -> None:
    by_letter, in_hand = user("surat", "Penerima Surat"), user("kode", "Penerima Kode")
    in_hand.contacts.all().delete()
    Contact.objects.create(user=in_hand, kind="phone", value="+6281277003344")
    desk = client_of(town.staff["administrator"])
    sent = {"action": "undang", "apply": "1", "_selected_action": [by_letter.pk, in_hand.pk]}
    with django_capture_on_commit_callbacks(execute=True):
        page = desk.post("/admin/accounts/user/", sent).content.decode()
    assert "Tautan sekali pakai dikirim ke kontaknya." in page
    assert "Tanpa e-mail: undang dari halamannya." in page
    assert [message.to for message in mail.outbox] == [["surat@uji.example"]]
    assert not in_hand.contact_codes.exists()


def test_who_never_signed_in_is_found_to_be_invited(town: Town) -> None:
    User.objects.exclude(pk=town.staff["lurah"].pk).update(last_login=timezone.now())
    desk = client_of(town.staff["administrator"])
    page = desk.get("/admin/accounts/user/?belum_masuk=ya").content.decode()
    assert town.staff["lurah"].name in page and town.staff["camat"].name not in page
