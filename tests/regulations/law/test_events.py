"""Who may act on whose regulation, and on which part of it."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.base import ContentFile

from egov.accounts.models import User
from egov.verbs.refusal import Refusal
from regulations.domain.law.effects import effects_of
from regulations.domain.law.events import record_event
from regulations.domain.registry import load_kinds
from regulations.domain.text.review import confirm_structure
from regulations.vocabulary import EventKind
from tests.refusals import outcome_of
from tests.regulations.factories import TODAY, app, attach_pdf, bind_obligation, make, record
from tests.regulations.sample_texts import REPEALER, draw
from tests.town import Town


def test_another_regions_perda_has_no_say_here(officer: User) -> None:
    ours, theirs, province = (
        make("perda", "3", 2018),
        make("perda", "9", 2024, other_region="33.10"),
        make("perda-provinsi", "1", 2020),
    )
    for kind, code in (
        ("repeals", "other_maker"),
        ("amends", "other_maker"),
        ("implements", "wrong_way"),
    ):
        assert outcome_of(record, officer, kind, theirs, ours, date(2024, 6, 1)) == code
    assert outcome_of(record, officer, "repeals", province, ours, date(2024, 6, 1)) == "ok"
    attach_pdf(actor=officer, regulation=theirs, upload=ContentFile(draw(REPEALER), "a.pdf"))
    confirm_structure(actor=officer, regulation=theirs)
    assert [(e.cited, e.target) for e in effects_of(theirs)] == [
        ("Peraturan Daerah Nomor 3 Tahun 2018", None)
    ]  # its own, not ours


def test_lower_rank_neither_withdraws_nor_amends_and_only_a_court_annuls(officer: User) -> None:
    perda, perwali, decision = (
        make("perda", "1", 2015),
        make("perwali", "1", 2016),
        make("kepwali", "1", 2017),
    )
    future = make("perda", "2", 2020, commences_on=date(2021, 1, 1))
    assert (
        outcome_of(
            record, officer, "withdraws", make("perwali", "9", 2020), future, date(2020, 6, 1)
        )
        == "rule_223"
    )
    assert outcome_of(record, officer, "amends", decision, perwali, TODAY) == "rule_rank"
    assert (
        outcome_of(record, officer, "annuls", perwali, perda, TODAY, basis="1/2020")
        == "court_annuls"
    )
    assert (
        outcome_of(record_event, actor=officer, kind="annuls", target=perda, on=TODAY)
        == "no_decision"
    )
    assert (
        outcome_of(
            record_event,
            actor=officer,
            kind="annuls",
            target=perda,
            on=TODAY,
            basis="Putusan contoh 1/2020",
        )
        == "ok"
    )
    later = make("kepwali", "2", 2018)
    assert (
        outcome_of(record, officer, "repeals", later, decision, TODAY) == "ok"
    )  # a decision ends a decision


def test_what_has_ended_is_acted_on_only_with_a_reason(officer: User) -> None:
    a, b, c = make("perda", "1", 2001), make("perda", "2", 2005), make("perda", "3", 2010)
    record(officer, "repeals", b, a, date(2005, 2, 1))
    for kind in ("repeals", "amends", "implements"):
        assert outcome_of(record, officer, kind, c, a, date(2010, 2, 1)) == "rule_ended"
    assert (
        outcome_of(record, officer, "repeals", c, a, date(2010, 2, 1), override="Penegasan.")
        == "ok"
    )
    assert outcome_of(record, officer, "repeals", c, b, date(9999, 12, 31)) == "bad_day"


def test_events_and_bindings_are_about_pasal_not_headings(officer: User) -> None:
    r, other, a = make("perda", "1", 2010), make("perda", "2", 2015), app()
    chapter = r.provisions.create(kind="bab", label="BAB II", path="bab-2", position=50)
    assert (
        outcome_of(record, officer, "repeals_part", other, r, date(2015, 2, 1), provision=chapter)
        == "which_part"
    )
    assert outcome_of(bind_obligation, officer, a, chapter, start=TODAY) == "which_part"


def test_a_perwali_carries_out_national_law_and_not_the_other_way(officer: User) -> None:
    perwali, uu, province = (
        make("perwali", "1", 2021),
        make("uu", "1", 2020),
        make("perda-provinsi", "2", 2020),
    )
    for parent in (uu, province):
        assert outcome_of(record, officer, "implements", perwali, parent, date(2021, 1, 2)) == "ok"
    assert outcome_of(record, officer, "implements", uu, perwali, TODAY) == "wrong_way"


def test_only_the_legal_officer_records(town: Town) -> None:
    load_kinds()
    r = make("perda", "1")
    for role in ("lurah", "planner", "administrator", "auditor", "verifier"):
        with pytest.raises(Refusal) as refusal:
            record_event(actor=town.staff[role], kind=EventKind.ANNULS, target=r, on=TODAY)
        assert refusal.value.code == "not_legal_officer"


@pytest.mark.parametrize("kind", ["amends", "implements", "annuls"])
def test_the_same_event_is_recorded_once(officer: User, kind: str) -> None:
    perda, perwali = make("perda", "1", 2018), make("perwali", "2", 2020)
    other = make("perda", "3", 2020)
    source = {"amends": other, "implements": perwali}.get(kind)

    def record_again(on: date) -> str:
        return outcome_of(
            record_event,
            actor=officer,
            kind=kind,
            source=source,
            target=perda,
            on=on,
            basis="Putusan contoh 1/2020",
            override="Disengaja.",
        )

    assert [record_again(TODAY), record_again(TODAY)] == ["ok", "event_exists"]
    assert record_again(date(2026, 6, 2)) == "ok"  # another day, another event
    assert perda.changes.count() == 2
