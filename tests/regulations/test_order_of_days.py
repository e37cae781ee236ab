"""Lampiran II nomor 157 and 158: what is below, or changes another, does not come first."""

from __future__ import annotations

from datetime import date

import pytest

from egov.accounts.models import User
from egov.verbs.refusal import Refusal
from regulations.domain.law.events import record_event
from regulations.models import LegalEvent, Regulation
from regulations.vocabulary import EventKind
from tests.regulations.factories import make, pasal

BELOW = (EventKind.IMPLEMENTS, EventKind.ESTABLISHES)
EARLY, LATE = date(2021, 1, 1), date(2021, 7, 1)


@pytest.fixture
def perda(officer: User) -> Regulation:
    return make("perda", "1", 2020, commences_on=LATE)


def recorded(
    officer: User, kind: str, source: Regulation, target: Regulation, on: date, override: str = ""
) -> str:
    """The code of the refusal, or "ok"."""
    try:
        record_event(
            actor=officer, kind=kind, source=source, target=target, on=on, override=override
        )
    except Refusal as refusal:
        return refusal.code
    return "ok"


@pytest.mark.parametrize("kind", BELOW)
def test_157_nothing_below_begins_before_what_it_carries_out(
    officer: User, perda: Regulation, kind: str
) -> None:
    early = make("perwali", "2", 2020, commences_on=EARLY)
    same_day = make("perwali", "3", 2020, commences_on=LATE)
    assert recorded(officer, kind, early, perda, LATE) == "rule_157"
    assert recorded(officer, kind, same_day, perda, LATE) == "ok"
    assert LegalEvent.objects.get().source == same_day


@pytest.mark.parametrize("kind", BELOW)
def test_157_what_is_below_is_not_moved_before_it(
    officer: User, perda: Regulation, kind: str
) -> None:
    below = make("perwali", "2", 2020, commences_on=LATE)
    assert recorded(officer, kind, below, perda, LATE) == "ok"
    assert recorded(officer, EventKind.COMMENCES, below, below, EARLY) == "rule_157"
    assert recorded(officer, EventKind.COMMENCES, below, below, LATE) == "ok"


@pytest.mark.parametrize("kind", BELOW)
def test_157_what_is_above_is_not_moved_behind_it(
    officer: User, perda: Regulation, kind: str
) -> None:
    below = make("perwali", "2", 2020, commences_on=LATE)
    assert recorded(officer, kind, below, perda, LATE) == "ok"
    later = date(2021, 8, 1)
    assert recorded(officer, EventKind.COMMENCES, perda, perda, later) == "rule_157"
    assert recorded(officer, EventKind.COMMENCES, perda, perda, date(2021, 6, 1)) == "ok"


@pytest.mark.parametrize("kind", [EventKind.REPEALS, EventKind.AMENDS])
def test_158_what_changes_another_is_not_moved_behind_that(
    officer: User, perda: Regulation, kind: str
) -> None:
    old = make("perda", "9", 2015)
    assert recorded(officer, kind, perda, old, LATE) == "ok"
    assert recorded(officer, EventKind.COMMENCES, perda, perda, date(2021, 7, 2)) == "rule_158"
    assert recorded(officer, EventKind.COMMENCES, perda, perda, date(2021, 6, 30)) == "ok"


def test_158_a_partial_repeal_too(officer: User, perda: Regulation) -> None:
    part = pasal(make("perda", "9", 2015), 1)
    record_event(
        actor=officer,
        kind=EventKind.REPEALS_PART,
        source=perda,
        target=part.regulation,
        provision=part,
        on=LATE,
    )
    assert recorded(officer, EventKind.COMMENCES, perda, perda, date(2021, 7, 2)) == "rule_158"


@pytest.mark.parametrize("kind", [EventKind.REPEALS, EventKind.WITHDRAWS])
def test_158_no_repeal_before_the_repealer_begins(
    officer: User, perda: Regulation, kind: str
) -> None:
    # what is withdrawn has been promulgated and has not begun
    begins = date(2030, 1, 1) if kind == EventKind.WITHDRAWS else None
    old = make("perda", "9", 2015, commences_on=begins)
    assert recorded(officer, kind, perda, old, date(2021, 6, 30)) == "rule_158"
    assert recorded(officer, kind, perda, old, LATE) == "ok"


def test_a_rule_is_set_aside_only_with_a_reason_and_both_are_kept(
    officer: User, perda: Regulation
) -> None:
    early = make("perwali", "2", 2020, commences_on=EARLY)
    assert recorded(officer, EventKind.ESTABLISHES, early, perda, LATE, override="  ") == "rule_157"
    assert recorded(officer, EventKind.ESTABLISHES, early, perda, LATE, override=" Rapat. ") == "ok"
    event = LegalEvent.objects.get()
    assert (event.overridden_rule, event.override) == ("157", "Rapat.")
    fine = make("perwali", "3", 2020, commences_on=LATE)
    assert recorded(officer, EventKind.ESTABLISHES, fine, perda, LATE, override="Rapat.") == "ok"
    kept = LegalEvent.objects.get(source=fine)
    assert (kept.overridden_rule, kept.override) == ("", "")
