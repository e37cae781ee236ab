"""The numbered rules of law-making: each refuses by its number."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from egov.accounts.models import User
from egov.verbs.refusal import Refusal
from regulations.domain.law.events import record_event
from regulations.domain.law.states import force_of
from regulations.models import LegalEvent, Regulation
from regulations.vocabulary import EventKind, Force
from tests.refusals import outcome_of
from tests.regulations.factories import TODAY, make, pasal, record


def test_commencement_is_no_door_round_the_rules(officer: User) -> None:
    perda = make("perda", "1", 2019, commences_on=date(2021, 1, 1))
    perwali = make("perwali", "2", 2020, commences_on=date(2021, 1, 1))
    record(officer, "implements", perwali, perda, date(2021, 1, 1))
    assert (
        outcome_of(record, officer, "commences", perwali, perwali, date(2020, 3, 1)) == "rule_157"
    )
    old, repealer = make("perwali", "3", 2010), make("perwali", "4", 2020)
    record(officer, "repeals", repealer, old, date(2020, 2, 1))
    assert (
        outcome_of(record, officer, "commences", repealer, repealer, date(2025, 1, 1)) == "rule_158"
    )
    unknown = make("perwali", "5", 2020, promulgated_on=None)
    assert (
        outcome_of(record, officer, "commences", unknown, unknown, date(2000, 1, 1)) == "rule_155"
    )
    penal = {
        "actor": officer,
        "kind": "amends",
        "source": make("perda", "8", 2020),
        "target": make("perda", "7", 2010),
        "on": date(2015, 1, 1),
    }
    assert outcome_of(record_event, **penal, override="Sebab.") == "rule_156"


def test_149_neither_before_promulgation_nor_twice_over(officer: User) -> None:
    target = make("perda", "1", 2025, commences_on=date(2027, 1, 1))
    assert (
        outcome_of(record, officer, "withdraws", make("perda", "2", 2010), target, date(2012, 1, 1))
        == "rule_149"
    )


def test_149_both_ways_158_for_parts_and_every_rule_is_named(officer: User) -> None:
    future, other = (
        make("perda", "1", 2020, commences_on=date(2022, 1, 1)),
        make("perda", "2", 2020),
    )
    assert outcome_of(record, officer, "repeals", other, future, date(2021, 1, 1)) == "rule_149"
    old, late = make("perda", "3", 2010), make("perwali", "4", 2020, commences_on=date(2023, 1, 1))
    repeal = {
        "actor": officer,
        "kind": "repeals",
        "source": late,
        "target": old,
        "on": date(2021, 1, 1),
    }
    event = record_event(**repeal, override="Contoh.")
    assert event.overridden_rule == "223, 158"
    source = make("perda", "5", 2020)
    record(
        officer,
        "repeals_part",
        source,
        make("perda", "6"),
        TODAY,
        provision=pasal(Regulation.objects.get(number="6"), 1),
    )
    assert outcome_of(record, officer, "commences", source, source, date(2026, 12, 1)) == "rule_158"
    penal = {
        "actor": officer,
        "kind": "amends",
        "source": make("perwali", "7", 2020),
        "target": make("perda", "8", 2010),
        "on": date(2015, 1, 1),
    }
    assert (
        outcome_of(
            record_event,
            **penal,
            wording="Dipidana kurungan.",
            override="Sebab.",
            provision=pasal(Regulation.objects.get(number="8"), 1),
        )
        == "rule_156"
    )


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
    with pytest.raises(Refusal) as refusal:
        record_event(actor=officer, **acts[rule])
    assert refusal.value.code == f"rule_{rule}"
    assert f"nomor {rule}" in refusal.value.sentence
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
    record(officer, EventKind.IMPLEMENTS, perwali, perda, date(2011, 1, 2))
    record(officer, EventKind.REPEALS, repealer, perda, date(2018, 2, 1))
    assert force_of(perwali, TODAY) == Force.IN_FORCE
