"""An account's history: each change of a name, e-mail or phone is a row without the value."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.utils import timezone

from egov.accounts.forgetting import forget, spoken_of
from egov.accounts.models import AccountEvent, Contact, User
from egov.accounts.own_account import add_contact, remove_contact, rename
from egov.accounts.persons import correct_contact
from tests.town import Town, client_of, reside
from tests.verbs.roles import become_runtime_role

NAME, EMAIL, PHONE = "Nama Yang Rahasia", "alamat.rahasia@uji.example", "+6281298765432"


def history(person: User) -> list[tuple[str, str]]:
    """(what, by whom), oldest first."""
    return [(e.sentence, e.office) for e in person.account_events.order_by("id")]


def test_what_the_owner_changes_stands_in_the_history(town: Town) -> None:
    become_runtime_role()
    person = town.citizen
    rename(actor=person, user=person, name=NAME)
    row = add_contact(user=person, contact=PHONE)
    Contact.objects.filter(pk=row.pk).update(proved_at=timezone.now(), proved_how="sms")
    remove_contact(actor=person, contact=person.contacts.get(kind="email"))
    owner = "Pemilik akun"
    done = ["Nama diubah", "Nomor HP ditambahkan", "E-mail dihapus"]
    assert history(person) == [(what, owner) for what in done]
    assert set(person.account_events.values_list("done_by", flat=True)) == {person.pk}


def test_what_the_administrator_changes_names_the_office(town: Town) -> None:
    admin = town.staff["administrator"]
    client = client_of(admin)
    address = f"/admin/accounts/user/{town.citizen.pk}/tindakan/"
    client.post(address, {"act": "nama", "nama-name": NAME})
    correct_contact(actor=admin, user=town.citizen, contact=EMAIL)
    office = admin.appointments_now[0].title
    assert history(town.citizen)[:2] == [("Nama diubah", office), ("E-mail ditambahkan", office)]


def test_what_comes_another_way_is_the_servers(town: Town) -> None:
    become_runtime_role()
    person = town.citizen
    rename(actor=person, user=person, name="Lewat Halaman")
    User.objects.filter(pk=person.pk).update(name=NAME)
    person.contacts.update(value=EMAIL)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_contact WHERE user_id = %s", [person.pk])
    Contact.objects.create(user=person, kind="phone", value=PHONE)
    server = "Pengelola server"
    assert history(person) == [
        ("Nama diubah", "Pemilik akun"),
        ("Nama diubah", server),
        ("E-mail diganti", server),
        ("E-mail dihapus", server),
        ("Nomor HP ditambahkan", server),
    ]
    actors = person.account_events.filter(office=server).values_list("done_by", flat=True)
    assert set(actors) == {None}


def test_what_did_not_change_leaves_no_row(town: Town) -> None:
    person = User.objects.create_user(EMAIL, None, name=NAME)
    person.save()
    person.contacts.get().save()
    assert history(person) == []


def rows_of(*tables: str) -> str:
    """Every row of these tables as text."""
    found = []
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            found += [row[0] for row in cursor.fetchall()]
    return "\n".join(found)


def histories() -> list[str]:
    """The tables that keep histories, and what pghistory keeps beside them."""
    from egov.verbs.records import records

    kept = [model._meta.db_table for model, _ in records() if hasattr(model, "pgh_tracked_model")]
    return [*kept, "accounts_accountevent", "pghistory_context"]


def test_no_history_holds_a_name_or_a_contact_even_of_the_forgotten(town: Town) -> None:
    client = client_of(town.citizen)
    client.post("/akun/nama/", {"name": NAME})
    client.post("/akun/kontak/", {"add": "1", "contact": EMAIL})
    person = User.objects.create_user(PHONE, None, name=NAME)
    add_contact(user=person, contact="kedua.rahasia@uji.example")
    rename(actor=person, user=person, name="Rahasia Kedua")
    reside(person, town.rw)
    secrets = ("Rahasia", "rahasia@uji.example", PHONE[3:], town.citizen.password, "/akun/kontak/")
    told = rows_of(*histories())
    assert [secret for secret in secrets if secret in told] == ["/akun/kontak/"]
    become_runtime_role()
    # what only the account itself did does not keep it
    assert not spoken_of(person)
    forget(person)
    assert not AccountEvent.objects.filter(user=person.pk).exists()
    told = rows_of(*histories())
    assert [secret for secret in secrets if secret in told] == ["/akun/kontak/"]


def test_accounts_and_residences_are_tracked_without_what_is_personal() -> None:
    from egov.accounts.models import Residence

    def columns(model: Any) -> set[str]:
        kept = model.pgh_event_model._meta.concrete_fields
        return {field.column for field in kept if not field.name.startswith("pgh_")}

    assert columns(User) == {"id", "is_superuser", "is_active", "date_joined"}
    moments = {"declared_at", "confirmed_at", "declined_at", "ended_at"}
    assert columns(Residence) == {"id", "rw_id", "decided_office", *moments}


def test_a_deactivated_account_leaves_a_row(town: Town) -> None:
    from egov.accounts.persons import set_active

    set_active(actor=town.staff["administrator"], user=town.citizen, active=False)
    event = User.pgh_event_model.objects.filter(pgh_obj=town.citizen.pk).latest("pgh_id")
    assert (event.pgh_label, event.is_active) == ("update", False)
