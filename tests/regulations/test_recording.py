"""What cannot be an event at all, and what a part of a regulation may do before it is out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from egov.accounts.models import User
from egov.verbs.refusal import Invalid, Refusal
from regulations.domain.law.events import record_event
from regulations.domain.law.rules import carries_penal
from regulations.models import Clause, LegalEvent, Regulation
from regulations.vocabulary import AmendmentKind, ClauseKind, EventKind, PartKind
from tests.regulations.factories import TODAY, make, pasal, text_of

OUT = date(2018, 1, 2)  # when the law of these tests was promulgated
DAY = timedelta(days=1)


@pytest.fixture
def law(officer: User) -> Regulation:
    return make("perda", "1", 2018)


def recorded(officer: User, **given: Any) -> str:
    """The code of the refusal with its field, or "ok"."""
    try:
        record_event(actor=officer, **{"on": TODAY, **given})
    except Invalid as refusal:
        return f"{refusal.code} at {refusal.field}"
    except Refusal as refusal:
        return refusal.code
    return "ok"


def confirm(regulation: Regulation) -> None:
    text_of(regulation, confirmed_at=timezone.now())


def penal(regulation: Regulation, number: int = 9) -> None:
    Clause.objects.create(
        provision=pasal(regulation, number), kind=ClauseKind.PENAL, sentence="Dipidana kurungan."
    )


# -- what cannot be an event ----------------------------------------------------------------


def test_a_partial_repeal_names_its_part(officer: User, law: Regulation) -> None:
    given = {"kind": EventKind.REPEALS_PART, "source": make("perda", "2"), "target": law}
    assert recorded(officer, **given) == "which_part at provision"
    assert recorded(officer, **given, provision=pasal(law, 1)) == "ok"


@pytest.mark.parametrize("kind", [EventKind.REPEALS_PART, EventKind.COMMENCES])
def test_a_chapter_is_no_part_to_point_at(officer: User, law: Regulation, kind: str) -> None:
    chapter = law.provisions.create(kind=PartKind.CHAPTER, label="BAB I", path="bab-i", position=1)
    source = law if kind == EventKind.COMMENCES else make("perda", "2")
    given = {"kind": kind, "source": source, "target": law, "provision": chapter}
    assert recorded(officer, **given) == "which_part at provision"
    given |= {"kind": EventKind.AMENDS, "source": make("perda", "3"), "wording": "Judul baru."}
    assert recorded(officer, **given) == "ok"


def test_a_part_is_of_the_regulation_it_is_about(officer: User, law: Regulation) -> None:
    elsewhere = pasal(make("perda", "3"), 1)
    given = {"kind": EventKind.REPEALS_PART, "source": make("perda", "2"), "target": law}
    assert recorded(officer, **given, provision=elsewhere) == "other_regulation at provision"


def test_only_commencing_is_done_to_oneself(officer: User, law: Regulation) -> None:
    assert recorded(officer, kind=EventKind.REPEALS, source=law, target=law) == "itself at target"
    assert recorded(officer, kind=EventKind.COMMENCES, source=law, target=law, on=OUT) == "ok"


def test_somebody_does_it(officer: User, law: Regulation) -> None:
    assert recorded(officer, kind=EventKind.REPEALS, target=law) == "no_source at source"


def test_a_court_annuls_by_a_decision_and_nobody_else_does(officer: User, law: Regulation) -> None:
    given = {"kind": EventKind.ANNULS, "target": law}
    assert recorded(officer, **given, basis="  ") == "no_decision at basis"
    by_law = recorded(officer, **given, source=make("perda", "2"), basis="12 P/HUM/2020")
    assert by_law == "court_annuls at source"
    assert recorded(officer, **given, basis="12 P/HUM/2020") == "ok"


@pytest.mark.parametrize(("years", "ok"), [(20, True), (21, False)])
def test_a_day_is_not_too_far_ahead(officer: User, law: Regulation, years: int, ok: bool) -> None:
    on = date(timezone.localdate().year + years, 6, 1)
    given = {"kind": EventKind.REPEALS, "source": make("perda", "2"), "target": law, "on": on}
    assert recorded(officer, **given) == ("ok" if ok else "bad_day at on")


@pytest.mark.parametrize(("year", "code"), [(1799, "bad_day at on"), (1800, "rule_155")])
def test_a_day_is_not_too_long_ago(officer: User, law: Regulation, year: int, code: str) -> None:
    perwali = make("perwali", "5", 2018)
    given = {"kind": EventKind.COMMENCES, "source": perwali, "target": perwali}
    assert recorded(officer, **given, on=date(year, 6, 1)) == code


@pytest.mark.parametrize(
    ("kind", "part"),
    [(EventKind.AMENDS, False), (EventKind.REPEALS_PART, True), (EventKind.REPEALS, False)],
)
def test_new_words_are_of_an_amendment_of_one_pasal(
    officer: User, law: Regulation, kind: str, part: bool
) -> None:
    given: dict[str, Any] = {"kind": kind, "source": make("perda", "2"), "target": law}
    given |= {"provision": pasal(law, 1)} if part else {}
    assert recorded(officer, **given, wording="Baru.") == "no_amendment at wording"
    deletes = recorded(officer, **given, amendment=AmendmentKind.DELETES)
    assert deletes == "no_amendment at wording"
    assert recorded(officer, **given, wording=" \n") == "ok"


def test_what_an_amendment_of_one_pasal_does(officer: User, law: Regulation) -> None:
    given = {"kind": EventKind.AMENDS, "source": make("perda", "2"), "target": law}
    rows = [pasal(law, number) for number in (1, 2, 3)]
    assert recorded(officer, **given, provision=rows[0], wording=" Baru. ") == "ok"
    inserts = {"provision": rows[1], "amendment": AmendmentKind.INSERTS}
    assert recorded(officer, **given, **inserts) == "no_wording at wording"
    assert recorded(officer, **given, **inserts, wording="Sisipan.") == "ok"
    deletes = {"provision": rows[2], "amendment": AmendmentKind.DELETES}
    assert recorded(officer, **given, **deletes, wording="Tidak dibaca.") == "ok"
    kept = LegalEvent.objects.order_by("pk").values_list("amendment", "wording")
    assert list(kept) == [("ubah", "Baru."), ("sisip", "Sisipan."), ("hapus", "")]


# -- 155 and 156: nothing before it is out --------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "confirmed", "punishes", "code"),
    [
        ("perwali", False, False, "rule_155"),
        ("perda", False, False, "rule_156"),  # its text may hold a penal clause
        ("perda", True, False, "rule_155"),
        ("perda", True, True, "rule_156"),
    ],
)
@pytest.mark.parametrize("whole", [True, False])
def test_neither_a_regulation_nor_its_part_begins_before_promulgation(
    officer: User, kind: str, confirmed: bool, punishes: bool, code: str, whole: bool
) -> None:
    row = make(kind, "7", 2018)
    part = None if whole else pasal(row, 1)
    if punishes:
        penal(row)
    if confirmed:
        confirm(row)
    given = {"kind": EventKind.COMMENCES, "source": row, "target": row, "provision": part}
    assert recorded(officer, **given, on=OUT - DAY) == code
    assert recorded(officer, **given, on=OUT) == "ok"


@pytest.mark.parametrize("whole", [True, False])
def test_where_promulgation_is_unknown_the_day_of_enactment_counts(
    officer: User, whole: bool
) -> None:
    row = make("perwali", "7", 2018, promulgated_on=None, enacted_on=OUT)
    part = None if whole else pasal(row, 1)
    given = {"kind": EventKind.COMMENCES, "source": row, "target": row, "provision": part}
    assert recorded(officer, **given, on=OUT - DAY) == "rule_155"
    assert recorded(officer, **given, on=OUT) == "ok"


def test_promulgation_counts_before_enactment(officer: User) -> None:
    row = make("perwali", "7", 2018, enacted_on=OUT - 9 * DAY)
    given = {"kind": EventKind.COMMENCES, "source": row, "target": row}
    assert recorded(officer, **given, on=OUT - DAY) == "rule_155"
    assert recorded(officer, **given, provision=pasal(row, 1), on=OUT - DAY) == "rule_155"


def test_a_penal_clause_is_one_of_its_own(officer: User, law: Regulation) -> None:
    confirm(law)
    assert not carries_penal(law)
    other = make("perda", "2", 2018)
    penal(other)
    assert not carries_penal(law)
    penal(law)
    assert carries_penal(law)
    perwali = make("perwali", "3", 2018)
    penal(perwali)
    assert not carries_penal(perwali)  # a kind that may hold none
