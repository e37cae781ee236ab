"""Events and articles from files: the same verbs, each fault at its column, nothing twice."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import icalendar
import pytest
import recurring_ical_events
import time_machine
from django.test import Client
from django.utils import timezone

from egov.imports.engine import run_import
from egov.imports.models import ImportRun
from egov.imports.offers import offer_of
from egov.imports.readers import read_rows
from news.models import Edition, Event, Occurrence
from tests.news.conftest import NOW, TUESDAY, record
from tests.town import Town, client_of
from tests.web.test_html import FORBIDDEN, HOSTILE

DAY = timedelta(days=1)
EVENT = "judul,jenis,mulai,selesai"
ARTICLE = "jenis,judul,ringkasan,isi"


def bring(town: Town, slug: str, content: str, who: str = "contributor", **how: Any) -> ImportRun:
    offer = offer_of(slug)
    assert offer is not None
    suffix = ".ics" if slug == "agenda-ics" else ".csv"
    rows = read_rows(io.BytesIO(content.encode()), f"a{suffix}")
    actor = town.staff[who]
    return run_import(offer.importer(), rows, source="a", actor_id=actor.pk, **how)


def calendar(*events: str) -> str:
    """Of events given as "NAME:value|NAME:value"."""
    parts = [f"BEGIN:VEVENT|{event}|END:VEVENT" for event in events]
    return "|".join(["BEGIN:VCALENDAR", "VERSION:2.0", *parts, "END:VCALENDAR", ""]).replace(
        "|", "\r\n"
    )


WEEKLY = (
    "UID:a|SUMMARY:Rapat|DTSTART;TZID=Asia/Jakarta:20270105T090000|DURATION:PT2H"
    "|RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=4|EXDATE;TZID=Asia/Jakarta:20270112T090000"
)
MOVED = (
    "UID:a|RECURRENCE-ID;TZID=Asia/Jakarta:20270119T090000|SUMMARY:Rapat|LOCATION:Aula"
    "|DTSTART;TZID=Asia/Jakarta:20270120T130000|DTEND;TZID=Asia/Jakarta:20270120T140000"
)
WHOLE = "UID:b|SUMMARY:Tutup|DTSTART;VALUE=DATE:20270107|DTEND;VALUE=DATE:20270109|CLASS:PRIVATE"


def test_a_calendar_comes_in_once_and_goes_out_the_same(town: Town, client: Client) -> None:
    given = calendar(MOVED, WEEKLY, WHOLE)
    dry = bring(town, "agenda-ics", given, dry_run=True)
    assert (dry.good, dry.bad, Event.objects.count()) == (3, 0, 0)
    assert bring(town, "agenda-ics", given).applied
    times = Occurrence.objects.filter(event__title="Rapat", cancelled_at=None)
    week = 7 * DAY
    moved = TUESDAY + 15 * DAY + timedelta(hours=4)
    assert [row.begins_at for row in times] == [TUESDAY, moved, TUESDAY + 3 * week]
    closed = Event.objects.get(title="Tutup")
    assert (closed.audience, closed.all_day) == ("internal", True)
    assert timezone.localtime(closed.ends_at).isoformat() == "2027-01-09T00:00:00+07:00"
    with time_machine.travel(NOW, tick=False):
        told = icalendar.Calendar.from_ical(client.get("/agenda.ics").content)
    between = ((2027, 1, 1), (2027, 3, 1))
    read, wanted = (
        sorted(str(entry["DTSTART"].dt) for entry in recurring_ical_events.of(c).between(*between))
        for c in (told, icalendar.Calendar.from_ical(calendar(WEEKLY, MOVED)))
    )
    assert read == wanted and len(read) == 3
    again = bring(town, "agenda-ics", given)
    assert (again.unchanged, Event.objects.count()) == (3, 2)


def test_our_own_calendar_comes_back_as_what_it_is(town: Town, client: Client) -> None:
    record(town)
    with time_machine.travel(NOW, tick=False):
        given = client.get("/agenda.ics").content.decode()
    assert bring(town, "agenda-ics", given).unchanged == 1


START = "SUMMARY:Rapat|DTSTART:20270105T020000Z"


@pytest.mark.parametrize(
    ("event", "code", "field"),
    [
        ("SUMMARY:Rapat", "bad_moment", "DTSTART"),
        ("SUMMARY:Rapat|DTSTART:00010101T000000Z", "bad_moment", "DTSTART"),
        ("SUMMARY:Rapat|DTSTART:besok", "bad_moment", "DTSTART"),
        ("DTSTART:20270105T020000Z", "invalid", "SUMMARY"),
        (f"{START}|DTEND:20270105T010000Z", "ends_before_begins", "DTEND"),
        (f"{START}|RRULE:FREQ=DAILY", "endless_series", "RRULE"),
        (f"{START}|RRULE:FREQ=DAILY;COUNT=900", "too_many_occurrences", "RRULE"),
        (f"{START}|RRULE:FREQ=DAILY;INTERVAL=2;COUNT=3", "unknown_rule", "RRULE"),
        (f"{START}|RRULE:FREQ=SECONDLY;COUNT=3", "invalid", "RRULE"),
        (f"{START}|URL:javascript:alert(1)", "bad_link", "URL"),
        (f"{START}|URL://jahat.example/p.gif", "bad_link", "URL"),
        (f"{START}|RECURRENCE-ID:20270105T020000Z", "no_such_time", "RECURRENCE-ID"),
        (f"{START}|ORGANIZER;CN=lain:mailto:a@contoh.example", "not_your_agency", ""),
    ],
)
def test_a_wrong_event_is_told_at_its_field(town: Town, event: str, code: str, field: str) -> None:
    event = event.replace("CN=lain", f"CN={town.other_agency.code}")
    run = bring(town, "agenda-ics", calendar(event))
    assert [(e["code"], e["field"]) for e in run.errors] == [(code, field)]
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("slug", "content", "code", "field"),
    [
        ("agenda", f"{EVENT}\nSenam,kegiatan,2027-01-05 09:00,2027-01-05 10:00", "", ""),
        (
            "agenda",
            f"{EVENT},ulang,ulang_kali,sepanjang_hari\n"
            "Senam,kegiatan,2027-01-05 09:00,2027-01-05 10:00,WEEKLY,500,tidak",
            "too_many_occurrences",
            "ulang_kali",
        ),
        ("agenda", f"{EVENT}\nSenam,pesta,2027-01-05 09:00,2027-01-05 10:00", "invalid", "jenis"),
        ("agenda", f"{EVENT}\nSenam,rapat,0001-01-01 09:00,0001-01-01 10:00", "", "mulai"),
        ("berita", f"{ARTICLE}\nberita,Taman,Taman dibuka.,<p>Isi</p>", "", ""),
        ("berita", f"{ARTICLE}\npengumuman,Taman,A.,<p>Isi</p>", "no_number", "nomor_pengumuman"),
        ("berita", f"{ARTICLE}\nberita,Taman,A.,<script>a</script>", "no_body", "isi"),
    ],
)
def test_a_table_is_read_as_the_api_reads(
    town: Town, slug: str, content: str, code: str, field: str
) -> None:
    run = bring(town, slug, content)
    faults = [(e["code"], e["field"]) for e in run.errors]
    if field:
        assert [f for _, f in faults] == [field]
        assert code in ("", faults[0][0])
        return
    assert faults == []
    rows = Event.objects.all() if slug == "agenda" else Edition.objects.all()
    assert rows.count() == 1
    assert bring(town, slug, content).unchanged == 1
    assert rows.count() == 1


def test_what_is_hostile_comes_in_inert(town: Town) -> None:
    quoted = "".join(HOSTILE).replace('"', '""')
    bring(town, "berita", f'{ARTICLE}\nberita,Taman,A.,"<p>Isi</p>{quoted}"')
    body = Edition.objects.get().body.lower()
    assert [bad for bad in FORBIDDEN if bad in body] == []
    text = icalendar.vText("".join(HOSTILE)).to_ical().decode()
    run = bring(
        town, "agenda-ics", calendar(f"{START}|DESCRIPTION:{text}|ATTACH:https://a.example")
    )
    assert run.applied
    event = Event.objects.get()
    with time_machine.travel(NOW, tick=False):
        page = Client().get(event.get_absolute_url()).content.decode()
        feed = Client().get("/agenda.ics").content
    assert "<script>alert" not in page and 'onerror="' not in page
    (entry,) = icalendar.Calendar.from_ical(feed).walk("VEVENT")
    assert "ATTACH" not in entry


@pytest.mark.parametrize(
    ("who", "codes"), [("contributor", []), ("editor", ["no_agency"]), ("lurah", ["no_agency"])]
)
def test_who_brings_a_calendar(town: Town, who: str, codes: list[str]) -> None:
    offer = offer_of("agenda-ics")
    assert offer is not None
    assert offer.allows(town.staff[who]) == (who != "lurah")
    assert not offer.allows(town.citizen)
    run = bring(town, "agenda-ics", calendar(START), who)
    assert [e["code"] for e in run.errors] == codes


def test_the_page_gives_an_example_that_can_be_read(town: Town) -> None:
    client = client_of(town.staff["contributor"])
    for slug in ("agenda", "agenda-ics", "berita"):
        offer = offer_of(slug)
        assert offer is not None
        assert offer.title in client.get("/admin/imports/importrun/impor/").content.decode()
        name, content = offer.example_file()
        rows = read_rows(io.BytesIO(content), name)
        how = {"source": name, "actor_id": town.staff["contributor"].pk}
        assert run_import(offer.importer(), rows, **how).errors == []
