"""The life of an application, step by step, with a basis or with a gap on record."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.db import transaction

from egov.accounts.models import User
from egov.verbs.models import OutboxEvent
from egov.verbs.refusal import Refusal
from regulations.domain.applications.findings import close_finding
from regulations.domain.applications.lifecycle import go_live, life_of, move, record_running
from regulations.domain.applications.searching import close_search
from regulations.models import (
    Application,
    Finding,
)
from regulations.vocabulary import EventKind
from tests.refusals import outcome_of
from tests.regulations.factories import (
    TODAY,
    app,
    bind_obligation,
    bind_umbrella,
    make,
    pasal,
    record,
)


def refused(officer: User, application: Application, on: date) -> str:
    try:
        with transaction.atomic():
            go_live(actor=officer, application=application, on=on)
            transaction.set_rollback(True)
    except Refusal as refusal:
        return refusal.code
    return "ok"


def test_steps_are_of_their_day_and_the_retired_stay_so(officer: User) -> None:
    a, perwali = app(), make("perwali", "1")
    bind_umbrella(officer, a, perwali)
    record(officer, "repeals", make("perwali", "2", 2023), perwali, date(2023, 2, 1))
    assert (
        outcome_of(go_live, actor=officer, application=a, on=date(2099, 1, 1)) == "not_yet_the_day"
    )
    go_live(
        actor=officer, application=a, on=date(2022, 1, 1)
    )  # its umbrella has ended since: somebody hears of it
    assert Finding.objects.get().problem == "umbrella_ended"
    assert OutboxEvent.objects.filter(topic="finding.opened").count() == 1
    move(actor=officer, application=a, life="retired", note="Diganti.")
    assert (
        outcome_of(record_running, actor=officer, application=a, year=2009, source="Dokumen")
        == "already_live"
    )
    close_finding(actor=officer, finding=Finding.objects.get(), note="Aplikasi tidak dipakai lagi.")


def test_closing_the_search_tells_opd_and_legal_officer(officer: User) -> None:
    a = app()
    record_running(actor=officer, application=a, year=2009, source="Dokumen contoh")
    assert not OutboxEvent.objects.filter(topic="finding.opened").exists()
    close_search(actor=officer, application=a, note="Arsip Bagian Hukum.")
    assert OutboxEvent.objects.filter(topic="finding.opened").count() == 1


def test_going_live_names_what_is_missing_and_passes_the_day_it_is_gone(officer: User) -> None:
    a = app(obliges=True)
    day = date(2021, 5, 1)
    assert refused(officer, a, day) == "no_basis"
    umbrella = make("perwali", "1", 2021, commences_on=date(2021, 6, 1))
    bind_umbrella(officer, a, umbrella)
    assert refused(officer, a, day) == "umbrella_not_yet"
    assert refused(officer, a, date(2021, 6, 1)) == "no_perda"
    perda = make("perda", "3", 2018)
    bind_obligation(officer, a, pasal(perda, 29))
    assert refused(officer, a, date(2021, 5, 31)) == "umbrella_not_yet"
    assert refused(officer, a, date(2021, 6, 1)) == "ok"
    successor = make("perwali", "2", 2022)
    record(officer, EventKind.REPEALS, successor, umbrella, date(2022, 2, 1))
    assert refused(officer, a, date(2022, 1, 31)) == "ok"
    assert refused(officer, a, date(2022, 2, 1)) == "umbrella_ended"


def test_going_live_by_the_calendar(officer: User) -> None:
    """Each cause of refusal, and the day it is gone: the clock moves, nobody names a day."""
    a = app(obliges=True)
    perda, umbrella = (
        make("perda", "3", 2018),
        make("perwali", "1", 2027, commences_on=date(2027, 6, 1)),
    )
    decision, successor = make("kepwali", "9", 2027), make("perwali", "2", 2028)

    def today() -> str:
        try:
            with transaction.atomic():
                go_live(actor=officer, application=a)
                transaction.set_rollback(True)
        except Refusal as refusal:
            return refusal.code
        return "ok"

    def at(day: str) -> time_machine.travel:
        return time_machine.travel(f"{day} 08:00+07:00")

    with at("2027-05-01"):
        assert today() == "no_basis"
        with pytest.raises(Refusal) as refusal:
            bind_umbrella(officer, a, decision, start=date(2027, 5, 1))
        assert refusal.value.code == "decision_no_basis"
        bind_umbrella(officer, a, umbrella, start=date(2027, 5, 1))
        bind_obligation(officer, a, pasal(perda, 29), start=date(2027, 6, 2))
        assert today() == "umbrella_not_yet"
    with at("2027-05-31"):
        assert today() == "umbrella_not_yet"
    with at("2027-06-01"):
        assert today() == "no_perda"
    with at("2027-06-02"):
        assert today() == "ok"
        record(officer, EventKind.REPEALS, successor, umbrella, date(2028, 2, 1))
    with at("2028-01-31"):
        assert today() == "ok"
    with at("2028-02-01"):
        assert today() == "umbrella_ended"
        bind_umbrella(officer, a, successor, start=date(2028, 2, 1))
        assert today() == "ok"
        go_live(actor=officer, application=a)
    assert str(a.steps.get().entered_on) == "2028-02-01"


def test_what_already_runs_is_recorded_with_its_gap(officer: User) -> None:
    a = app("e-lama")
    with pytest.raises(Refusal):
        record_running(actor=officer, application=a, year=2009, source=" ")
    record_running(actor=officer, application=a, year=2009, source="Dokumen contoh")
    assert not Finding.objects.exists()  # nobody has looked yet
    close_search(actor=officer, application=a, note="Arsip Bagian Hukum.")
    assert list(Finding.objects.values_list("problem", "closed_on")) == [("no_basis", None)]


def test_the_life_of_an_application_goes_step_by_step(officer: User) -> None:
    a, day = app(), date(2021, 6, 1)
    bind_umbrella(officer, a, make("perwali", "1"))

    def refused(life: str, on: date = day, note: str = "") -> str:
        try:
            move(actor=officer, application=a, life=life, on=on, note=note)
        except Refusal as refusal:
            return refusal.code
        return "ok"

    assert refused("live") == "use_go_live"
    assert refused("retired", note="Sebab.") == "no_such_step"
    assert refused("pilot", date(2021, 2, 1)) == "ok"
    go_live(actor=officer, application=a, on=date(2021, 3, 1))
    with pytest.raises(Refusal) as refusal:
        go_live(actor=officer, application=a, on=date(2021, 3, 1))
    assert refusal.value.code == "already_live"
    with pytest.raises(Refusal) as refusal:
        record_running(actor=officer, application=a, year=2009, source="Dokumen")
    assert refusal.value.code == "already_live"
    assert refused("suspended", date(2021, 2, 15), "Sebab.") in ("no_such_step", "later_step")
    assert refused("suspended") == "no_reason"
    assert refused("suspended", note="Diperbaiki.") == "ok"
    go_live(actor=officer, application=a, on=date(2021, 7, 1))
    assert refused("retired", date(2022, 1, 1), "Diganti.") == "ok"
    assert [
        life_of(a, d)
        for d in (date(2021, 2, 1), date(2021, 6, 30), date(2021, 12, 31), date(2026, 1, 1))
    ] == [
        "pilot",
        "suspended",
        "live",
        "retired",
    ]


def test_a_perwali_is_no_basis_of_an_obligation_and_a_tax_needs_this_regions_perda(
    officer: User,
) -> None:
    a = app(tax_or_levy=True)
    perwali, uu, perda = make("perwali", "1"), make("uu", "1", 2022), make("perda", "1", 2023)
    bind_umbrella(officer, a, perwali)
    for regulation in (make("perwali", "8"), uu):
        bind_obligation(officer, a, pasal(regulation, 1))
        assert refused(officer, a, TODAY) == "no_perda"
    bind_obligation(officer, a, pasal(perda, 1), start=date(2023, 2, 1))
    assert refused(officer, a, TODAY) == "ok"
