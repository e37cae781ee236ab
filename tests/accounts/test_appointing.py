"""Appointing at the desk is the verb: its refusals land in the form, and nothing is a 500."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from egov.accounts.admin.appointments import AppointmentForm
from egov.accounts.appointing import appoint, end_appointment
from egov.accounts.models import Appointment, User
from egov.verbs.refusal import Refusal
from tests.town import Town, user
from tests.town import appoint as appoint_at_once


@pytest.fixture
def desk(town: Town) -> Client:
    client = Client()
    client.force_login(
        town.staff["administrator"], backend="egov.accounts.signing_in.ContactBackend"
    )
    return client


def post(desk: Client, **given: Any) -> Any:
    return desk.post("/admin/accounts/appointment/add/", {"start": "2026-01-05", **given})


def test_an_office_is_given_by_the_verb(town: Town, desk: Client) -> None:
    person = user("baru")
    assert (
        post(
            desk, user=person.pk, role="ketua_rw", area=town.areas["35.78.01.1001/02"].pk
        ).status_code
        == 302
    )
    made = person.appointments.get()
    assert made.appointed_by == town.staff["administrator"]
    assert str(made) == "Ketua RW 02 Karang Pilang 1"


def test_checking_the_form_writes_nothing(town: Town) -> None:
    data = {"user": user("baru").pk, "role": "editor", "start": "2026-01-05"}
    before = Appointment.objects.count()
    bound = type("Bound", (AppointmentForm,), {"actor": town.staff["administrator"]})
    assert bound(data).is_valid()
    assert Appointment.objects.count() == before


def test_each_refusal_stands_in_the_form(town: Town, desk: Client) -> None:
    person, me = user("baru"), town.staff["administrator"]
    before = Appointment.objects.count()
    for given, sentence in (
        ({"user": person.pk, "role": "ketua_rw", "area": town.rw.pk}, "sudah terisi"),
        ({"user": person.pk, "role": "lurah", "area": town.rw.pk}, "pilih wilayah setingkat itu"),
        ({"user": person.pk, "role": "verifier"}, "pilih perangkat daerahnya"),
        ({"user": person.pk, "role": "editor", "area": town.rw.pk}, "kosongkan wilayah"),
        ({"user": person.pk, "role": "editor", "until": "2026-01-01"}, "Tanggal akhir"),
        ({"user": me.pk, "role": "editor"}, "menunjuk diri sendiri"),
    ):
        page = post(desk, **given)
        assert page.status_code == 200, given
        assert sentence in page.content.decode(), given
    assert Appointment.objects.count() == before


def test_an_appointment_is_ended_not_rewritten(town: Town, desk: Client) -> None:
    row = town.staff["lurah"].appointments.get()
    assert (
        desk.post(f"/admin/accounts/appointment/{row.pk}/change/", {"role": "camat"}).status_code
        == 403
    )
    assert desk.get(f"/admin/accounts/appointment/{row.pk}/change/").status_code == 200


def test_an_office_ends_at_the_moment_and_its_successor_begins_the_same_day(town: Town) -> None:
    admin, lurah = town.staff["administrator"], town.staff["lurah"]
    row = lurah.appointments.get()
    today = appoint(actor=admin, user=user("pagi"), role="editor")
    for held in (row, today):
        ended = end_appointment(actor=admin, appointment=held)
        assert not ended.cancelled
        person = User.objects.get(pk=held.user_id)
        assert (person.is_staff, person.appointments_now) == (False, [])
    heir = appoint(actor=admin, user=user("pengganti"), role="lurah", area=row.area)
    assert [a.pk for a in heir.user.appointments_now] == [heir.pk]
    with pytest.raises(Refusal) as told:
        end_appointment(actor=admin, appointment=row)
    assert told.value.code == "already_ended"


def test_what_has_not_begun_is_cancelled_and_never_begins(town: Town, desk: Client) -> None:
    admin, person = town.staff["administrator"], user("nanti")
    start = timezone.localdate() + timedelta(days=3)
    row = appoint(actor=admin, user=person, role="editor", start=start)
    given = {"action": "end_now", "_selected_action": [row.pk]}
    asked = desk.post("/admin/accounts/appointment/", given)
    assert "1 penunjukan dipilih" in asked.content.decode()
    assert not Appointment.objects.get(pk=row.pk).ended_at
    page = desk.post("/admin/accounts/appointment/", {**given, "apply": "1"})
    assert "dibatalkan, tidak pernah mulai" in page.content.decode()
    with time_machine.travel(timezone.now() + timedelta(days=5)):
        assert User.objects.get(pk=person.pk).appointments_now == []


def test_an_end_can_be_set_on_a_later_day(town: Town) -> None:
    admin, row = town.staff["administrator"], town.staff["lurah"].appointments.get()
    today = timezone.localdate()
    end_appointment(actor=admin, appointment=row, on=today + timedelta(days=2))
    assert town.staff["lurah"].appointments.current(today).exists()
    assert not town.staff["lurah"].appointments.current(today + timedelta(days=2)).exists()
    with pytest.raises(Refusal) as told:
        end_appointment(actor=admin, appointment=row, on=today - timedelta(days=1))
    assert (told.value.code, told.value.field) == ("bad_period", "on")


def test_ending_an_appointment_never_rewrites_the_past(town: Town) -> None:
    admin, appointment = town.staff["administrator"], town.staff["lurah"].appointments.get()
    end_appointment(actor=admin, appointment=appointment)
    with pytest.raises(Refusal) as refusal:
        end_appointment(actor=admin, appointment=appointment)
    assert refusal.value.code == "already_ended"
    person = user("sehari")
    appoint_at_once(person, "editor")
    row = person.appointments.get()
    start = row.period.lower
    with pytest.raises(Refusal) as refusal:
        end_appointment(actor=admin, appointment=row, on=start)
    assert refusal.value.code == "bad_period"
    assert Appointment.objects.get(pk=row.pk).period.upper is None


def test_the_page_of_one_says_what_it_is(town: Town, desk: Client) -> None:
    row = town.staff["lurah"].appointments.get()
    page = desk.get(f"/admin/accounts/appointment/{row.pk}/change/").content.decode()
    assert row.title in page and row.user.name in page
    assert "Sejak" in page and "Berakhir" in page
    assert "terbuka" in page and "None" not in page
