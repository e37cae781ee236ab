"""Events: recorded with their occurrences, moved, cancelled; what calendars are told of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import icalendar
import pytest
import recurring_ical_events
import time_machine
from django.test import Client

from egov.documents.calendar import calendar_bytes
from egov.notices.models import Notice
from egov.notices.tasks import deliver_outbox
from egov.verbs.refusal import Invalid, Refusal
from news.domain.changing import (
    Change,
    cancel_occurrences,
    change_occurrences,
    reinstate_occurrences,
)
from news.domain.repeating import Repeat
from news.domain.signing_up import sign_up
from news.models import Event, Occurrence
from tests.news.conftest import HOUR, NOW, TUESDAY, edit, record
from tests.town import Town

WEEK = timedelta(days=7)
WEEKLY = Repeat("WEEKLY", ("TU",), count=6)


def series(town: Town) -> tuple[Event, list[Occurrence]]:
    event = record(town, repeat=WEEKLY)
    return event, list(event.occurrences.order_by("begins_at"))


def read_back(event: Event) -> list[Any]:
    """What a calendar of others lists of the event."""
    event.refresh_from_db()
    text = calendar_bytes("Uji", [event.entry], zone="Asia/Jakarta")
    calendar = icalendar.Calendar.from_ical(text)
    found = recurring_ical_events.of(calendar).between((2026, 12, 1), (2027, 12, 1))
    return sorted(found, key=lambda entry: str(entry["DTSTART"].dt))


def test_an_event_is_recorded_once_with_all_its_times(town: Town) -> None:
    event, times = series(town)
    assert record(town, repeat=WEEKLY) == event
    assert [row.begins_at for row in times] == [TUESDAY + n * WEEK for n in range(6)]
    assert (event.sequence, event.rule) == (0, "FREQ=WEEKLY;BYDAY=TU")
    assert [entry["DTSTART"].dt for entry in read_back(event)] == [r.begins_at for r in times]


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"title": "  "}, "no_title", "title"),
        ({"title": "a" * 151}, "too_long", "title"),
        ({"kind": "pesta"}, "unknown_kind", "kind"),
        ({"kind": "musrenbang"}, "unknown_kind", "kind"),
        ({"audience": "semua"}, "unknown_audience", "audience"),
        ({"ends_at": TUESDAY}, "ends_before_begins", "ends_at"),
        ({"ends_at": TUESDAY + timedelta(days=63)}, "event_too_long", "ends_at"),
        ({"link": "javascript:alert(1)"}, "bad_link", "link"),
        ({"link": "//jahat.example"}, "bad_link", "link"),
        ({"latitude": 7.0}, "half_a_point", "longitude"),
        ({"latitude": 91.0, "longitude": 1.0}, "bad_point", "latitude"),
        ({"latitude": float("nan"), "longitude": 1.0}, "bad_point", "latitude"),
        ({"capacity": 0}, "bad_capacity", "capacity"),
        ({"repeat": Repeat("DAILY")}, "endless_series", "count"),
    ],
)
def test_a_wrong_value_is_refused_at_its_field(
    town: Town, changes: dict[str, Any], code: str, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        record(town, **changes)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert not Event.objects.exists()


@pytest.mark.parametrize(("extent", "moved"), [("one", [2]), ("following", [2, 3, 4, 5])])
def test_moving_a_part_of_a_series(town: Town, extent: str, moved: list[int]) -> None:
    event, times = series(town)
    chosen = times[2]
    change_occurrences(
        actor=town.staff["editor"],
        occurrence=chosen,
        extent=extent,
        change=Change(chosen.begins_at + 5 * HOUR, place="Aula"),
        reason="Hujan",
        now=NOW,
    )
    entries = read_back(event)
    expected = [
        row.begins_at + (5 * HOUR if n in moved else 0 * HOUR) for n, row in enumerate(times)
    ]
    assert [entry["DTSTART"].dt for entry in entries] == expected
    assert [n for n, entry in enumerate(entries) if entry["LOCATION"] == "Aula"] == moved
    assert event.sequence == 1
    assert {row.change_note for row in event.occurrences.filter(moved_to="Aula")} == {"Hujan"}


def test_moving_all_keeps_what_was_cancelled(town: Town) -> None:
    event, times = series(town)
    editor = town.staff["editor"]
    cancel_occurrences(actor=editor, occurrence=times[1], extent="one", reason="Libur", now=NOW)
    rows = change_occurrences(
        actor=editor,
        occurrence=times[0],
        extent="all",
        change=Change(times[0].begins_at + HOUR),
        reason="Jam kerja",
        now=NOW,
    )
    assert len(rows) == 5
    begins = [entry["DTSTART"].dt for entry in read_back(event)]
    assert begins == [t.begins_at + HOUR for n, t in enumerate(times) if n != 1]
    assert event.sequence == 2


@pytest.mark.parametrize(("extent", "left"), [("one", 5), ("following", 3), ("all", 0)])
def test_cancelling(town: Town, extent: str, left: int) -> None:
    event, times = series(town)
    cancel_occurrences(
        actor=town.staff["editor"], occurrence=times[3], extent=extent, reason="Libur", now=NOW
    )
    standing = [e for e in read_back(event) if e.get("STATUS") != "CANCELLED"]
    assert len(standing) == left
    assert bool(event.cancelled_at) == (left == 0)
    with pytest.raises(Refusal) as refused:
        cancel_occurrences(
            actor=town.staff["editor"], occurrence=times[3], extent="one", reason="x", now=NOW
        )
    assert refused.value.code == "already_cancelled"


def test_a_cancel_is_taken_back(town: Town) -> None:
    event, times = series(town)
    how = {"actor": town.staff["editor"], "now": NOW}
    cancel_occurrences(occurrence=times[0], extent="all", reason="Libur", **how)
    back = {"occurrence": times[3], "extent": "following", "reason": "Jadi diadakan", **how}
    assert len(reinstate_occurrences(**back)) == 3
    assert [entry["DTSTART"].dt for entry in read_back(event)] == [t.begins_at for t in times[3:]]
    assert (event.cancelled_at, event.cancel_reason, event.sequence) == (None, "", 2)
    with pytest.raises(Refusal) as refused:
        reinstate_occurrences(**back)
    assert refused.value.code == "not_cancelled"


def test_what_an_event_says_is_written_anew(town: Town, client: Client) -> None:
    event = record(town, capacity=2)
    sign_up(actor=town.citizen, occurrence=event.occurrences.get(), now=NOW)
    edit(town.staff["editor"], event, title="Senam sore", place="Aula", reason="Hujan pagi")
    (entry,) = read_back(event)
    assert (entry["SUMMARY"], entry["LOCATION"]) == ("Senam sore", "Aula")
    assert "Hujan pagi" in entry["DESCRIPTION"] and entry["SEQUENCE"] == 1
    with time_machine.travel(NOW, tick=False):
        page = client.get(event.get_absolute_url()).content.decode()
        deliver_outbox()
    assert "Senam sore" in page and "Hujan pagi" in page
    notice = Notice.objects.get()
    assert (notice.user, notice.url) == (town.citizen, event.get_absolute_url())
    assert "Hujan pagi" in notice.sentence and "Aula" in notice.sentence


def test_an_event_that_is_closed_leaves_every_address(town: Town, client: Client) -> None:
    event = record(town)
    edit(town.staff["editor"], event, audience="internal")
    with time_machine.travel(NOW, tick=False):
        assert client.get(event.get_absolute_url()).status_code == 404
        assert b"BEGIN:VEVENT" not in client.get("/agenda.ics").content


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, "nothing_changed"),
        ({"title": "Lain", "reason": " "}, "no_reason"),
        ({"title": " "}, "no_title"),
        ({"link": "javascript:alert(1)"}, "bad_link"),
        ({"capacity": 1}, "seats_taken"),
        ({"title": "Lain", "seen": 5}, "changed_meanwhile"),
    ],
)
def test_what_cannot_be_written(town: Town, changes: dict[str, Any], code: str) -> None:
    event = record(town, capacity=3)
    for person in (town.citizen, town.neighbour):
        sign_up(actor=person, occurrence=event.occurrences.get(), now=NOW)
    with pytest.raises(Refusal) as refused:
        edit(town.staff["editor"], event, **changes)
    assert refused.value.code == code


def test_a_whole_day_ends_after_its_last_day(town: Town) -> None:
    event = record(town, all_day=True, ends_at=TUESDAY + timedelta(days=1))
    (entry,) = read_back(event)
    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (date(2027, 1, 5), date(2027, 1, 7))


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"reason": " "}, "no_reason"),
        ({"reason": "a" * 301}, "too_long"),
        ({"change": Change(TUESDAY, TUESDAY - HOUR)}, "ends_before_begins"),
        ({"change": Change()}, "nothing_changed"),
        ({"extent": "semua"}, "unknown_extent"),
    ],
)
def test_a_change_needs_a_reason_and_a_difference(
    town: Town, given: dict[str, Any], code: str
) -> None:
    occurrence = record(town).occurrences.get()
    values = {
        "extent": "one",
        "change": Change(TUESDAY + HOUR),
        "reason": "Hujan",
        **given,
    }
    with pytest.raises(Refusal) as refused:
        change_occurrences(actor=town.staff["editor"], occurrence=occurrence, now=NOW, **values)
    assert refused.value.code == code


def test_who_signed_up_is_told_with_the_reason(town: Town) -> None:
    event = record(town, capacity=5)
    occurrence = event.occurrences.get()
    sign_up(actor=town.citizen, occurrence=occurrence, now=NOW)
    cancel_occurrences(
        actor=town.staff["editor"], occurrence=occurrence, extent="one", reason="Hujan", now=NOW
    )
    deliver_outbox()
    notice = Notice.objects.get()
    assert notice.user == town.citizen
    assert "Hujan" in notice.sentence and notice.url == event.get_absolute_url()
