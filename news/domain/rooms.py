"""Rooms: recorded, closed, opened again, and booked by one event at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.db import IntegrityError, transaction

from egov.accounts.models import User
from egov.agencies.models import Agency
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.verb import verb
from egov.web.templatetags.portal import moment
from news.domain.wording import one_line
from news.models import Occurrence, Room

BOOKED_ONCE = "room_booked_once"  # the constraint that decides between two at once


@verb
def record_room(
    *, actor: User, agency: Agency, name: str, place: str, capacity: int, now: datetime
) -> Room:
    """Writes a room that events can be held in."""
    room = Room(agency=agency, name=one_line(name), place=one_line(place), capacity=capacity)
    require(actor, "news.keep_room", room)
    for field, longest in (("name", 80), ("place", 110)):
        if len(getattr(room, field)) > longest:
            raise Invalid("too_long", f"Tulis paling banyak {longest} huruf.", field=field)
    if not room.name:
        raise Invalid("no_name", "Tulis nama ruang.", field="name")
    if not 0 < capacity <= 100_000:
        raise Invalid("bad_capacity", "Tulis banyaknya tempat, 1 sampai 100.000.", field="capacity")
    _require_name_free(room)
    room.recorded_by, room.recorded_at = actor, now
    room.save()
    return room


def _require_name_free(room: Room) -> None:
    same = Room.objects.open().filter(agency=room.agency, name__iexact=room.name)
    if same.exclude(pk=room.pk).exists():
        sentence = "Perangkat daerah ini sudah punya ruang bernama itu. Pakai nama lain."
        raise Invalid("room_name_taken", sentence, field="name")


def _locked(actor: User, room: Room) -> Room:
    row = Room.objects.select_for_update(of=("self",), no_key=True).get(pk=room.pk)
    require(actor, "news.keep_room", row)
    return row


@verb
def close_room(*, actor: User, room: Room, now: datetime) -> Room:
    """It is booked no more; what is booked stays."""
    row = _locked(actor, room)
    if row.closed_at is not None:
        raise Refusal("room_closed", "Ruang ini sudah ditutup.")
    row.closed_at = now
    row.save(update_fields=["closed_at"])
    return row


@verb
def reopen_room(*, actor: User, room: Room) -> Room:
    """The way back of closing."""
    row = _locked(actor, room)
    if row.closed_at is None:
        raise Refusal("room_open", "Ruang ini tidak sedang ditutup.")
    _require_name_free(row)
    row.closed_at = None
    row.save(update_fields=["closed_at"])
    return row


@contextmanager
def booking(rows: Sequence[Occurrence]) -> Iterator[None]:
    """Around what writes occurrences with their rooms. Raises Invalid where one is taken."""
    _require_free([row for row in rows if row.room_id is not None])
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        broken = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
        if broken != BOOKED_ONCE:
            raise
        sentence = "Ruang ini sudah dipakai pada waktu itu. Pilih ruang atau waktu lain."
        raise Invalid("room_taken", sentence, field="room") from None


def _require_free(rows: Sequence[Occurrence]) -> None:
    """Names the first that is in the way: one query, whatever their number."""
    if not rows:
        return
    begin, end = min(row.begins_at for row in rows), max(row.ends_at for row in rows)
    others = Occurrence.objects.between(begin, end).filter(cancelled_at=None)
    others = others.filter(room__in={row.room_id for row in rows})
    others = others.exclude(pk__in=[row.pk for row in rows if row.pk])
    for other in others.select_related("event", "room").order_by("begins_at"):
        if any(_meet(row, other) for row in rows):
            what = other.event.title if other.event.is_public else "acara lain"
            sentence = (
                f"{other.room} sudah dipakai {moment(other.begins_at)} ({what}). "
                "Pilih ruang atau waktu lain."
            )
            raise Invalid("room_taken", sentence, field="room")


def _meet(row: Occurrence, other: Occurrence) -> bool:
    overlaps = row.begins_at < other.ends_at and other.begins_at < row.ends_at
    return row.room_id == other.room_id and overlaps
