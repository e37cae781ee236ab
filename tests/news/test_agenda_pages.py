"""The agenda in its three views, and an event's page: what they show, and at what cost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from news.domain.changing import cancel_occurrences
from news.domain.repeating import Repeat
from tests.news.conftest import HOUR, NOW, TUESDAY, record
from tests.town import Town, client_of

VIEWS = ("daftar", "bulan", "minggu")


def page(client: Client, query: str = "") -> Any:
    with time_machine.travel(NOW, tick=False):
        return client.get(f"/agenda/{query}")


@pytest.mark.parametrize("view", VIEWS)
def test_each_view_shows_it_at_its_day(town: Town, client: Client, view: str) -> None:
    event = record(town, title="Rembuk <b>warga</b>")
    html = page(client, f"?tampilan={view}&pada=2027-01-05").content.decode()
    assert "Rembuk &lt;b&gt;warga&lt;/b&gt;" in html
    assert "09.00" in html and event.get_absolute_url() in html
    other = page(client, f"?tampilan={view}&pada=2027-03-05").content.decode()
    assert event.get_absolute_url() not in other


@pytest.mark.parametrize("view", VIEWS)
def test_what_is_cancelled_says_so_in_words(town: Town, client: Client, view: str) -> None:
    event = record(town)
    cancel_occurrences(
        actor=town.staff["editor"],
        occurrence=event.occurrences.get(),
        extent="all",
        reason="Hujan lebat",
        now=NOW,
    )
    html = page(client, f"?tampilan={view}&pada=2027-01-05").content.decode()
    assert "Dibatalkan" in html
    event_page = page(client, f"{event.pk}/").content.decode()
    assert "Hujan lebat" in event_page and "EventCancelled" in event_page


def test_what_began_before_is_still_running(town: Town, client: Client) -> None:
    record(town, title="Loket tutup", all_day=True, ends_at=TUESDAY + timedelta(days=3))
    html = page(client, "?pada=2027-01-06").content.decode()
    assert "Sedang berlangsung" in html and "s.d. 8 Jan" in html


@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ("?tampilan=tahun", 422, "Tampilan yang ada"),
        ("?pada=05-01-2027", 422, "TTTT-BB-HH"),
        ("?pada=9999-12-31", 422, "TTTT-BB-HH"),
        ("?opd=tidak-ada", 422, "tidak ada di portal"),
        ("?wilayah=99", 422, "tidak ada di portal"),
        ("?sesudah=***", 422, "tidak lengkap"),
    ],
)
def test_an_address_that_asks_for_nothing(
    town: Town, client: Client, query: str, status: int, sentence: str
) -> None:
    answer = page(client, query)
    assert answer.status_code == status
    assert sentence in answer.content.decode()


@pytest.mark.parametrize("view", VIEWS)
def test_thirty_cost_what_one_costs(town: Town, client: Client, view: str) -> None:
    counts = []
    for number in range(2):
        record(town, f"k{number}", repeat=Repeat("DAILY", count=29) if number else None)
        page(client, f"?tampilan={view}&pada=2027-01-05")  # what is remembered
        with CaptureQueriesContext(connection) as queries:
            page(client, f"?tampilan={view}&pada=2027-01-05")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


def test_an_event_page_costs_the_same_with_many_times(town: Town, client: Client) -> None:
    counts = []
    for number in range(2):
        repeat = Repeat("DAILY", count=30) if number else None
        event = record(town, f"k{number}", repeat=repeat, capacity=3)
        with CaptureQueriesContext(connection) as queries:
            answer = page(client, f"{event.pk}/")
        counts.append(len(queries))
        assert "Masuk untuk mendaftar" in answer.content.decode()
    assert counts[0] == counts[1] <= 12


def test_a_full_day_leads_to_its_list(town: Town, client: Client) -> None:
    for number in range(5):
        record(town, f"k{number}", begins_at=TUESDAY + number * HOUR / 4)
    html = page(client, "?tampilan=bulan&pada=2027-01-05").content.decode()
    assert "+2 lagi" in html
    assert "5 Januari, 5 acara" in html


def test_a_stranger_gets_no_cookie_and_a_kept_page(town: Town, client: Client) -> None:
    event = record(town, capacity=2)
    for path in ("", f"{event.pk}/"):
        answer = page(client, path)
        assert not answer.cookies
        assert "public" in answer["Cache-Control"]


def test_signing_up_by_the_page(town: Town) -> None:
    event = record(town, capacity=1)
    address = f"{event.get_absolute_url()}daftar/{event.occurrences.get().pk}/"
    with time_machine.travel(NOW, tick=False):
        citizen, neighbour = client_of(town.citizen), client_of(town.neighbour)
        assert "Anda terdaftar" in citizen.post(address, follow=True).content.decode()
        full = neighbour.post(address, follow=True).content.decode()
        assert "sudah terisi" in full
        line = neighbour.post(address, {"tunggu": "1"}, follow=True).content.decode()
        assert "Anda masuk daftar tunggu" in line and "Anda di daftar tunggu" in line
        gone = citizen.post(address, {"batal": "1"}, follow=True).content.decode()
        assert "Pendaftaran dibatalkan" in gone
        twice = citizen.post(address, {"batal": "1"}, follow=True).content.decode()
        assert "sudah batal" in twice
    assert Client().post(address).status_code == 302


def test_structured_data_cannot_be_left(town: Town, client: Client) -> None:
    event = record(town, title="</script><script>alert(1)</script>")
    html = page(client, f"{event.pk}/").content.decode()
    assert "<script>alert" not in html
    assert "\\u003C/script\\u003E" in html


def test_an_area_tells_what_happens_in_it(town: Town, client: Client) -> None:
    village = town.rw.parent
    assert village
    record(town, title="Rembuk di sini", area=village)
    record(town, "k2", title="Rapat tertutup", area=village, audience="internal")
    with time_machine.travel(NOW, tick=False):
        pages = [client.get(f"/wilayah/{code}/") for code in (village.code, "35.78.01", "35.78.02")]
    texts = [page.content.decode() for page in pages]
    assert ["Rembuk di sini" in text for text in texts] == [True, True, False]
    assert "tertutup" not in "".join(texts)
