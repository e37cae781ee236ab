"""One way to write calendar entries (RFC 5545), for what people add to their own calendar.

An entry is written once, as the text of a VEVENT that may be kept; a calendar is many of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from icalendar import Calendar, Event, vGeo, vRecur

from egov.verbs.plain import plain

MEDIA_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//Portal Pemerintah Daerah//ID"
SEQUENCES = 2**31 - 1


@dataclass(frozen=True)
class Instance:
    """One of a series that lies elsewhere than its rule says.

    `place` and `title` where they differ.
    """

    original: datetime
    begins: datetime
    ends: datetime
    place: str = ""
    title: str = ""
    text: str = ""


@dataclass(frozen=True)
class Entry:
    """Something that happens. Moments are aware; `zone` is the IANA name they are written in.

    All-day: `ends` is the first moment after the last day. `rule` is an RRULE without its UNTIL,
    `until` the last moment of the series. `left_out` are beginnings of the rule that do not happen.
    `changed_at` is the last change, not now: else a calendar would never be the same twice.
    """

    uid: str
    sequence: int
    changed_at: datetime
    title: str
    begins: datetime
    ends: datetime
    zone: str
    all_day: bool = False
    text: str = ""
    place: str = ""
    point: tuple[float, float] | None = None  # latitude, longitude
    url: str = ""
    kind: str = ""
    cancelled: bool = False
    rule: str = ""
    until: datetime | None = None
    left_out: Sequence[datetime] = ()
    moved: Sequence[Instance] = field(default=())


def entry_text(entry: Entry) -> str:
    """The VEVENT of an entry, and after it one for each instance that lies elsewhere."""
    written = [_master(entry), *(_instance(entry, moved) for moved in entry.moved)]
    return "".join(event.to_ical().decode() for event in written)


def calendar_bytes(name: str, entries: Iterable[str], *, zone: str) -> bytes:
    """A calendar of entries that were written before."""
    head = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escaped(name)}",
        f"X-WR-TIMEZONE:{zone}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
    ]
    start = "\r\n".join(head) + "\r\n"
    return f"{start}{zone_text(zone)}{''.join(entries)}END:VCALENDAR\r\n".encode()


def calendar_response(content: bytes, name: str) -> HttpResponse:
    """A calendar as a file."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=MEDIA_TYPE, headers=headers)


@cache
def zone_text(zone: str) -> str:
    """The VTIMEZONE of one zone."""
    calendar = Calendar()
    example = Event()
    example.start = datetime(2020, 1, 1, tzinfo=ZoneInfo(zone))
    calendar.add_component(example)
    calendar.add_missing_timezones()
    return "".join(part.to_ical().decode() for part in calendar.walk("VTIMEZONE"))


def _master(entry: Entry) -> Event:
    event = _event(entry, entry.begins, entry.ends)
    if entry.rule:
        rule = vRecur.from_ical(entry.rule)
        if entry.until is not None:
            local = entry.until.astimezone(ZoneInfo(entry.zone))
            rule["UNTIL"] = [local.date() if entry.all_day else entry.until.astimezone(UTC)]
        event.add("rrule", rule)
    if entry.left_out:
        event.add("exdate", [_moment(entry, each) for each in entry.left_out])
    _describe(event, entry, title=entry.title, place=entry.place, text=entry.text)
    if entry.cancelled:
        event.add("status", "CANCELLED")
    return event


def _instance(entry: Entry, moved: Instance) -> Event:
    event = _event(entry, moved.begins, moved.ends)
    event.add("recurrence-id", _moment(entry, moved.original))
    _describe(
        event,
        entry,
        title=moved.title or entry.title,
        place=moved.place or entry.place,
        text=moved.text or entry.text,
    )
    if entry.cancelled:
        event.add("status", "CANCELLED")
    return event


def _event(entry: Entry, begins: datetime, ends: datetime) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", min(entry.sequence, SEQUENCES))
    event.add("dtstamp", entry.changed_at.astimezone(UTC).replace(microsecond=0))
    event.add("last-modified", entry.changed_at.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", _moment(entry, begins))
    event.add("dtend", _moment(entry, _after(entry, ends)))
    return event


def _after(entry: Entry, ends: datetime) -> datetime:
    """An all-day end is exclusive: one within a day means the next midnight."""
    local = ends.astimezone(ZoneInfo(entry.zone))
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(days=1) if entry.all_day and local != midnight else ends


def _moment(entry: Entry, moment: datetime) -> date | datetime:
    local = moment.astimezone(ZoneInfo(entry.zone)).replace(microsecond=0)
    return local.date() if entry.all_day else local


def _describe(event: Event, entry: Entry, *, title: str, place: str, text: str) -> None:
    event.add("summary", plain(title))
    if place:
        event.add("location", plain(place))
    if text:
        event.add("description", plain(text))
    if entry.point is not None:
        event.add("geo", vGeo(entry.point))
    if entry.url:
        event.add("url", entry.url)
    if entry.kind:
        event.add("categories", [plain(entry.kind)])


def _escaped(text: str) -> str:
    one_line = " ".join(plain(text).split())
    return one_line.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
