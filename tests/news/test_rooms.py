"""Rooms: one event at a time, by every way; given back by what moves or is cancelled."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from egov.verbs.refusal import NotAllowed, Refusal
from news.domain.changing import (
    Change,
    cancel_occurrences,
    change_occurrences,
    reinstate_occurrences,
)
from news.domain.repeating import Repeat
from news.domain.rooms import close_room, record_room, reopen_room
from news.models import Occurrence, Room
from tests.news.conftest import HOUR, NOW, TUESDAY, edit, record
from tests.threads import in_threads
from tests.town import Town, client_of

DAY = timedelta(days=1)


def hall(town: Town, name: str = "Aula", who: str = "editor") -> Room:
    how = {"name": name, "place": "Jalan Contoh 1", "capacity": 40, "now": NOW}
    return record_room(actor=town.staff[who], agency=town.agency, **how)


def refused(act: Any, *args: Any, **how: Any) -> str:
    with pytest.raises(Refusal) as refusal, transaction.atomic():
        act(*args, **how)
    return refusal.value.code


def test_two_events_do_not_meet_in_a_room(town: Town) -> None:
    room = hall(town)
    first = record(town, room=room, place="", audience="internal")
    assert first.place == "Aula, Jalan Contoh 1"
    with pytest.raises(Refusal, match="acara lain") as refusal:
        record(town, "k2", room=room, begins_at=TUESDAY + HOUR)
    assert (refusal.value.code, refusal.value.field) == ("room_taken", "room")
    after = {"begins_at": TUESDAY + 2 * HOUR, "ends_at": TUESDAY + 3 * HOUR}
    second = record(town, "k3", room=room, **after)
    clash = Occurrence.objects.filter(event=second)
    with pytest.raises(IntegrityError, match="room_booked_once"), transaction.atomic():
        clash.update(begins_at=TUESDAY + HOUR)


def test_what_moves_or_is_cancelled_gives_its_room_back(town: Town) -> None:
    room = hall(town)
    event = record(town, room=room, repeat=Repeat("DAILY", count=3))
    times = list(event.occurrences.order_by("begins_at"))
    how = {"actor": town.staff["editor"], "reason": "Hujan", "now": NOW}
    change = Change(times[0].begins_at + DAY)  # onto its own next day, and so on
    change_occurrences(occurrence=times[0], extent="all", change=change, **how)
    change_occurrences(occurrence=times[2], extent="one", change=Change(place="Lapangan"), **how)
    cancel_occurrences(occurrence=times[1], extent="one", **how)
    booked = event.occurrences.filter(room=room, cancelled_at=None)
    assert [row.begins_at for row in booked] == [TUESDAY + DAY]
    other = record(town, "k2", room=room, begins_at=TUESDAY + 2 * DAY, ends_at=TUESDAY + 3 * DAY)
    back = {"occurrence": times[1], "extent": "one", **how}
    assert refused(reinstate_occurrences, **back) == "room_taken"
    other = edit(town.staff["editor"], other, room=None, place="Taman")
    assert len(reinstate_occurrences(**back)) == 1
    assert refused(edit, town.staff["editor"], other, room=room) == "room_taken"


def test_who_keeps_rooms_and_what_is_refused(town: Town) -> None:
    room = hall(town, who="contributor")
    assert refused(hall, town, "aula") == "room_name_taken"
    assert refused(hall, town, " ") == "no_name"
    assert refused(record, town, room=room, capacity=41) == "over_room"
    for person in (town.far["contributor"], town.staff["lurah"], town.citizen):
        with pytest.raises(NotAllowed):
            close_room(actor=person, room=room, now=NOW)
    booked = record(town, "booked", room=room)
    close_room(actor=town.staff["contributor"], room=room, now=NOW)
    assert refused(record, town, room=room) == "room_closed"
    assert edit(town.staff["editor"], booked, title="Lain").room == room
    assert refused(close_room, actor=town.staff["editor"], room=room, now=NOW) == "room_closed"
    reopen_room(actor=town.staff["editor"], room=room)
    assert refused(reopen_room, actor=town.staff["editor"], room=room) == "room_open"


def test_a_room_tells_when_it_is_booked_and_not_for_what(town: Town) -> None:
    room = hall(town)
    begins = {"begins_at": TUESDAY + 365 * DAY, "ends_at": TUESDAY + 365 * DAY + HOUR}
    record(town, room=room, agency=town.other_agency, audience="internal", title="Rapat", **begins)
    pages = {
        who: client_of(town.staff[who]).get(f"/admin/news/room/{room.pk}/change/").content.decode()
        for who in ("contributor", "editor")
    }
    assert "acara lain" in pages["contributor"] and "Rapat" not in pages["contributor"]
    assert "<dd>Rapat" in pages["editor"].replace("\n", "").replace("  ", "")


def test_two_at_once_book_the_same_hour(committed_town: Town) -> None:
    room = hall(committed_town)

    def book(key: str) -> str:
        try:
            record(committed_town, key, room=room)
        except Refusal as taken:
            return taken.code
        return "booked"

    assert sorted(in_threads(book, ["a", "b"], 2)) == ["booked", "room_taken"]
