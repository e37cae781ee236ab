"""Appointing at the desk is the verb: its refusals land in the form, and nothing is a 500."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from egov.accounts.models import Appointment
from tests.world import World, user


@pytest.fixture
def desk(world: World) -> Client:
    client = Client()
    client.force_login(world.staff["administrator"], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def post(desk: Client, **given: Any) -> Any:
    return desk.post("/admin/accounts/appointment/add/", {"start": "2026-01-05", **given})


def test_an_office_is_given_by_the_verb(world: World, desk: Client) -> None:
    person = user("baru")
    assert post(desk, user=person.pk, role="ketua_rw", area=world.areas["35.78.01.1001/02"].pk).status_code == 302
    made = person.appointments.get()
    assert made.appointed_by == world.staff["administrator"]
    assert str(made) == "Ketua RW 02 Karang Pilang 1"


def test_each_refusal_stands_in_the_form(world: World, desk: Client) -> None:
    person, me = user("baru"), world.staff["administrator"]
    before = Appointment.objects.count()
    for given, sentence in (
        ({"user": person.pk, "role": "ketua_rw", "area": world.rw.pk}, "sudah terisi"),
        ({"user": person.pk, "role": "lurah", "area": world.rw.pk}, "pilih wilayah setingkat itu"),
        ({"user": person.pk, "role": "verifier"}, "pilih perangkat daerahnya"),
        ({"user": person.pk, "role": "editor", "area": world.rw.pk}, "kosongkan wilayah"),
        ({"user": person.pk, "role": "editor", "until": "2026-01-01"}, "Tanggal akhir"),
        ({"user": me.pk, "role": "editor"}, "menunjuk diri sendiri"),
    ):
        page = post(desk, **given)
        assert page.status_code == 200, given
        assert sentence in page.content.decode(), given
    assert Appointment.objects.count() == before


def test_an_appointment_is_ended_not_rewritten(world: World, desk: Client) -> None:
    row = world.staff["lurah"].appointments.get()
    assert desk.post(f"/admin/accounts/appointment/{row.pk}/change/", {"role": "camat"}).status_code == 403
    assert desk.get(f"/admin/accounts/appointment/{row.pk}/change/").status_code == 200
