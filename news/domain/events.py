"""Events: recorded with all their occurrences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from egov.accounts.models import User
from egov.agencies.models import Agency
from egov.areas.models import Area
from egov.verbs.idempotency import reserve_key
from egov.verbs.permission import require
from egov.verbs.plain import plain
from egov.verbs.refusal import Invalid
from egov.verbs.verb import verb
from egov.web.html import is_allowed_link
from news.domain.entries import write_entry
from news.domain.repeating import Repeat, day_after, series_of
from news.domain.rooms import booking
from news.domain.wording import one_line
from news.models import Event, Occurrence, Room
from news.vocabulary import PULLED_KINDS, Audience, EventKind

YEARS = range(2000, 2101)
LONGEST = timedelta(days=62)  # of one occurrence: what lasts longer is no event


@dataclass(frozen=True)
class EventContent:
    """What an event says. Moments are aware; of a whole day `ends_at` lies on its last day."""

    title: str
    agency: Agency
    kind: str
    begins_at: datetime
    ends_at: datetime
    text: str = ""
    audience: str = Audience.PUBLIC
    area: Area | None = None
    place: str = ""
    latitude: float | None = None
    longitude: float | None = None
    link: str = ""
    capacity: int | None = None
    all_day: bool = False
    repeat: Repeat | None = None
    room: Room | None = None


@verb
def record_event(
    *, actor: User, content: EventContent, key: str, now: datetime, uid: UUID | None = None
) -> Event:
    """Writes the event and all its occurrences, once per (actor, key).

    `uid`: of one that another calendar knows already.
    """
    check_years(content.begins_at, content.ends_at)
    event = _event(content)
    event.uid = uid or event.uid
    require(actor, "news.keep_event", event)
    slot = reserve_key(verb="news.record_event", actor_id=actor.pk, key=key)
    if slot.result:
        return Event.objects.get(pk=slot.result)
    check_event(event)
    check_room(event)
    series = series_of(event.begins_at, content.repeat)
    event.rule, event.recorded_by, event.recorded_at = series.rule, actor, now
    event.rule_ends_at = series.begins[-1] if series.rule else None
    event.save()
    length = event.ends_at - event.begins_at
    shared = {"event": event, "room": event.room}
    rows = [
        Occurrence(original_at=begins, begins_at=begins, ends_at=begins + length, **shared)
        for begins in series.begins
    ]
    with booking(rows):
        Occurrence.objects.bulk_create(rows)
    write_entry(event, now, changed=False)
    slot.complete_key(str(event.pk))
    return event


def _event(content: EventContent) -> Event:
    """The row that a content makes, its texts on one line where they are one."""
    begins, ends = content.begins_at, content.ends_at
    if content.all_day:
        begins = timezone.localtime(begins).replace(hour=0, minute=0, second=0, microsecond=0)
        ends = day_after(ends)
    return Event(
        title=one_line(content.title),
        text=plain(content.text).strip(),
        agency=content.agency,
        kind=content.kind,
        audience=content.audience,
        area=content.area,
        place=one_line(content.place) or (str(content.room) if content.room else ""),
        room=content.room,
        latitude=content.latitude,
        longitude=content.longitude,
        link=content.link.strip(),
        capacity=content.capacity,
        all_day=content.all_day,
        begins_at=begins,
        ends_at=ends,
    )


def check_event(event: Event) -> None:
    """Raises Invalid where a value fits nowhere."""
    if not event.title:
        raise Invalid("no_title", "Tulis nama acara.", field="title")
    for name, longest in (("title", 150), ("place", 200)):
        if len(getattr(event, name)) > longest:
            raise Invalid("too_long", f"Tulis paling banyak {longest} huruf.", field=name)
    if event.kind not in EventKind.values or event.kind in PULLED_KINDS:
        sentence = "Pilih jenis acara; musrenbang dan kunjungan datang dari jadwalnya sendiri."
        raise Invalid("unknown_kind", sentence, field="kind")
    if event.audience not in Audience.values:
        raise Invalid("unknown_audience", "Pilih untuk siapa acara ini.", field="audience")
    if event.link and not is_allowed_link(event.link):
        sentence = "Tulis tautan yang diawali https:// atau alamat di portal ini, contoh /usulan/."
        raise Invalid("bad_link", sentence, field="link")
    if (event.latitude is None) != (event.longitude is None):
        raise Invalid("half_a_point", "Isi lintang dan bujur, atau kosongkan.", field="longitude")
    for name, most in (("latitude", 90), ("longitude", 180)):
        value = getattr(event, name)
        if value is not None and not -most <= value <= most:
            raise Invalid("bad_point", f"Tulis angka dari -{most} sampai {most}.", field=name)
    if event.capacity is not None and not 0 < event.capacity <= 100_000:
        raise Invalid("bad_capacity", "Tulis banyaknya tempat, 1 sampai 100.000.", field="capacity")
    check_times(event.begins_at, event.ends_at)


def check_room(event: Event, *, chosen: bool = True) -> None:
    """`chosen`: the room was chosen now; one that was booked before it was closed stays."""
    room = Room.objects.filter(pk=event.room_id).first() if event.room_id else None
    if room is None:
        return
    if chosen and room.closed_at is not None:
        raise Invalid("room_closed", "Ruang ini sudah ditutup. Pilih ruang lain.", field="room")
    if event.capacity is not None and event.capacity > room.capacity:
        sentence = f"Ruang ini untuk {room.capacity} orang. Kurangi, atau pilih ruang lain."
        raise Invalid("over_room", sentence, field="capacity")


def check_years(begins: datetime, ends: datetime) -> None:
    """Before anything is reckoned with them: no zone knows the year 1."""
    for name, moment in (("begins_at", begins), ("ends_at", ends)):
        if moment.year not in YEARS:
            raise Invalid("bad_year", "Tulis tahun antara 2000 dan 2100.", field=name)


def check_times(begins: datetime, ends: datetime) -> None:
    if ends <= begins:
        sentence = "Selesai harus sesudah mulai. Periksa tanggal dan jamnya."
        raise Invalid("ends_before_begins", sentence, field="ends_at")
    if ends - begins > LONGEST:
        sentence = "Satu acara paling lama 62 hari. Pakai pengulangan, atau pecah menjadi beberapa."
        raise Invalid("event_too_long", sentence, field="ends_at")
