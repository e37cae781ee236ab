"""Calendar entries, as three readers of others understand them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
import vobject

from egov.documents.calendar import Entry, Instance, calendar_bytes, entry_text

JAKARTA = ZoneInfo("Asia/Jakarta")
FIRST = datetime(2027, 1, 5, 9, tzinfo=JAKARTA)
WEEK = timedelta(days=7)
CHANGED = datetime(2026, 12, 1, 8, 30, 12, 345, tzinfo=UTC)


def series(**more: object) -> Entry:
    values = {
        "uid": "senam@contoh.example",
        "sequence": 2,
        "changed_at": CHANGED,
        "title": "Senam, warga; lansia",
        "begins": FIRST,
        "ends": FIRST + timedelta(hours=2),
        "zone": "Asia/Jakarta",
        **more,
    }
    return Entry(**values)  # type: ignore[arg-type]


def weekly() -> Entry:
    fourth = FIRST + 3 * WEEK
    moved = Instance(fourth, fourth + timedelta(hours=5), fourth + timedelta(hours=7), "Aula")
    rule = {"rule": "FREQ=WEEKLY;BYDAY=TU", "until": FIRST + 5 * WEEK}
    return series(**rule, left_out=[FIRST + WEEK], moved=[moved])


def read(entry: Entry) -> icalendar.Calendar:
    return icalendar.Calendar.from_ical(
        calendar_bytes("Agenda", [entry_text(entry)], zone="Asia/Jakarta")
    )


def test_a_series_with_one_moved_and_one_left_out_is_read_alike() -> None:
    found = recurring_ical_events.of(read(weekly())).between((2027, 1, 1), (2027, 4, 1))
    begins = sorted(event.start for event in found)
    expected = [FIRST, FIRST + 2 * WEEK, FIRST + 3 * WEEK + timedelta(hours=5)]
    assert begins == [*expected, FIRST + 4 * WEEK, FIRST + 5 * WEEK]
    assert {str(e["LOCATION"]) for e in found if e.start.hour == 14} == {"Aula"}


def test_another_reader_takes_the_whole_calendar() -> None:
    text = calendar_bytes("Agenda", [entry_text(weekly())], zone="Asia/Jakarta").decode()
    calendar = vobject.readOne(text)
    assert calendar.vevent.summary.value == "Senam, warga; lansia"
    assert [len(line.encode()) <= 75 for line in text.split("\r\n")].count(False) == 0


def test_a_whole_day_ends_with_the_next() -> None:
    midnight = FIRST.replace(hour=0)
    entry = series(all_day=True, begins=midnight, ends=midnight + timedelta(days=2))
    (event,) = read(entry).walk("VEVENT")
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2027, 1, 5), date(2027, 1, 7))
    late = series(all_day=True, begins=midnight, ends=midnight + timedelta(hours=23))
    (event,) = read(late).walk("VEVENT")
    assert event["DTEND"].dt == date(2027, 1, 6)


def test_the_same_entry_is_the_same_bytes_and_says_when_it_changed() -> None:
    assert entry_text(weekly()) == entry_text(weekly())
    master = read(weekly()).walk("VEVENT")[0]
    assert master["DTSTAMP"].dt == CHANGED.replace(microsecond=0)
    assert master["RRULE"]["UNTIL"] == [(FIRST + 5 * WEEK).astimezone(UTC)]
    assert int(master["SEQUENCE"]) == 2


def test_what_was_cancelled_says_so() -> None:
    (event,) = read(series(cancelled=True)).walk("VEVENT")
    assert event["STATUS"] == "CANCELLED"


@pytest.mark.parametrize(
    ("zone", "name"),
    [("Asia/Jakarta", "WIB"), ("Asia/Makassar", "WITA"), ("Asia/Jayapura", "WIT")],
)
def test_the_zones_of_the_country_are_written(zone: str, name: str) -> None:
    (written,) = icalendar.Calendar.from_ical(calendar_bytes("A", [], zone=zone)).walk("VTIMEZONE")
    assert written["TZID"] == zone
    assert [str(part["TZNAME"]) for part in written.walk("STANDARD")] == [name]


def test_a_text_can_smuggle_no_line() -> None:
    entry = series(title="A\r\nATTENDEE:mailto:x@y", text="satu\ndua\x00", place="B\nURL:x")
    text = entry_text(entry)
    assert "\nATTENDEE" not in text and "\nURL" not in text
    assert len(read(entry).walk("VEVENT")) == 1
