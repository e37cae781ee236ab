"""Seats: one for one person, no more than there are, given back by who has them."""

from __future__ import annotations

import pytest
import time_machine
from django.utils import timezone

from egov.accounts.models import User
from egov.notices.models import Notice
from egov.notices.tasks import deliver_outbox
from egov.verbs.refusal import Refusal
from news.domain.changing import cancel_occurrences
from news.domain.signing_up import note_attendance, sign_up, withdraw
from news.models import Occurrence, SignUp
from tests.news.conftest import HOUR, NOW, TUESDAY, edit, record
from tests.threads import in_threads
from tests.town import Town


def event_with(town: Town, seats: int | None = 1) -> Occurrence:
    return record(town, capacity=seats).occurrences.get()


def test_a_seat_is_taken_once_and_given_back(town: Town) -> None:
    occurrence = event_with(town)
    first = sign_up(actor=town.citizen, occurrence=occurrence, now=NOW)
    assert sign_up(actor=town.citizen, occurrence=occurrence, now=NOW) == first
    withdraw(actor=town.citizen, occurrence=occurrence, now=NOW)
    sign_up(actor=town.neighbour, occurrence=occurrence, now=NOW)
    assert SignUp.objects.standing().count() == 1


def refusal(town: Town, what: str) -> str:
    occurrence = event_with(town, None if what == "none" else 1)
    now = TUESDAY + HOUR if what == "late" else NOW
    if what == "full":
        sign_up(actor=town.neighbour, occurrence=occurrence, now=NOW)
    if what == "cancelled":
        cancel_occurrences(
            actor=town.staff["editor"], occurrence=occurrence, extent="one", reason="x", now=NOW
        )
    act = withdraw if what == "twice" else sign_up
    with pytest.raises(Refusal) as refused:
        act(actor=town.citizen, occurrence=occurrence, now=now)
    return refused.value.code


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ("full", "event_full"),
        ("late", "event_begun"),
        ("none", "no_sign_up"),
        ("cancelled", "event_cancelled"),
        ("twice", "not_signed_up"),
    ],
)
def test_no_seat(town: Town, what: str, code: str) -> None:
    assert refusal(town, what) == code


def test_who_stands_in_line_moves_up_and_is_told(town: Town) -> None:
    occurrence = event_with(town)
    people = (town.citizen, town.neighbour, town.stranger)
    how = {"occurrence": occurrence, "now": NOW}
    rows = [sign_up(actor=person, wait=True, **how) for person in people]
    assert [row.waiting for row in rows] == [False, True, True]
    with pytest.raises(Refusal) as refused:
        note_attendance(actor=town.staff["editor"], signed_up=rows[1], now=NOW)
    assert refused.value.code == "still_waiting"
    withdraw(actor=town.citizen, **how)
    assert [row.user for row in SignUp.objects.seated()] == [town.neighbour]
    edit(town.staff["editor"], occurrence.event, capacity=2)
    assert SignUp.objects.seated().count() == 2
    with time_machine.travel(NOW, tick=False):
        deliver_outbox()
    told = Notice.objects.filter(subject="Anda mendapat tempat")
    assert {notice.user for notice in told} == {town.neighbour, town.stranger}


def test_who_came_is_noted_by_who_keeps_the_event(town: Town) -> None:
    row = sign_up(actor=town.citizen, occurrence=event_with(town), now=NOW)
    with pytest.raises(Refusal) as refused:
        note_attendance(actor=town.citizen, signed_up=row, now=NOW)
    assert refused.value.code == "not_your_agency"
    assert note_attendance(actor=town.staff["editor"], signed_up=row, now=NOW).attended_at == NOW


def test_two_at_once_for_the_last_seat(committed_town: Town) -> None:
    occurrence = event_with(committed_town)
    people = [committed_town.citizen, committed_town.neighbour]
    now = min(timezone.now(), NOW)

    def take(person: User) -> str:
        try:
            sign_up(actor=person, occurrence=occurrence, now=now)
        except Refusal as full:
            return full.code
        return "taken"

    assert sorted(in_threads(take, people, 2)) == ["event_full", "taken"]
    assert SignUp.objects.count() == 1
