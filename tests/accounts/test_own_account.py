"""People change their own name and contacts; nobody else does."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.test import Client

from egov.accounts.models import AccountEvent, Contact
from egov.accounts.own_account import remove_contact
from egov.verbs.refusal import NotAllowed
from tests.accounts.codes import digits
from tests.town import PASSWORD, Town, client_of


def test_people_change_their_own_name_and_contacts(town: Town, sending: Any) -> None:
    client = client_of(town.citizen)
    assert client.post("/akun/nama/", {"name": "Siti Baru"}).status_code == 302
    with sending():
        client.post("/akun/kontak/", {"add": "1", "contact": "Lain@Uji.example"})
    code = digits(mail.outbox[-1].body)
    row = town.citizen.contacts.get(value="lain@uji.example")
    first = town.citizen.contacts.exclude(pk=row.pk).get()
    # not proved yet: it signs nobody in, and the proved one cannot go
    assert (
        Client().post("/akun/masuk/", {"login": row.value, "password": PASSWORD}).status_code == 200
    )
    page = client.post("/akun/kontak/", {"contact_id": first.pk, "remove": "1"})
    assert "satu-satunya kontak" in page.content.decode()
    client.post("/akun/kontak/", {"contact_id": row.pk, "code": code})
    client.post("/akun/kontak/", {"contact_id": first.pk, "remove": "1"})
    assert [c.value for c in town.citizen.contacts.all()] == ["lain@uji.example"]
    assert (
        Client().post("/akun/masuk/", {"login": row.value, "password": PASSWORD}).status_code == 302
    )
    kinds = list(
        AccountEvent.objects.filter(user=town.citizen).order_by("id").values_list("kind", flat=True)
    )
    assert kinds == ["name_changed", "contact_added", "contact_proved", "contact_removed"]


def test_a_contact_that_another_proved_is_refused(town: Town, sending: Any) -> None:
    client = client_of(town.citizen)
    with sending():
        client.post("/akun/kontak/", {"add": "1", "contact": "tetangga@uji.example"})
    row = town.citizen.contacts.get(value="tetangga@uji.example")
    page = client.post(
        "/akun/kontak/", {"contact_id": row.pk, "code": digits(mail.outbox[-1].body)}
    )
    assert "sudah dipakai akun lain" in page.content.decode()
    row.refresh_from_db()
    assert row.proved_at is None


def test_nobody_touches_anothers_contact(town: Town) -> None:
    theirs = town.neighbour.contacts.get()
    client = client_of(town.citizen)
    for act in ({"remove": "1"}, {"again": "1"}, {"code": "12345678"}):
        assert client.post("/akun/kontak/", {"contact_id": theirs.pk, **act}).status_code == 404


@pytest.mark.parametrize("who", ["nobody", "citizen", "lurah", "administrator"])
def test_only_the_owner_takes_off_their_contact(town: Town, who: str) -> None:
    people = {**town.staff, "citizen": town.citizen, "nobody": AnonymousUser()}
    theirs = town.neighbour.contacts.get()
    spare = Contact.objects.create(user=town.neighbour, kind="email", value="lagi@uji.example")
    for contact in (spare, theirs):
        with pytest.raises(NotAllowed):
            remove_contact(actor=people[who], contact=contact)
    remove_contact(actor=town.neighbour, contact=spare)
    assert town.neighbour.contacts.get() == theirs
