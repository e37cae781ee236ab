"""What ended a regulation or a pasal is told exactly where its force has ended."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from egov.accounts.models import User
from regulations.domain.law.states import ended_by, force_of
from regulations.models import LegalEvent, Provision, Regulation
from regulations.vocabulary import AmendmentKind, EventKind, Force
from tests.regulations.factories import TODAY, make, pasal

SINCE = date(2021, 6, 1)


@pytest.fixture
def law(officer: User) -> Regulation:
    return make("perda", "1", 2018)


def event(
    law: Regulation, kind: str, part: Provision | None = None, on: date = SINCE, amendment: str = ""
) -> LegalEvent:
    number = str(LegalEvent.objects.count() + 2)
    source = None if kind == EventKind.ANNULS else make("perda", number, 2021)
    return LegalEvent.objects.create(
        kind=kind,
        source=source,
        target=law,
        provision=part,
        takes_effect_on=on,
        amendment=amendment,
    )


@pytest.mark.parametrize("kind", [EventKind.REPEALS, EventKind.WITHDRAWS, EventKind.ANNULS])
def test_the_end_of_a_regulation_is_told_with_all_its_pasal(law: Regulation, kind: str) -> None:
    part = pasal(law, 1)
    end = event(law, kind)
    assert [ended_by(law, TODAY), ended_by(law, TODAY, part)] == [end, end]
    assert [force_of(law, TODAY), force_of(law, TODAY, part)] == [Force.ENDED, Force.ENDED]
    before = SINCE - timedelta(days=1)
    assert [ended_by(law, before), ended_by(law, before, part)] == [None, None]


@pytest.mark.parametrize(
    "kind", [EventKind.REPEALS, EventKind.REPEALS_PART, EventKind.WITHDRAWS, EventKind.ANNULS]
)
def test_the_end_of_one_pasal_is_no_end_of_the_others(law: Regulation, kind: str) -> None:
    part, other = pasal(law, 1), pasal(law, 2)
    end = event(law, kind, part)
    told = [ended_by(law, TODAY, part), ended_by(law, TODAY, other), ended_by(law, TODAY)]
    assert told == [end, None, None]
    assert [force_of(law, TODAY, part), force_of(law, TODAY, other), force_of(law, TODAY)] == [
        Force.ENDED,
        Force.IN_FORCE,
        Force.PARTLY,
    ]


def test_a_deleted_pasal_has_ended_by_its_amendment(law: Regulation) -> None:
    part = pasal(law, 1)
    end = event(law, EventKind.AMENDS, part, amendment=AmendmentKind.DELETES)
    assert (ended_by(law, TODAY, part), force_of(law, TODAY, part)) == (end, Force.ENDED)


@pytest.mark.parametrize("kind", [EventKind.AMENDS, EventKind.COMMENCES, EventKind.IMPLEMENTS])
def test_what_ends_nothing_is_never_told(law: Regulation, kind: str) -> None:
    event(law, kind)
    assert ended_by(law, TODAY) is None


def test_the_end_of_the_whole_is_told_before_that_of_the_pasal(law: Regulation) -> None:
    part = pasal(law, 1)
    event(law, EventKind.REPEALS_PART, part, date(2020, 1, 1))
    whole = event(law, EventKind.ANNULS)
    assert ended_by(law, TODAY, part) == whole


def test_an_end_is_told_exactly_where_force_has_ended(law: Regulation) -> None:
    rng = random.Random(8)
    laws = [law, *(make("perda", str(100 + n), 2000 + n) for n in range(8))]
    parts = {row.pk: [pasal(row, 1), pasal(row, 2)] for row in laws}
    for _ in range(70):
        target = rng.choice(laws)
        kind = rng.choice([k for k in EventKind if k != EventKind.COMMENCES])
        part = rng.choice([None, *parts[target.pk]])
        words = AmendmentKind.values if kind == EventKind.AMENDS and part else [""]
        LegalEvent.objects.get_or_create(
            kind=kind,
            source=None
            if kind == EventKind.ANNULS
            else rng.choice([row for row in laws if row != target]),
            target=target,
            provision=part,
            takes_effect_on=date(2000, 1, 1) + timedelta(days=rng.randint(0, 8000)),
            defaults={"amendment": rng.choice(words)},
        )
    ends = stands = 0
    rows = list(Regulation.objects.filter(pk__in=parts).prefetch_related("changes__source"))
    for row in rows:
        for part in (None, *parts[row.pk]):
            for day in range(0, 8400, 700):
                on = date(2000, 1, 1) + timedelta(days=day)
                end = ended_by(row, on, part)
                ended = force_of(row, on, part) == Force.ENDED
                assert (end is not None) == ended, (row, part, on)
                assert end is None or end.takes_effect_on <= on
                ends, stands = ends + ended, stands + (not ended)
    assert min(ends, stands) > 30  # it asked both
