"""What was recorded becomes different: edited, moved, cancelled, reinstated. Each says why."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.db.models import Count

from egov.accounts.models import User
from egov.areas.models import Area
from egov.verbs.outbox import publish
from egov.verbs.permission import require
from egov.verbs.plain import plain
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.verb import verb
from news.domain.entries import write_entry
from news.domain.events import check_event, check_room, check_times, check_years
from news.domain.rooms import booking
from news.domain.signing_up import move_up
from news.domain.wording import one_line, reason_of
from news.models import Event, Occurrence, Room, SignUp
from news.vocabulary import Extent

MOVED = ["begins_at", "ends_at", "moved_to", "room", "change_note"]


@dataclass(frozen=True)
class Change:
    """What becomes different of an event; None stays as it is. Times shift every one by as much."""

    begins_at: datetime | None = None  # of the occurrence that was chosen
    ends_at: datetime | None = None
    place: str | None = None


@dataclass(frozen=True)
class EventText:
    """What may be written anew of an event that was recorded."""

    title: str
    text: str
    audience: str
    area: Area | None
    place: str
    link: str
    capacity: int | None
    room: Room | None


def _chosen(occurrence: Occurrence, extent: str, *, cancelled: bool = False) -> list[Occurrence]:
    """The occurrences that a change is for: those that stand, or those that were cancelled."""
    rows = Occurrence.objects.filter(event=occurrence.event_id)
    rows = rows.filter(cancelled_at__isnull=not cancelled)
    if extent == Extent.ONE:
        rows = rows.filter(pk=occurrence.pk)
    elif extent == Extent.FOLLOWING:
        rows = rows.filter(original_at__gte=occurrence.original_at)
    elif extent != Extent.ALL:
        raise Invalid("unknown_extent", "Pilih berapa banyak yang diubah.", field="extent")
    return list(rows.order_by("original_at"))


@verb
def change_occurrences(
    *,
    actor: User,
    occurrence: Occurrence,
    extent: str,
    change: Change,
    reason: str,
    now: datetime,
) -> list[Occurrence]:
    """Moves one occurrence, it and those that follow, or all. The registered are told."""
    event = _locked(actor, occurrence.event)
    reason = reason_of(reason)
    occurrence = Occurrence.objects.get(pk=occurrence.pk, event=event)
    begins = change.begins_at or occurrence.begins_at
    ends = change.ends_at or begins + (occurrence.ends_at - occurrence.begins_at)
    check_years(begins, ends)
    check_times(begins, ends)
    place = occurrence.moved_to if change.place is None else one_line(change.place)
    shift, length = begins - occurrence.begins_at, ends - begins
    same_time = not shift and length == occurrence.ends_at - occurrence.begins_at
    if same_time and place in (occurrence.place, occurrence.moved_to):
        sentence = "Belum ada yang berubah: ubah waktu atau tempatnya."
        raise Invalid("nothing_changed", sentence, field="begins_at")
    rows = _chosen(occurrence, extent)
    if not rows:
        raise Refusal("already_cancelled", "Acara ini sudah dibatalkan.")
    for row in rows:
        row.begins_at = row.begins_at + shift
        row.ends_at = row.begins_at + length
        row.moved_to = "" if place == event.place else place
        row.room = None if row.moved_to else event.room
        row.change_note = reason
    with booking(rows):
        Occurrence.objects.bulk_update(rows, MOVED)
    write_entry(event, now)
    _tell(rows, "changed")
    return rows


@verb
def cancel_occurrences(
    *, actor: User, occurrence: Occurrence, extent: str, reason: str, now: datetime
) -> list[Occurrence]:
    """Cancels one occurrence, it and those that follow, or the whole event."""
    event = _locked(actor, occurrence.event)
    reason = reason_of(reason)
    rows = _chosen(occurrence, extent)
    if not rows:
        raise Refusal("already_cancelled", "Acara ini sudah dibatalkan.")
    keys = [row.pk for row in rows]
    cancelled = {"cancelled_at": now, "cancelled_by": actor, "cancel_reason": reason}
    Occurrence.objects.filter(pk__in=keys).update(**cancelled)
    if not event.occurrences.filter(cancelled_at=None).exists():
        _keep_cancelled(event, **cancelled)
    write_entry(event, now)
    _tell(rows, "cancelled")
    return rows


@verb
def reinstate_occurrences(
    *, actor: User, occurrence: Occurrence, extent: str, reason: str, now: datetime
) -> list[Occurrence]:
    """Takes a cancel back: they happen as they were planned. The registered are told."""
    event = _locked(actor, occurrence.event)
    reason = reason_of(reason)
    rows = _chosen(occurrence, extent, cancelled=True)
    if not rows:
        raise Refusal("not_cancelled", "Waktu ini tidak sedang dibatalkan.")
    keys = [row.pk for row in rows]
    standing = {"cancelled_at": None, "cancelled_by": None, "cancel_reason": ""}
    with booking(rows):
        Occurrence.objects.filter(pk__in=keys).update(**standing, change_note=reason)
    _keep_cancelled(event, **standing)
    write_entry(event, now)
    _tell(rows, "reinstated")
    return rows


def _keep_cancelled(event: Event, **columns: Any) -> None:
    for name, value in columns.items():
        setattr(event, name, value)
    event.save(update_fields=list(columns))


@verb
def edit_event(
    *, actor: User, event: Event, content: EventText, seen: int, reason: str, now: datetime
) -> Event:
    """Writes anew what an event says. `seen` is its sequence as the writer has read it."""
    row = _locked(actor, event)
    if row.sequence != seen:
        sentence = (
            "Acara ini baru saja diubah orang lain. Salin tulisan Anda, muat ulang halaman, "
            "lalu gabungkan."
        )
        raise Refusal("changed_meanwhile", sentence)
    reason, room = reason_of(reason), row.room_id
    if not _write(row, content):
        raise Invalid("nothing_changed", "Belum ada yang berubah.", field="title")
    row.place = row.place or (str(row.room) if row.room else "")
    check_event(row)
    check_room(row, chosen=row.room_id != room)
    coming = row.occurrences.filter(begins_at__gt=now).select_for_update(of=("self",))
    times = list(coming.order_by("pk"))
    _check_seats(row, times)
    _book(row, [time for time in times if not time.moved_to and not time.cancelled])
    row.change_note = reason
    row.save()
    for time in times:
        time.event = row
        move_up(time, now)
    write_entry(row, now)
    if row.occurrences.filter(sign_ups__withdrawn_at=None, sign_ups__isnull=False).exists():
        publish("event.edited", {"event": row.pk})
    return row


def _write(event: Event, content: EventText) -> bool:
    """Puts the content into the row. Whether anything is different."""
    before = [getattr(event, field.name) for field in fields(content)]
    for field in fields(content):
        setattr(event, field.name, getattr(content, field.name))
    event.title, event.place = one_line(content.title), one_line(content.place)
    event.text, event.link = plain(content.text).strip(), content.link.strip()
    return before != [getattr(event, field.name) for field in fields(content)]


def _check_seats(event: Event, times: list[Occurrence]) -> None:
    """Nobody who has a seat loses it by an edit."""
    if event.capacity is None:
        return
    taken = SignUp.objects.seated().filter(occurrence__in=times).values("occurrence")
    most = max(taken.annotate(count=Count("pk")).values_list("count", flat=True), default=0)
    if most > event.capacity:
        sentence = f"Sudah {most} orang terdaftar. Tulis paling sedikit {most}."
        raise Invalid("seats_taken", sentence, field="capacity")


def _book(event: Event, times: list[Occurrence]) -> None:
    """The room of the event for what is still to come of it."""
    changed = [time for time in times if time.room_id != event.room_id]
    for time in changed:
        time.room = event.room
    with booking(changed):
        Occurrence.objects.bulk_update(changed, ["room"])


def _locked(actor: User, event: Event) -> Event:
    row = Event.objects.select_for_update(of=("self",), no_key=True).get(pk=event.pk)
    require(actor, "news.keep_event", row)
    if row.pulled:
        sentence = "Acara ini mengikuti jadwal aslinya. Ubah di sana; agenda ikut sendiri."
        raise Refusal("pulled_event", sentence)
    return row


def _tell(rows: list[Occurrence], what: str) -> None:
    """Those who signed up to a coming one hear of it."""
    keys = SignUp.objects.standing().filter(occurrence__in=rows)
    for occurrence in keys.order_by("occurrence").values_list("occurrence", flat=True).distinct():
        publish("event.changed", {"occurrence": occurrence, "what": what})
