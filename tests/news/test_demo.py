"""The example agenda comes through the verbs, and says of itself that it is one."""

from __future__ import annotations

import pytest

from news.demo.agenda import is_empty, make_agenda
from news.demo.visits import make_visits, no_visits
from news.models import Event, Occurrence, Visit
from news.procedure import VisitState
from tests.factories.agencies import AgencyFactory
from tests.town import Town


def test_forty_events_of_every_kind(town: Town) -> None:
    assert is_empty()
    make_agenda()
    own = Event.objects.filter(source="")
    assert own.count() == 40
    assert {event.audience for event in own} == {"public", "invited", "internal"}
    assert [event.title for event in own if "(contoh)" not in event.title] == []
    assert own.exclude(capacity=None).exists() and own.exclude(rule="").count() == 1
    assert Occurrence.objects.exclude(room=None).count() == 3


@pytest.mark.django_db
def test_a_visit_in_each_state() -> None:
    AgencyFactory(code="diskominfo")
    assert no_visits()
    make_visits()
    states = [visit.state for visit in Visit.objects.with_state()]
    assert sorted(states) == sorted(VisitState.values)
    assert not no_visits()
