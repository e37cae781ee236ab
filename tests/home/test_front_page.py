"""The home page: tasks by the calendar, one's own area, parts that are the same for everybody."""

from __future__ import annotations

import gzip
import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.cache import caches
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from musrenbang.models import Channel
from tests.town import Town, decide

pytestmark = pytest.mark.django_db


def tasks(client: Client) -> list[str]:
    page = client.get("/").content.decode()
    listed = page.split('<ul class="tasks">')[1].split("</ul>")[0]
    return re.findall(r"<a[^>]*>([^<]+)</a>", listed)


def test_the_tasks_follow_the_calendar(town: Town, client: Client) -> None:
    first, *others = tasks(client)
    assert first == "Kirim usulan"
    assert {"Lacak usulan", "Cek peraturan", "Lihat aplikasi", "Lihat jadwal"} <= set(others)
    page = client.get("/").content.decode()
    assert "dibuka sampai" in page
    assert 'class="in-reach"' in page
    now = timezone.now()
    past = DateTimeTZRange(now - timedelta(days=9), now - timedelta(days=2))
    Channel.objects.update(submission=past)
    assert "Kirim usulan" not in tasks(client)
    assert "Kapan dapat mengusulkan?" in tasks(client)
    assert 'class="in-reach"' not in client.get("/").content.decode()


def test_one_chooses_an_area_and_the_address_keeps_it(town: Town, client: Client) -> None:
    mine = town.proposal("kelurahan")
    decide(actor=town.staff["lurah"], proposal=mine, outcome="forward")
    village = mine.kelurahan
    assert village is not None
    district = village.parent
    answer = client.get("/", {"wilayah": village.code})
    page = answer.content.decode()
    assert f"Di {village.label}" in page
    assert mine.title in page.split('id="sekitar"')[1]
    assert f'value="{district.code}"' in page
    assert not answer.cookies
    assert client.get("/", {"wilayah": "99.99"}).status_code == 404
    assert client.get("/", {"wilayah": "\x00"}).status_code in (400, 404)


def test_an_empty_region_still_says_what_to_do(db: None, client: Client) -> None:
    page = client.get("/").content.decode()
    assert "Kapan dapat mengusulkan?" in page
    assert not re.findall(r"<(section|ul|ol)[^>]*>\s*</\1>", page)


def test_it_is_light(town: Town, client: Client) -> None:
    for _ in range(12):
        decide(actor=town.staff["lurah"], proposal=town.proposal("kelurahan"), outcome="forward")
    assert len(gzip.compress(client.get("/").content)) <= 14_000


def test_it_asks_little_and_nothing_of_who_comes_next(town: Town, settings: Any) -> None:
    decide(actor=town.staff["lurah"], proposal=town.proposal("kelurahan"), outcome="forward")
    settings.KEEP_PUBLIC_PAGES = True

    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert Client().get("/").status_code == 200
        return len(seen)

    caches["pages"].clear()
    try:
        first, second = asked(), asked()
    finally:
        caches["pages"].clear()
    assert first <= 12
    assert second == 0


def test_parts_for_everybody_are_made_once_in_a_minute(
    town: Town, settings: Any, django_assert_num_queries: Any
) -> None:
    settings.KEEP_PUBLIC_PAGES = True
    caches["pages"].clear()
    signed_in = Client()
    signed_in.force_login(town.citizen, backend="egov.accounts.signing_in.ContactBackend")
    try:
        first = signed_in.get("/").content.decode()
        with django_assert_num_queries(6):  # who reads, the tasks of the calendar, the areas
            again = signed_in.get("/").content.decode()
        stranger = Client().get("/").content.decode()
    finally:
        caches["pages"].clear()
    assert first == again
    assert stranger.split('id="kini"')[1].split("</section>")[0] in first
    assert configured.SESSION_COOKIE_NAME not in stranger
