"""An iCalendar file's events as rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

from icalendar import Calendar

from egov.imports.faults import UnreadableFile, told

MAX_CALENDAR = 5_000_000  # bytes: a few thousand events


def read_calendar(stream: IO[bytes]) -> Iterator[tuple[int, dict[str, Any]]]:
    """The events of an iCalendar file, those that repeat before what differs of them.

    A value is a date, a moment, or a text; a rule as it is written; EXDATE a list of moments.
    """
    content = stream.read(MAX_CALENDAR + 1)
    if len(content) > MAX_CALENDAR:
        raise UnreadableFile("Berkas kalender ini lebih dari 5 MB. Bagi menjadi beberapa berkas.")
    sentence = "Berkas kalender ini rusak. Ekspor ulang sebagai .ics, lalu coba lagi."
    with told(sentence, ValueError, KeyError, IndexError, TypeError, RecursionError):
        parts = Calendar.from_ical(content, multiple=True)
        events = [event for part in parts for event in part.walk("VEVENT")]
        rows = [(number, _of_event(event)) for number, event in enumerate(events, start=1)]
    yield from sorted(rows, key=lambda row: "recurrence-id" in row[1])


def _of_event(event: Any) -> dict[str, Any]:
    row: dict[str, Any] = {}
    broken = {name for name, _ in event.errors}
    for name, value in event.property_items(recursive=False):
        key = name.lower()
        if name in ("BEGIN", "END", *broken):
            continue
        if key == "exdate":
            row.setdefault(key, []).extend(each.dt for each in value.dts)
        elif key == "rrule":
            row[key] = value.to_ical().decode()
        elif hasattr(value, "dt"):
            row[key] = value.dt
        else:
            row[key] = str(value)
            if "CN" in getattr(value, "params", {}):
                row[f"{key}-name"] = str(value.params["CN"])
    return row
