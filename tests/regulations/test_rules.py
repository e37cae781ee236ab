"""Each numbered rule of law-making alone, and for each kind of event that it is about."""

from __future__ import annotations

from datetime import date

import pytest

from regulations.domain.law import rules
from regulations.domain.law.event_plan import EventPlan
from regulations.domain.law.rules import broken_rules, commencement_broken
from regulations.models import LegalEvent, Regulation
from regulations.vocabulary import EventKind, PartKind
from tests.regulations.factories import make, pasal

pytestmark = pytest.mark.django_db

EARLIER, LATER = date(2019, 1, 2), date(2020, 1, 2)


def plan(kind: str, source: Regulation | None, target: Regulation, on: date) -> EventPlan:
    return EventPlan(kind, source, target, None, on)


def note(kind: str, source: Regulation, target: Regulation, on: date) -> LegalEvent:
    return LegalEvent.objects.create(kind=kind, source=source, target=target, takes_effect_on=on)


def codes(kind: str, source: Regulation | None, target: Regulation, on: date) -> list[str]:
    return [broken.rule for broken in broken_rules(plan(kind, source, target, on))]


@pytest.mark.parametrize("kind", [EventKind.IMPLEMENTS, EventKind.ESTABLISHES])
def test_157_what_carries_out_begins_with_its_parent_or_later(kind: str) -> None:
    parent, child = make("perda", "1", 2020), make("perwali", "2", 2019)
    assert codes(kind, child, parent, LATER) == ["157"]
    assert codes(kind, make("perwali", "3", 2020), parent, LATER) == []
    assert codes(kind, make("perwali", "4", 2019, promulgated_on=None), parent, LATER) == []


@pytest.mark.parametrize("kind", [EventKind.IMPLEMENTS, EventKind.ESTABLISHES])
def test_157_a_commencement_is_held_against_both_ends(kind: str) -> None:
    parent, child = make("perda", "1", 2019), make("perwali", "2", 2020)
    act = note(kind, child, parent, LATER)
    assert rules.rule_157_commences_after_its_parent(act, date(2019, 1, 1)) is not None
    assert rules.rule_157_commences_after_its_parent(act, EARLIER) is None
    assert rules.rule_157_commences_before_those_below(act, date(2020, 1, 3)) is not None
    assert rules.rule_157_commences_before_those_below(act, LATER) is None
    assert [broken.rule for broken in commencement_broken(parent, date(2021, 1, 1))] == ["157"]


@pytest.mark.parametrize("kind", [EventKind.REPEALS, EventKind.REPEALS_PART, EventKind.AMENDS])
def test_158_a_commencement_comes_before_what_was_ended_or_changed(kind: str) -> None:
    old, new = make("perda", "1", 2019), make("perda", "2", 2020)
    note(kind, new, old, LATER)
    assert [broken.rule for broken in commencement_broken(new, date(2020, 1, 3))] == ["158"]
    assert [broken.rule for broken in commencement_broken(new, LATER)] == []


@pytest.mark.parametrize("kind", [EventKind.REPEALS, EventKind.REPEALS_PART])
def test_158_a_repeal_waits_for_what_repeals(kind: str) -> None:
    old, new = make("perda", "1", 2019), make("perda", "2", 2020)
    assert codes(kind, new, old, date(2020, 1, 1)) == ["158"]
    assert codes(kind, new, old, LATER) == []


def test_155_and_156_an_amendment_waits_for_what_amends() -> None:
    old, new = make("perda", "1", 2019), make("perda", "2", 2020)
    decree, other = make("perwali", "3", 2019), make("perwali", "4", 2020)
    assert codes(EventKind.AMENDS, new, old, EARLIER) == ["156", "155"]
    assert codes(EventKind.AMENDS, other, decree, EARLIER) == ["155"]  # holds no penal clause
    penal = EventPlan(
        *(EventKind.AMENDS, other, decree, pasal(decree, 1), EARLIER),
        wording="Setiap orang dipidana dengan pidana kurungan paling lama 3 (tiga) bulan.",
    )
    assert [broken.rule for broken in broken_rules(penal)] == ["156", "155"]


@pytest.mark.parametrize("kind", [EventKind.REPEALS, EventKind.REPEALS_PART, EventKind.WITHDRAWS])
def test_223_only_an_equal_ends(kind: str) -> None:
    perda = make("perda", "1", 2019)
    lower = plan(kind, make("perwali", "2", 2019), perda, LATER)
    equal = plan(kind, make("perda", "3", 2019), perda, LATER)
    assert rules.rule_223_ended_by_its_equal(lower) is not None
    assert rules.rule_223_ended_by_its_equal(equal) is None


def test_149_withdrawn_before_its_day_and_repealed_after() -> None:
    waiting = make("perda", "1", 2019, commences_on=date(2021, 1, 1))
    other = make("perda", "2", 2019)
    days = {date(2018, 1, 1): ["149"], LATER: [], date(2021, 1, 1): ["149"]}
    withdrawn = {on: codes(EventKind.WITHDRAWS, other, waiting, on) for on in days}
    assert {
        on: [rule for rule in found if rule == "149"] for on, found in withdrawn.items()
    } == days
    assert codes(EventKind.REPEALS, other, waiting, LATER) == ["149"]
    assert codes(EventKind.REPEALS, other, waiting, date(2021, 1, 1)) == []


def test_article_7_what_has_ended_takes_no_event_but_a_court_s() -> None:
    old, new = make("perda", "1", 2019), make("perda", "2", 2020)
    note(EventKind.REPEALS, new, old, LATER)
    assert codes(EventKind.AMENDS, new, old, LATER) == ["ended"]
    assert codes(EventKind.ANNULS, None, old, LATER) == []
    assert codes(EventKind.AMENDS, make("perwali", "3", 2020), new, LATER) == ["rank"]


def test_a_part_starts_not_before_its_regulation_is_promulgated() -> None:
    perda, perwali = make("perda", "1", 2019), make("perwali", "2", 2019)
    day = date(2018, 12, 31)
    for regulation, rule in ((perda, "156"), (perwali, "155")):
        part = pasal(regulation, 1)
        assert part.kind == PartKind.ARTICLE
        start = EventPlan(EventKind.COMMENCES, regulation, regulation, part, day)
        assert [broken.rule for broken in broken_rules(start)] == [rule]


@pytest.mark.parametrize("kind", [EventKind.IMPLEMENTS, EventKind.ESTABLISHES])
def test_an_unknown_day_is_held_against_nobody(kind: str) -> None:
    parent, child = make("perda", "1", 2019), make("perwali", "2", 2020)
    undated = {"enacted_on": None, "promulgated_on": None}
    old_parent, old_child = make("perda", "3", **undated), make("perwali", "4", **undated)
    below, above = note(kind, old_child, parent, LATER), note(kind, child, old_parent, LATER)
    assert rules.rule_157_commences_before_those_below(below, date(2030, 1, 1)) is None
    assert rules.rule_157_commences_after_its_parent(above, date(1990, 1, 1)) is None
    assert codes(kind, make("perwali", "5", 2020), old_parent, LATER) == []
    assert rules.rule_155_commences_when_promulgated(old_child, date(1990, 1, 1)) is None
