"""What every page tells: by two people, to an end, without a query."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from egov.verbs.refusal import Refusal
from news.domain import emergencies
from news.models import Emergency
from tests.news.conftest import HOUR, NOW
from tests.town import Town

GIVEN = {"heading": "Banjir", "sentence": "Hindari Jalan Contoh.", "link": "/agenda/"}


@pytest.fixture(autouse=True)
def _fresh_copy() -> Iterator[None]:
    emergencies.forget_copy()
    yield
    emergencies.forget_copy()


def write(town: Town, **changes: Any) -> Emergency:
    values = {**GIVEN, "ends_at": NOW + 5 * HOUR, "now": NOW, **changes}
    return emergencies.write_emergency(actor=town.staff["editor"], **values)


def confirmed(town: Town, capture: Any) -> Emergency:
    with capture(execute=True):
        return emergencies.confirm_emergency(
            actor=town.staff["planner"], emergency=write(town), now=NOW
        )


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"heading": " "}, "no_heading", "heading"),
        ({"sentence": "a" * 241}, "no_sentence", "sentence"),
        ({"link": "http://a.example"}, "bad_link", "link"),
        ({"ends_at": NOW + 73 * HOUR}, "bad_end", "ends_at"),
        ({"ends_at": NOW}, "bad_end", "ends_at"),
    ],
)
def test_what_is_refused(town: Town, changes: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        write(town, **changes)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_two_people(town: Town) -> None:
    row = write(town)
    for role, code in (("editor", "not_planner"), ("administrator", "not_planner")):
        with pytest.raises(Refusal) as refused:
            emergencies.confirm_emergency(actor=town.staff[role], emergency=row, now=NOW)
        assert refused.value.code == code
    by_one = {"confirmed_by": town.staff["editor"], "confirmed_at": NOW}
    with pytest.raises(IntegrityError, match="another_person_confirms"), transaction.atomic():
        Emergency.objects.update(**by_one)
    with pytest.raises(IntegrityError, match="three_days"), transaction.atomic():
        Emergency.objects.update(ends_at=NOW + timedelta(days=4))


def test_every_page_tells_it_until_its_end_without_a_query(
    town: Town, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    def queries(moment: Any) -> tuple[int, bool]:
        with time_machine.travel(moment, tick=False), CaptureQueriesContext(connection) as seen:
            answer = client.get("/kamus/")
        assert not answer.cookies
        return len(seen), "Hindari Jalan Contoh." in answer.content.decode()

    queries(NOW)
    before = queries(NOW)
    with time_machine.travel(NOW, tick=False):
        confirmed(town, django_capture_on_commit_callbacks)
    during = queries(NOW + HOUR / 2)
    after = queries(NOW + 5 * HOUR)
    assert [told for _, told in (before, during, after)] == [False, True, False]
    assert before[0] == during[0] == after[0]


def test_a_process_reads_the_shared_copy_anew_after_half_a_minute(
    town: Town, django_capture_on_commit_callbacks: Any
) -> None:
    assert emergencies.standing_now(NOW) == []
    with django_capture_on_commit_callbacks():  # another process confirms
        emergencies.confirm_emergency(actor=town.staff["planner"], emergency=write(town), now=NOW)
    emergencies.keep_standing(NOW)
    emergencies._copy.read_at = emergencies.time.monotonic() - 10
    assert emergencies.standing_now(NOW) == []
    emergencies._copy.read_at -= emergencies.COPIED
    assert [told.heading for told in emergencies.standing_now(NOW)] == ["Banjir"]


def test_it_is_ended_before_its_end(
    town: Town, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    row = confirmed(town, django_capture_on_commit_callbacks)
    with django_capture_on_commit_callbacks(execute=True):
        emergencies.end_emergency(actor=town.staff["planner"], emergency=row, now=NOW + HOUR)
    assert emergencies.standing_now(NOW + HOUR) == []
    with pytest.raises(Refusal) as refused:
        emergencies.end_emergency(actor=town.staff["planner"], emergency=row, now=NOW + HOUR)
    assert refused.value.code == "already_ended"
