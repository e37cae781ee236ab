"""Force on a day, and the numbered rules of law-making."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from egov.accounts.models import User
from egov.verbs.refusal import Refusal
from regulations.domain.law.events import record_event
from regulations.domain.law.states import force_of
from regulations.domain.registry import load_kinds
from regulations.models import LegalEvent, Regulation
from regulations.vocabulary import EventKind, Force
from tests.regulations.factories import TODAY, make, pasal
from tests.town import Town

# -- force on a day ------------------------------------------------------------------


def test_three_dates_of_perwali_68_2021(officer: User) -> None:
    r = make(
        "perwali",
        "68",
        2021,
        enacted_on=date(2021, 9, 21),
        promulgated_on=date(2021, 9, 21),
        commences_on=date(2022, 1, 1),
    )
    old = make("perwali", "45", 2016)
    record_event(actor=officer, kind=EventKind.REPEALS, source=r, target=old, on=date(2022, 1, 1))
    days = {
        date(2021, 9, 20): Force.NOT_YET,
        date(2021, 12, 31): Force.NOT_YET,
        date(2022, 1, 1): Force.IN_FORCE,
    }
    assert {d: force_of(r, d) for d in days} == days
    assert [force_of(old, d) for d in (date(2021, 12, 31), date(2022, 1, 1))] == [
        Force.IN_FORCE,
        Force.ENDED,
    ]


def test_unknown_is_unknown(officer: User) -> None:
    r = make("perwali", "28", 2013, promulgated_on=None, enacted_on=None)
    assert force_of(r, TODAY) == Force.UNKNOWN


def test_229_a_repealed_rule_does_not_revive(officer: User) -> None:
    a, b, c = make("perda", "1", 2001), make("perda", "2", 2005), make("perda", "3", 2010)
    record_event(actor=officer, kind=EventKind.REPEALS, source=b, target=a, on=date(2005, 2, 1))
    record_event(actor=officer, kind=EventKind.REPEALS, source=c, target=b, on=date(2010, 2, 1))
    assert [force_of(r, TODAY) for r in (a, b, c)] == [Force.ENDED, Force.ENDED, Force.IN_FORCE]


def test_149_a_repealer_withdrawn_before_its_day_repeals_nothing(officer: User) -> None:
    a, b, c = (
        make("perda", "1", 2001),
        make("perda", "2", 2020, commences_on=date(2021, 1, 1)),
        make("perda", "3", 2020),
    )
    record_event(actor=officer, kind=EventKind.REPEALS, source=b, target=a, on=date(2021, 1, 1))
    record_event(actor=officer, kind=EventKind.WITHDRAWS, source=c, target=b, on=date(2020, 6, 1))
    assert force_of(a, TODAY) == Force.IN_FORCE
    assert force_of(b, TODAY) == Force.ENDED


def test_amendment_does_not_end_and_a_part_may_end_alone(officer: User) -> None:
    r, other = make("perda", "1", 2001), make("perda", "2", 2005)
    first, second = pasal(r, 1), pasal(r, 2)
    record_event(
        actor=officer,
        kind=EventKind.AMENDS,
        source=other,
        target=r,
        provision=second,
        on=date(2005, 2, 1),
    )
    assert force_of(r, TODAY) == Force.IN_FORCE
    record_event(
        actor=officer,
        kind=EventKind.REPEALS_PART,
        source=other,
        target=r,
        provision=first,
        on=date(2006, 2, 1),
    )
    assert force_of(r, TODAY) == Force.PARTLY
    assert [force_of(r, TODAY, p) for p in (first, second)] == [Force.ENDED, Force.IN_FORCE]


def test_154_parts_may_start_later(officer: User) -> None:
    r = make("perda", "1", 2020)
    later = pasal(r, 9)
    record_event(
        actor=officer,
        kind=EventKind.COMMENCES,
        source=r,
        target=r,
        provision=later,
        on=date(2021, 1, 1),
    )
    assert [force_of(r, d) for d in (date(2020, 6, 1), date(2021, 1, 1))] == [
        Force.PARTLY,
        Force.IN_FORCE,
    ]
    assert force_of(r, date(2020, 6, 1), later) == Force.NOT_YET


def test_the_function_and_the_query_agree(officer: User) -> None:
    rng = random.Random(7)
    rows = [
        make("perda", str(i), 2000 + i, commences_on=rng.choice([None, date(2000 + i, 6, 1)]))
        for i in range(12)
    ]
    rows.append(make("perwali", "x", 2013, promulgated_on=None, enacted_on=None))
    parts = [pasal(r, 1) for r in rows]
    for _ in range(60):
        target = rng.choice(rows)
        LegalEvent.objects.get_or_create(
            kind=rng.choice(
                [
                    EventKind.REPEALS,
                    EventKind.AMENDS,
                    EventKind.WITHDRAWS,
                    EventKind.REPEALS_PART,
                    EventKind.COMMENCES,
                    EventKind.ANNULS,
                ]
            ),
            source=rng.choice([r for r in rows if r != target]),
            target=target,
            provision=rng.choice([None, parts[rows.index(target)]]),
            on=date(2000, 1, 1) + timedelta(days=rng.randint(0, 6000)),
        )
    for day in range(0, 7000, 350):
        on = date(2000, 1, 1) + timedelta(days=day)
        assert {r.pk: r.force for r in Regulation.objects.with_force(on)} == {
            r.pk: force_of(r, on) for r in Regulation.objects.all()
        }, on
    with CaptureQueriesContext(connection) as seen:
        list(Regulation.objects.in_force_on(TODAY))
    assert len(seen) == 1


# -- the numbered rules ------------------------------------------------------------------


@pytest.mark.parametrize("rule", ["149", "155", "156", "157", "158", "223"])
def test_each_rule_refuses_by_its_number(officer: User, rule: str) -> None:
    perda, perwali = make("perda", "1", 2018), make("perwali", "2", 2019)
    future = make("perwali", "3", 2020, commences_on=date(2021, 1, 1))
    acts: dict[str, dict[str, Any]] = {
        "149": {"kind": EventKind.WITHDRAWS, "source": perda, "target": perwali, "on": TODAY},
        "155": {
            "kind": EventKind.COMMENCES,
            "source": perwali,
            "target": perwali,
            "on": date(2018, 12, 1),
        },
        "156": {
            "kind": EventKind.COMMENCES,
            "source": perda,
            "target": perda,
            "on": date(2017, 12, 1),
        },
        "157": {
            "kind": EventKind.IMPLEMENTS,
            "source": make("perwali", "9", 2017),
            "target": perda,
            "on": date(2018, 1, 2),
        },
        "158": {
            "kind": EventKind.REPEALS,
            "source": future,
            "target": perwali,
            "on": date(2020, 6, 1),
        },
        "223": {"kind": EventKind.REPEALS, "source": perwali, "target": perda, "on": TODAY},
    }
    with pytest.raises(Refusal) as told:
        record_event(actor=officer, **acts[rule])
    assert told.value.code == f"rule_{rule}"
    assert f"nomor {rule}" in told.value.sentence
    assert LegalEvent.objects.count() == 0
    if rule == "156":  # never, whatever the reason
        with pytest.raises(Refusal):
            record_event(actor=officer, **acts[rule], override="Sebab apa pun.")
    else:
        event = record_event(actor=officer, **acts[rule], override="Putusan rapat contoh.")
        assert (event.overridden_rule, event.override) == (rule, "Putusan rapat contoh.")


def test_228_nothing_cascades_silently(officer: User) -> None:
    perda, perwali, repealer = (
        make("perda", "1", 2010),
        make("perwali", "2", 2011),
        make("perda", "3", 2018),
    )
    record_event(
        actor=officer, kind=EventKind.IMPLEMENTS, source=perwali, target=perda, on=date(2011, 1, 2)
    )
    record_event(
        actor=officer, kind=EventKind.REPEALS, source=repealer, target=perda, on=date(2018, 2, 1)
    )
    assert force_of(perwali, TODAY) == Force.IN_FORCE


def test_only_the_legal_officer_records(town: Town) -> None:
    load_kinds()
    r = make("perda", "1")
    for role in ("lurah", "planner", "administrator", "auditor", "verifier"):
        with pytest.raises(Refusal) as told:
            record_event(actor=town.staff[role], kind=EventKind.ANNULS, target=r, on=TODAY)
        assert told.value.code == "not_legal_officer"
