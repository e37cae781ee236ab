"""Stages of musrenbang stand in the agenda by themselves; a moved one is another version."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test import Client
from django.utils import timezone

from egov.verbs.refusal import Refusal
from musrenbang.models import Stage
from news.domain.changing import cancel_occurrences
from news.domain.pulling import pull_all
from news.models import Event
from news.tasks import pull_agenda
from tests.town import Town


@pytest.fixture
def stages(town: Town) -> list[Stage]:
    pull_all(timezone.now())
    return list(Stage.objects.order_by("id"))


def event_of(stage: Stage) -> Event:
    return Event.objects.get(source="musrenbang", source_key=f"musrenbang-{stage.pk}")


def move(stage: Stage, days: int) -> None:
    window = stage.window
    shift = timedelta(days=days)
    stage.window = DateTimeTZRange(window.lower + shift, window.upper + shift)
    stage.save()


def pull_later() -> tuple[int, datetime]:
    now = timezone.now() + timedelta(minutes=1)
    return pull_all(now), now


def test_each_stage_is_a_row_and_reading_again_writes_nothing(stages: list[Stage]) -> None:
    assert Event.objects.filter(kind="musrenbang").count() == len(stages) > 3
    event = event_of(stages[0])
    assert (event.begins_at, event.ends_at) == (stages[0].opens, stages[0].closes)
    assert "BEGIN:VEVENT" in event.entry
    assert pull_later()[0] == 0


def test_a_moved_stage_is_another_version_of_the_same_event(stages: list[Stage]) -> None:
    before = event_of(stages[0])
    move(stages[0], 7)
    written, now = pull_later()
    after = event_of(stages[0])
    assert written == 1
    assert (after.pk, after.uid, after.sequence) == (before.pk, before.uid, before.sequence + 1)
    assert after.changed_at == now
    assert after.occurrences.get().begins_at == stages[0].opens


def test_a_stage_that_is_gone_is_cancelled_and_comes_back(stages: list[Stage]) -> None:
    stage = stages[-1]
    key = stage.pk
    stage.delete()
    pull_later()
    stage.pk = key
    event = event_of(stage)
    assert event.cancelled_at is not None and event.sequence == 1
    assert "STATUS:CANCELLED" in event.entry
    assert event.occurrences.get().cancelled
    stage.save(force_insert=True)
    pull_later()
    event.refresh_from_db()
    assert (event.cancelled_at, event.sequence) == (None, 2)
    assert not event.occurrences.get().cancelled


def test_a_saved_stage_asks_the_agenda_to_read_again(
    stages: list[Stage], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        move(stages[0], 1)
    assert ("news.tasks.pull_agenda",) in [getattr(each, "args", None) for each in callbacks]
    assert pull_agenda() == 1


def test_it_is_changed_where_it_comes_from(town: Town, stages: list[Stage]) -> None:
    occurrence = event_of(stages[0]).occurrences.get()
    with pytest.raises(Refusal) as refused:
        cancel_occurrences(
            actor=town.staff["editor"],
            occurrence=occurrence,
            extent="one",
            reason="x",
            now=timezone.now(),
        )
    assert refused.value.code == "pulled_event"


def test_the_feed_of_musrenbang_is_that_of_its_stages(client: Client, stages: list[Stage]) -> None:
    text = client.get("/agenda.ics?jenis=musrenbang").content.decode()
    assert text.count("BEGIN:VEVENT") == len(stages)
