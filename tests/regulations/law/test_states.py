"""The force of a regulation and of a pasal on a day, and what undoes what."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import product
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from egov.accounts.models import User
from regulations.domain.law.events import record_event
from regulations.domain.law.states import force_of
from regulations.models import LegalEvent, Provision, Regulation
from regulations.models.event import SOURCES
from regulations.vocabulary import EventKind, Force
from tests.regulations.factories import TODAY, make, pasal, record


def record_at_random(rng: random.Random, parts: list[Provision], count: int) -> None:
    """Events of all kinds on regulations and on their parts, on days of sixteen years.

    Written together, past every rule: what force they leave is asked, not whether they may be.
    """
    regulations = list({part.regulation_id: part.regulation for part in parts}.values())
    kinds = ["repeals", "amends", "withdraws", "repeals_part", "commences", "annuls"]
    events: dict[tuple[Any, ...], LegalEvent] = {}
    for _ in range(count):
        part, kind = rng.choice(parts), rng.choice(kinds)
        event = LegalEvent(
            kind=kind,
            source=rng.choice([r for r in regulations if r != part.regulation]),
            target=part.regulation,
            provision=part if kind == "repeals_part" else rng.choice([None, part, part]),
            takes_effect_on=date(2000, 1, 1)
            + timedelta(days=rng.randrange(0, 6000, 500)),  # often the same
        )
        if kind == "amends" and event.provision:
            event.amendment = rng.choice(["ubah", "sisip", "hapus"])
        once = (kind, event.source_id, event.target_id, event.provision_id, event.takes_effect_on)
        events.setdefault(once, event)
    LegalEvent.objects.bulk_create(events.values())
    with connection.cursor() as cursor:  # else each query is planned, at length, for empty tables
        cursor.execute("ANALYZE regulations_regulation, regulations_provision")
        cursor.execute("ANALYZE regulations_legalevent")


def with_changes() -> list[Regulation]:
    """All regulations with all that `force_of` reads, in a few queries."""
    rows = Regulation.objects.prefetch_related("changes", f"changes__{SOURCES}", "provisions")
    return list(rows)


def force_both_ways(regulation: Regulation, on: date) -> Force:
    """The force by the function, which must be that of the query."""
    force = force_of(Regulation.objects.get(pk=regulation.pk), on)
    assert Regulation.objects.with_force(on).get(pk=regulation.pk).force == force
    return force


def test_a_repealer_that_ended_before_its_day_repeals_nothing(officer: User) -> None:
    a, b, c = (
        make("perda", "1", 2001),
        make("perda", "2", 2020, commences_on=date(2022, 1, 1)),
        make("perda", "3", 2021),
    )
    record(officer, "repeals", b, a, date(2022, 1, 1))
    record(officer, "repeals", c, b, date(2021, 6, 1), override="Contoh.")
    assert force_both_ways(a, TODAY) == Force.IN_FORCE


def test_a_withdrawal_that_was_undone_undoes_nothing(officer: User) -> None:
    a, b, c = (
        make("perda", "1", 2001),
        make("perda", "2", 2020, commences_on=date(2021, 1, 1)),
        make("perda", "3", 2020),
    )
    record(officer, "repeals", b, a, date(2021, 1, 1))
    record(officer, "withdraws", c, b, date(2020, 6, 1))
    assert [force_both_ways(r, TODAY) for r in (a, b)] == [Force.IN_FORCE, Force.ENDED]
    record_event(
        actor=officer, kind="annuls", target=c, on=date(2020, 3, 1), basis="Putusan contoh"
    )
    assert [force_both_ways(r, TODAY) for r in (a, b)] == [Force.ENDED, Force.IN_FORCE]


def test_a_chain_of_undoing_is_followed_to_its_end(officer: User) -> None:
    a, b, c, d = (make("perda", str(n), 2000 + n, commences_on=date(2030, 1, 1)) for n in range(4))
    make_event = LegalEvent.objects.create
    make_event(kind="repeals", source=b, target=a, takes_effect_on=date(2026, 1, 1))
    make_event(kind="withdraws", source=c, target=b, takes_effect_on=date(2025, 1, 1))
    make_event(kind="withdraws", source=d, target=c, takes_effect_on=date(2024, 1, 1))
    make_event(kind="annuls", target=d, takes_effect_on=date(2023, 1, 1))
    # d never stood, so c stands, so b was withdrawn, so a was never repealed
    assert [force_both_ways(r, date(2026, 6, 1)) for r in (d, c, b, a)] == [
        Force.ENDED,
        Force.NOT_YET,
        Force.ENDED,
        Force.NOT_YET,
    ]


def test_a_part_that_starts_before_the_whole_and_a_statement_behind_a_part(officer: User) -> None:
    r = make("perda", "1", 2020, commences_on=date(2022, 1, 1))
    early = pasal(r, 5)
    record(officer, "commences", r, r, date(2020, 6, 1), provision=early)
    assert [
        force_both_ways(r, d) for d in (date(2020, 5, 31), date(2021, 1, 1), date(2022, 1, 1))
    ] == [
        Force.NOT_YET,
        Force.PARTLY,
        Force.IN_FORCE,
    ]
    stated, other = (
        make("perda", "2", 2010, stated_status="tidak-berlaku"),
        make("perda", "3", 2015),
    )
    record(officer, "repeals_part", other, stated, date(2015, 2, 1), provision=pasal(stated, 1))
    assert force_both_ways(stated, TODAY) == Force.UNKNOWN


def test_the_force_of_a_pasal_is_one_by_function_and_by_query(officer: User) -> None:
    rng = random.Random(11)
    rows = [
        make("perda", str(i), 2000 + i, commences_on=rng.choice([None, date(2000 + i, 6, 1)]))
        for i in range(8)
    ]
    rows += [
        make("perda", "x", 2013, promulgated_on=None, enacted_on=None),
        make("perda", "y", 2003, stated_status="tidak-berlaku"),
    ]
    record_at_random(rng, [pasal(r, n) for r, n in product(rows, (1, 2))], 120)
    regulations = with_changes()
    for day in range(0, 7000, 250):
        on = date(2000, 1, 1) + timedelta(days=day)
        assert dict(Provision.objects.with_force(on).values_list("pk", "force")) == {
            p.pk: force_of(r, on, p) for r in regulations for p in r.provisions.all()
        }, on


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
    record(officer, EventKind.REPEALS, r, old, date(2022, 1, 1))
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
    record(officer, EventKind.REPEALS, b, a, date(2005, 2, 1))
    record(officer, EventKind.REPEALS, c, b, date(2010, 2, 1))
    assert [force_of(r, TODAY) for r in (a, b, c)] == [Force.ENDED, Force.ENDED, Force.IN_FORCE]


def test_149_a_repealer_withdrawn_before_its_day_repeals_nothing(officer: User) -> None:
    a, b, c = (
        make("perda", "1", 2001),
        make("perda", "2", 2020, commences_on=date(2021, 1, 1)),
        make("perda", "3", 2020),
    )
    record(officer, EventKind.REPEALS, b, a, date(2021, 1, 1))
    record(officer, EventKind.WITHDRAWS, c, b, date(2020, 6, 1))
    assert force_of(a, TODAY) == Force.IN_FORCE
    assert force_of(b, TODAY) == Force.ENDED


def test_amendment_does_not_end_and_a_part_may_end_alone(officer: User) -> None:
    r, other = make("perda", "1", 2001), make("perda", "2", 2005)
    first, second = pasal(r, 1), pasal(r, 2)
    record(officer, EventKind.AMENDS, other, r, date(2005, 2, 1), provision=second)
    assert force_of(r, TODAY) == Force.IN_FORCE
    record(officer, EventKind.REPEALS_PART, other, r, date(2006, 2, 1), provision=first)
    assert force_of(r, TODAY) == Force.PARTLY
    assert [force_of(r, TODAY, p) for p in (first, second)] == [Force.ENDED, Force.IN_FORCE]


def test_154_parts_may_start_later(officer: User) -> None:
    r = make("perda", "1", 2020)
    later = pasal(r, 9)
    record(officer, EventKind.COMMENCES, r, r, date(2021, 1, 1), provision=later)
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
    record_at_random(rng, [pasal(r, 1) for r in rows], 60)
    regulations = with_changes()
    for day in range(0, 7000, 350):
        on = date(2000, 1, 1) + timedelta(days=day)
        assert dict(Regulation.objects.with_force(on).values_list("pk", "force")) == {
            r.pk: force_of(r, on) for r in regulations
        }, on
    with CaptureQueriesContext(connection) as seen:
        list(Regulation.objects.in_force_on(TODAY))
    assert len(seen) == 1
