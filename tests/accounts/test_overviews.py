"""What the administrator's first page tells: each row leads to where it is acted on."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from egov.accounts.admin import overviews
from egov.accounts.models import Appointment, Residence
from egov.accounts.seats import must_be_held
from tests.factories.accounts import AppointmentFactory, ResidenceFactory
from tests.plans import buffers
from tests.town import Town, client_of, user

WORDS = (
    "Jabatan kosong",
    "Jabatan yang segera berakhir",
    "Tanpa verifikasi dua langkah",
    "Warga menunggu lebih dari 7 hari",
)


def panel(town: Town, slug: str, role: str = "administrator") -> str:
    """One overview of the first page; empty where it is not shown."""
    page = client_of(town.staff[role]).get("/admin/").content.decode()
    parts = page.split(f'<section aria-labelledby="{slug}">')
    return parts[1].split("</section>")[0] if len(parts) > 1 else ""


def ending(days: int, **given: Any) -> Appointment:
    until = timezone.localdate() + timedelta(days=days)
    row: Appointment = AppointmentFactory(period=DateRange(date(2020, 1, 1), until), **given)
    return row


def waiting(days: int, **given: Any) -> Residence:
    since = timezone.now() - timedelta(days=days, minutes=1)
    row: Residence = ResidenceFactory(confirmed_at=None, declared_at=since, **given)
    return row


def test_the_widest_offices_come_first() -> None:
    assert [office.code for office in must_be_held()] == ["camat", "lurah", "ketua_rw", "verifier"]


def test_a_vacant_office_is_counted_and_leads_to_its_form(town: Town) -> None:
    shown = panel(town, "kosong")
    area = town.areas["35.78.01.1002"]
    assert "Lurah Karang Pilang 2" in shown
    assert f'href="/admin/accounts/appointment/add/?role=lurah&amp;area={area.pk}"' in shown
    assert re.search(r'\?kosong=lurah">\s*<strong>2</strong>\s*Lurah', shown)
    assert "Lurah Karang Pilang 1" not in shown
    assert ">Camat " not in shown


def test_an_office_that_ends_is_prolonged_in_one_click(town: Town) -> None:
    area = town.areas["35.78.01.1002"]
    row = ending(10, role="lurah", area=area, user=user("lama"))
    ending(40, role="lurah", area=town.areas["35.78.02.1002"], user=user("nanti"))
    shown = panel(town, "berakhir")
    assert "Lurah Karang Pilang 2" in shown
    assert "Wonocolo" not in shown
    query = f"user={row.user_id}&amp;role=lurah&amp;start={row.period.upper}&amp;area={area.pk}"
    assert f"/admin/accounts/appointment/add/?{query}" in shown


def test_an_office_whose_successor_is_appointed_needs_nothing(town: Town) -> None:
    area = town.areas["35.78.01.1002"]
    row = ending(10, role="lurah", area=area, user=user("lama"))
    AppointmentFactory(
        role="lurah", area=area, user=user("baru"), period=DateRange(row.period.upper, None)
    )
    assert panel(town, "berakhir") == ""


def test_who_opens_the_desk_with_a_password_alone_is_told(town: Town) -> None:
    person = user("penulis")
    AppointmentFactory(user=person, role="editor")
    shown = panel(town, "tanpa-2fa")
    assert person.name in shown
    assert f"/admin/accounts/user/{person.pk}/tindakan/" in shown
    Authenticator.objects.create(user=person, type="totp", data={})
    assert person.name not in panel(town, "tanpa-2fa")
    assert town.citizen.name not in panel(town, "tanpa-2fa")


def test_residents_who_wait_a_week_are_told_by_place_not_by_name(town: Town) -> None:
    row = waiting(9, user=user("lama", "Lama Menunggu"), rw=town.rw)
    waiting(6, user=user("baru"), rw=town.areas["35.78.01.1001/02"])
    shown = panel(town, "warga-lama")
    assert f"/admin/accounts/residence/{row.pk}/tindakan/" in shown
    assert "9 hari" in shown
    assert "RW 01 Karang Pilang 1" in shown
    assert "RW 02" not in shown
    assert "Lama Menunggu" not in shown


def test_nothing_of_it_stands_on_any_other_desk(town: Town) -> None:
    ending(10, role="lurah", area=town.areas["35.78.01.1002"], user=user("lama"))
    waiting(9, user=user("menunggu"), rw=town.areas["35.78.02.1002/01"])
    for role, person in town.staff.items():
        page = client_of(person).get("/admin/").content.decode()
        told = {words for words in WORDS if words in page}
        assert told == (set(WORDS) if role == "administrator" else set()), role


def test_what_waits_longest_is_read_from_its_end(town: Town, rf: Any) -> None:
    """However many wait: the first five, and a count to its limit."""
    request = rf.get("/admin/")
    request.user = town.staff["administrator"]
    people = [user(f"w-{number}") for number in range(200)]
    rows = [
        Residence(user=person, rw=town.rw, declared_at=timezone.now() - timedelta(days=8 + number))
        for number, person in enumerate(people)
    ]

    def read() -> int:
        with connection.cursor() as cursor:  # as autovacuum does
            cursor.execute("ANALYZE accounts_residence")
        request.user.__dict__.pop("appointments_now", None)
        return buffers(lambda: overviews.residents_too_long(request, None))

    Residence.objects.bulk_create(rows[:20])
    few = read()
    Residence.objects.bulk_create(rows[20:])
    assert read() < few + 60


@pytest.mark.parametrize("many", [1, 30])
def test_each_overview_shows_five_at_most(town: Town, many: int) -> None:
    for number in range(many):
        AppointmentFactory(user=user(f"tanpa-{number}"), role="editor")
        waiting(9 + number, user=user(f"warga-{number}"), rw=town.rw)
    assert panel(town, "warga-lama").count("<li>") == min(many, 5) + 1
    assert panel(town, "tanpa-2fa").count("<li>") == 6
