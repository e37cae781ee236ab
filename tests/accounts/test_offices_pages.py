"""Offices by place: a vacant one is found by its name and filled from its page."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from egov.accounts.appointing import end_appointment
from egov.accounts.place_search import read_query
from tests.factories.accounts import AppointmentFactory
from tests.town import Town, client_of, user

ROOM = "/admin/accounts/appointment/jabatan/"


def read(client: Client, **query: Any) -> str:
    answer = client.get(ROOM, query)
    assert answer.status_code == 200, query
    return answer.content.decode()


def link(page: str, words: str) -> str:
    """Where the link leads whose words these are, for a reader who hears them."""
    for address, text in re.findall(r'<a[^>]*href="([^"]+)"[^>]*>(.*?)</a>', page, re.DOTALL):
        if " ".join(re.sub(r"<[^>]+>", "", text).split()) == words:
            return str(address).replace("&amp;", "&")
    raise AssertionError(f"no link {words!r}")


def vacate(town: Town, role: str = "lurah") -> None:
    row = town.staff[role].appointments.get()
    end_appointment(actor=town.staff["administrator"], appointment=row)


@pytest.mark.parametrize(
    ("term", "roles", "level", "number", "name"),
    [
        ("Kelurahan Kebraon", (), "kelurahan", None, "kebraon"),
        ("desa Sumber Jaya", (), "kelurahan", None, "sumber jaya"),
        ("lurah kebraon", ("lurah",), None, None, "kebraon"),
        ("Kepala Desa Kebraon", ("lurah",), "kelurahan", None, "kebraon"),
        ("Ketua RW 5 Kebraon", ("ketua_rw",), "rw", 5, "kebraon"),
        ("RW 05 kebraon", (), "rw", 5, "kebraon"),
        ("kecamatan Karang Pilang", (), "kecamatan", None, "karang pilang"),
        (
            "operator",
            ("operator_kelurahan", "operator_kecamatan", "infra_operator", "infra_operator_opd"),
            None,
            None,
            "",
        ),
        ("DLH", (), None, None, "dlh"),
        ("", (), None, None, ""),
    ],
)
def test_words_are_read_from_the_left(
    term: str, roles: Any, level: Any, number: Any, name: str
) -> None:
    asked = read_query(term)
    assert (asked.roles, asked.level, asked.number, asked.name) == (roles, level, number, name)


def test_a_vacant_office_is_found_by_its_place_and_filled_from_there(town: Town) -> None:
    """One click to the form, which knows office and place; after it, back to the office."""
    admin, person = client_of(town.staff["administrator"]), user("baru")
    vacate(town)
    page = read(admin, q="Kelurahan Karang Pilang 1")
    address = link(page, "Tunjuk Lurah Karang Pilang 1")
    assert parse_qs(urlsplit(address).query) == {
        "role": ["lurah"],
        "area": [str(town.areas["35.78.01.1001"].pk)],
    }
    form = admin.get(address).context["adminform"].form
    assert form.initial["role"] == "lurah"
    given = {"user": person.pk, "start": "2026-01-05", **form.initial}
    answer = admin.post(address, given, follow=True)
    assert answer.redirect_chain[0][0].startswith(ROOM)
    assert f"Lurah Karang Pilang 1 sekarang dipegang {person.name}." in answer.content.decode()
    assert "Tunjuk Lurah" not in answer.content.decode()


def test_an_office_that_is_held_names_its_holder_and_is_not_offered(town: Town) -> None:
    page = read(client_of(town.staff["administrator"]), q="lurah Karang Pilang 1")
    assert town.staff["lurah"].name in page
    assert town.staff["operator_kelurahan"].name not in page
    assert "Tunjuk" not in page
    assert "Wonocolo" not in page


def test_the_page_of_a_place_shows_its_offices_and_the_heads_below(town: Town) -> None:
    admin = client_of(town.staff["administrator"])
    page = read(admin, wilayah=town.areas["35.78.01.1001"].pk)
    assert "Lurah Karang Pilang 1" in page
    assert "Ketua RW 01 Karang Pilang 1" in page
    link(page, "Tunjuk Ketua RW 02 Karang Pilang 1")
    link(page, "Tambah Operator Kelurahan Karang Pilang 1")
    agency = read(admin, opd=town.agency.pk)
    link(agency, f"Tambah Verifikator {town.agency.short_name}")
    assert admin.get(ROOM, {"wilayah": "0"}).status_code == 404
    assert admin.get(ROOM, {"opd": "x"}).status_code == 404


def test_the_first_page_shows_the_offices_of_the_region_and_leads_to_the_vacant(
    town: Town,
) -> None:
    admin = client_of(town.staff["administrator"])
    page = read(admin)
    assert town.staff["auditor"].name in page
    vacant = read(admin, kosong="lurah")
    assert "Lurah Karang Pilang 2" in vacant
    assert "Lurah Karang Pilang 1" not in vacant
    assert admin.get(ROOM, {"kosong": "raja"}).status_code == 404
    assert "Lurah Wonocolo 2" in read(admin, kosong="lurah", sesudah="35.78.02")
    assert "Karang Pilang" not in read(admin, kosong="lurah", sesudah="35.78.02").split("<h1")[1]
    for odd in ("' or 1", "9" * 400):
        read(admin, kosong="lurah", sesudah=odd)
        read(admin, q=odd)


def test_an_office_that_begins_later_is_vacant_and_not_offered_twice(town: Town) -> None:
    vacate(town)
    later = DateRange(timezone.localdate() + timedelta(days=3), None)
    area = town.areas["35.78.01.1001"]
    AppointmentFactory(user=user("nanti"), role="lurah", area=area, period=later)
    page = read(client_of(town.staff["administrator"]), q="lurah karang pilang 1")
    assert "kosong" in page
    assert "Tunjuk" not in page


def test_who_opens_it(town: Town) -> None:
    """The auditor reads and appoints nobody; every other office, and strangers, see nothing."""
    for role, person in town.staff.items():
        answer = client_of(person).get(ROOM, {"q": "Kelurahan Karang Pilang 2"})
        opens = role in ("administrator", "auditor")
        assert answer.status_code == (200 if opens else 403), role
        if opens:
            assert ("Tunjuk" in answer.content.decode()) == (role == "administrator"), role
    assert client_of(town.far["lurah"]).get(ROOM).status_code == 403
    assert client_of(town.citizen).get(ROOM).status_code == 302
    assert Client().get(ROOM).status_code == 302
    assert client_of(town.staff["administrator"]).post(ROOM).status_code == 405


def test_queries_do_not_grow_with_the_holders(town: Town) -> None:
    admin = client_of(town.staff["administrator"])

    def asked(query: dict[str, Any]) -> int:
        with CaptureQueriesContext(connection) as queries:
            read(admin, **query)
        return len(queries)

    kinds = [{"q": "karang pilang"}, {"wilayah": town.areas["35.78.01.1001"].pk}, {}]
    asked({})
    before = [asked(query) for query in kinds]
    for number in range(30):
        area = town.areas["35.78.01.1001"]
        AppointmentFactory(user=user(f"o-{number}"), role="operator_kelurahan", area=area)
        AppointmentFactory(user=user(f"p-{number}"), role="auditor")
    assert [asked(query) for query in kinds] == before


def test_appointments_are_found_by_office_place_and_holder(town: Town) -> None:
    admin = client_of(town.staff["administrator"])
    lurah = town.staff["lurah"].appointments.get()
    for term in ("Kelurahan Karang Pilang 1", "lurah karang pilang 1", "lurah", lurah.user.name):
        rows = admin.get("/admin/accounts/appointment/", {"q": term}).context["cl"].result_list
        assert lurah in list(rows), term
        assert town.staff["camat"].appointments.get() not in list(rows), term
