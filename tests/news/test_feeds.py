"""Calendars of others: the same occurrences for every reader; kept, and asked for cheaply."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
import recurring_ical_events
import time_machine
import vobject
from django.test import Client
from django.utils import timezone

from news.domain.changing import Change, cancel_occurrences, change_occurrences
from news.domain.repeating import Repeat
from news.models import Event, Occurrence
from tests.factories.news import EventFactory
from tests.news.conftest import HOUR, NOW, TUESDAY, record
from tests.town import Town

FIRST, LAST = (2026, 12, 1), (2027, 6, 1)
READ = Path(__file__).with_name("read_calendar.mjs")


@pytest.fixture
def weekly(town: Town) -> list[Occurrence]:
    """A weekly series with one moved and one cancelled, and beside it a whole day."""
    with time_machine.travel(NOW, tick=False):
        event = record(town, repeat=Repeat("WEEKLY", ("TU",), count=8), place="Taman, kota")
        times = list(event.occurrences.order_by("begins_at"))
        how = {"actor": town.staff["editor"], "extent": "one", "reason": "Hujan", "now": NOW}
        change_occurrences(
            occurrence=times[2], change=Change(times[2].begins_at + 28 * HOUR), **how
        )
        cancel_occurrences(occurrence=times[4], **how)
        record(town, "k2", all_day=True, ends_at=TUESDAY + timedelta(days=1), title="Tutup")
    rows = Occurrence.objects.filter(cancelled_at=None)
    return list(rows.select_related("event").order_by("begins_at"))


def feed(client: Client, query: str = "") -> bytes:
    with time_machine.travel(NOW, tick=False):
        answer = client.get(f"/agenda.ics{query}")
    assert answer.status_code == 200, answer.content
    return answer.content


def ours(rows: list[Occurrence]) -> list[str]:
    """Titles with their beginnings, a whole day by its day."""
    return sorted(
        f"{row.event.title} {local:%Y-%m-%d}"
        if row.event.all_day
        else f"{row.event.title} {local:%Y-%m-%dT%H:%M}"
        for row in rows
        for local in [timezone.localtime(row.begins_at)]
    )


def test_python_reads_the_same_occurrences(client: Client, weekly: list[Occurrence]) -> None:
    calendar = icalendar.Calendar.from_ical(feed(client))
    found = recurring_ical_events.of(calendar).between(FIRST, LAST)
    read = []
    for entry in found:
        start = entry["DTSTART"].dt
        form = "%Y-%m-%dT%H:%M" if isinstance(start, datetime) else "%Y-%m-%d"
        read.append(f"{entry['SUMMARY']} {start:{form}}")
    assert sorted(read) == ours(weekly)
    assert len(read) == 8


@pytest.mark.slow
def test_node_reads_the_same_occurrences(
    client: Client, weekly: list[Occurrence], tmp_path: Path
) -> None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        pytest.skip("node and npm are not on this machine: ical.js was not asked")
    subprocess.run(
        [npm, "install", "--silent", "--prefix", str(tmp_path), "ical.js@2.2.1"],
        check=True,
        capture_output=True,
    )
    script = tmp_path / READ.name
    script.write_text(READ.read_text())
    (tmp_path / "agenda.ics").write_bytes(feed(client))
    told = subprocess.run(
        [node, str(script), str(tmp_path / "agenda.ics")],
        check=True,
        capture_output=True,
        cwd=tmp_path,
    )
    assert sorted(json.loads(told.stdout)) == ours(weekly)


def test_a_third_reader_takes_it(client: Client, weekly: list[Occurrence]) -> None:
    calendar = vobject.readOne(feed(client).decode())
    assert {event.summary.value for event in calendar.vevent_list} == {"Senam pagi", "Tutup"}


def test_who_has_it_is_told_so_in_two_queries(
    client: Client, weekly: list[Occurrence], django_assert_max_num_queries: Any
) -> None:
    with time_machine.travel(NOW, tick=False):
        first = client.get("/agenda.ics")
        with django_assert_max_num_queries(2):
            again = client.get("/agenda.ics", headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert client.get("/agenda.ics").content == first.content
    assert not first.cookies and "Cookie" not in first.get("Vary", "")
    Event.objects.update(changed_at=NOW + HOUR)
    with time_machine.travel(NOW, tick=False):
        changed = client.get("/agenda.ics", headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200


def test_it_is_narrowed_as_the_page_is(client: Client, town: Town) -> None:
    EventFactory(title="Rapat dinas", agency=town.agency)
    EventFactory(title="Latihan", agency=town.other_agency, area=town.rw.parent, kind="pelatihan")
    queries = {
        "": {"Rapat dinas", "Latihan"},
        "?opd=dsdabm": {"Rapat dinas"},
        "?wilayah=35.78.01": {"Latihan"},
        "?jenis=pelatihan": {"Latihan"},
        "?jenis=pelatihan&opd=dsdabm": set(),
    }
    for query, titles in queries.items():
        text = client.get(f"/agenda.ics{query}").content
        read = icalendar.Calendar.from_ical(text).walk("VEVENT")
        assert {str(entry["SUMMARY"]) for entry in read} == titles, query
    assert client.get("/agenda.ics?opd=tidak-ada").status_code == 422


def test_what_is_cancelled_stays_for_ninety_days(client: Client, town: Town) -> None:
    event = record(town)
    how = {"actor": town.staff["editor"], "extent": "all", "reason": "Hujan"}
    cancel_occurrences(occurrence=event.occurrences.get(), now=NOW, **how)
    until = event.ends_at + timedelta(days=90)
    for moment, there in ((until - HOUR, True), (until + HOUR, False)):
        with time_machine.travel(moment, tick=False):
            text = client.get("/agenda.ics").content
        assert (b"STATUS:CANCELLED" in text) == there


@pytest.mark.parametrize("audience", ["invited", "internal"])
def test_what_is_not_public_stands_at_no_address(client: Client, town: Town, audience: str) -> None:
    event = record(town, audience=audience, title="Rapat tertutup", capacity=3)
    occurrence = event.occurrences.get()
    page = event.get_absolute_url()
    addresses = ["/agenda.ics", "/api/v1/agenda/", "/agenda/?pada=2027-01-01", "/sitemap.xml"]
    addresses += [f"/agenda/?tampilan={view}&pada=2027-01-05" for view in ("bulan", "minggu")]
    addresses += ["/sitemap/agenda-0.xml", "/cari/?q=rapat", "/"]
    for address in addresses:
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert b"tertutup" not in body, address
        assert page.encode() not in body
    for address in (page, f"{page}acara.ics"):
        assert client.get(address).status_code == 404, address
    client.force_login(town.citizen, backend="egov.accounts.signing_in.ContactBackend")
    assert client.post(f"{page}daftar/{occurrence.pk}/").status_code == 404
    editor = Client()
    editor.force_login(town.staff["editor"], backend="egov.accounts.signing_in.ContactBackend")
    assert "tertutup" in editor.get("/admin/news/event/").content.decode()
    assert "tertutup" not in editor.get("/admin/news/event/unduh.csv").content.decode()
    assert editor.get(page).status_code == 404
