"""Findings: what opens them, what closes them, and what they propose."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.utils import timezone

from egov.accounts.models import User
from egov.verbs.refusal import Refusal
from regulations.domain.applications.bindings import bind, end, renew
from regulations.domain.applications.findings import close_finding
from regulations.domain.applications.health import health, recompute
from regulations.domain.applications.legal_check import amended
from regulations.domain.applications.lifecycle import go_live
from regulations.domain.law.events import record_event
from regulations.models import Application, Binding, Finding, LegalEvent
from regulations.vocabulary import EventKind
from tests.refusals import outcome_of
from tests.regulations.factories import app, bind_obligation, bind_umbrella, make, pasal, record


def test_a_finding_stays_while_any_cause_of_its_kind_does(officer: User) -> None:
    a, perwali, repealer = app(), make("perwali", "1"), make("perwali", "2", 2023)
    binding = bind_umbrella(officer, a, perwali)
    go_live(actor=officer, application=a, on=date(2021, 1, 1))
    record(officer, "repeals", repealer, perwali, date(2023, 2, 1))
    finding = recompute(on=date(2023, 2, 1))[0]
    assert outcome_of(renew, actor=officer, binding=binding) == "basis_ended"
    end(actor=officer, binding=binding, on=date(2024, 1, 1))
    assert (
        outcome_of(close_finding, actor=officer, finding=finding, note="Diakhiri.")
        == "still_lacking"
    )  # no umbrella at all is no cure
    late = make("perwali", "3", 2024)
    record(officer, "repeals", late, repealer, date(2024, 2, 1))
    recompute(on=date(2024, 2, 2))
    finding.refresh_from_db()
    assert finding.candidate == late


def test_a_candidate_that_ended_gives_way_to_its_own_repealer(officer: User) -> None:
    a, perwali, second, third = (
        app(),
        make("perwali", "1"),
        make("perwali", "2", 2023),
        make("perwali", "3", 2024),
    )
    bind(
        actor=officer,
        application=a,
        regulation=perwali,
        provision=pasal(perwali, 1),
        role="umbrella",
        start=date(2021, 1, 1),
    )
    go_live(actor=officer, application=a, on=date(2021, 1, 1))
    record(
        officer,
        "repeals_part",
        second,
        perwali,
        date(2023, 2, 1),
        provision=perwali.provisions.get(),
    )
    assert recompute(on=date(2023, 2, 1))[0].candidate == second
    record(officer, "repeals", third, second, date(2024, 2, 1))
    recompute(on=date(2024, 2, 1))
    assert Finding.objects.get(problem="umbrella_ended").candidate == third


def test_a_second_amendment_on_the_closing_day_is_told(officer: User) -> None:
    a, perda, perwali = app(obliges=True), make("perda", "1", 2015), make("perwali", "1", 2015)
    part = pasal(perda, 1)
    with time_machine.travel("2026-12-01 09:00+07:00"):
        bind_umbrella(officer, a, perwali, start=date(2020, 1, 1))
        bind_obligation(officer, a, part, start=date(2022, 1, 1))
        go_live(actor=officer, application=a, on=date(2022, 1, 1))

    def amend(number: str, on: date) -> None:
        amendment = {
            "actor": officer,
            "kind": "amends",
            "source": make("perda", number, on.year),
            "target": perda,
            "provision": part,
        }
        record_event(**amendment, on=on, wording=f"Bunyi {number}.")

    with time_machine.travel("2026-12-02 10:00+07:00"):
        amend("5", date(2021, 2, 1))  # recorded late: the frozen quote is stale
        finding, today = recompute()[0], timezone.localdate()
        assert finding.problem == "amended"
        assert (
            health(
                Application.objects.with_life(today).with_search(today).get(),
                today,
                list(Binding.objects.standing_on(today).with_law()),
                [finding],
            ).tone
            == "wait"
        )
        close_finding(actor=officer, finding=finding, note="Tidak mengubah isinya.")
        assert recompute() == []
    with time_machine.travel("2026-12-02 10:01+07:00"):
        amend("6", date(2023, 2, 1))
        assert [f.problem for f in recompute()] == ["amended"]


def test_a_parent_is_watched_by_its_pasal_too(officer: User) -> None:
    a, perda, perwali, repealer = (
        app(),
        make("perda", "1", 2010),
        make("perwali", "1", 2011),
        make("perda", "2", 2020),
    )
    part = pasal(perda, 31)
    bind_umbrella(officer, a, perwali)
    go_live(actor=officer, application=a, on=date(2021, 1, 1))
    record(officer, "implements", perwali, perda, date(2011, 1, 2), provision=part)
    record(officer, "repeals_part", repealer, perda, date(2020, 2, 1), provision=part)
    assert [(f.problem, f.candidate) for f in recompute()] == [("parent_ended", repealer)]


def test_a_doubt_that_was_settled_stays_so_when_the_binding_is_renewed(officer: User) -> None:
    a, perda, perwali = app(), make("perda", "1", 2010), make("perwali", "1", 2011)
    record(officer, "implements", perwali, perda, date(2011, 1, 2))
    binding = bind_umbrella(officer, a, perwali)
    go_live(actor=officer, application=a, on=date(2021, 1, 1))
    record(officer, "repeals", make("perda", "2", 2020), perda, date(2020, 2, 1))
    close_finding(actor=officer, finding=recompute()[0], note="Tetap sah.")
    renew(actor=officer, binding=binding)
    assert recompute() == []


def test_a_repealed_perda_opens_a_finding_with_the_repealer_and_only_an_act_closes_it(
    officer: User,
) -> None:
    a, perwali = app(), make("perwali", "1")
    bind_umbrella(officer, a, perwali)
    go_live(actor=officer, application=a, on=date(2021, 1, 1))
    assert recompute(on=date(2021, 1, 2)) == []
    new = make("perwali", "2", 2023)
    record(officer, EventKind.REPEALS, new, perwali, date(2023, 2, 1))
    with time_machine.travel("2023-02-01 12:00"):
        finding = recompute()[0]
        assert (finding.problem, finding.candidate) == ("umbrella_ended", new)
        assert recompute() == []
        with pytest.raises(Refusal) as refusal:
            close_finding(actor=officer, finding=finding, note="Sudah.")
        assert refusal.value.code == "still_lacking"
        bind_umbrella(officer, a, new, start=date(2023, 2, 1))
        close_finding(actor=officer, finding=finding, note="Diikat pada penggantinya.")
    assert Finding.objects.get().closed_by == officer
    stood = Binding.objects.filter(application=a).standing_on(date(2021, 11, 15)).get()
    assert stood.regulation == perwali


def test_an_amended_basis_is_found_looked_at_and_renewed(officer: User) -> None:
    perda, other, perwali, a = (
        make("perda", "1", 2015),
        make("perda", "2", 2022),
        make("perwali", "1", 2015),
        app(obliges=True),
    )
    part = pasal(perda, 1)
    bind_umbrella(officer, a, perwali, start=date(2015, 2, 1))
    binding = bind_obligation(officer, a, part, start=date(2015, 2, 1))
    go_live(actor=officer, application=a, on=date(2015, 2, 1))
    LegalEvent.objects.create(
        kind="amends",
        source=other,
        target=perda,
        provision=part,
        takes_effect_on=date(2022, 2, 1),
        amendment="ubah",
        wording="Baru.",
    )
    assert [f.problem for f in recompute()] == ["amended"]
    renewed = renew(actor=officer, binding=binding, on=date(2022, 3, 1))
    assert (renewed.quote, str(renewed.valid.lower)) == ("Baru.", "2022-03-01")
    assert [
        b.quote for b in Binding.objects.filter(role="obligation").standing_on(date(2021, 1, 1))
    ] == ["Bunyi uji."]
    assert amended(a, date(2026, 1, 1)) == []
    close_finding(actor=officer, finding=Finding.objects.get(), note="Kutipan diperbarui.")
    assert recompute() == []


def test_a_finding_that_was_looked_at_is_not_opened_again(officer: User) -> None:
    perda, other, perwali, a = (
        make("perda", "1", 2015),
        make("perda", "2", 2022),
        make("perwali", "1", 2016),
        app(),
    )
    LegalEvent.objects.create(
        kind="implements", source=perwali, target=perda, takes_effect_on=date(2016, 1, 2)
    )
    bind_umbrella(officer, a, perwali, start=date(2016, 2, 1))
    go_live(actor=officer, application=a, on=date(2016, 2, 1))
    LegalEvent.objects.create(
        kind="repeals", source=other, target=perda, takes_effect_on=date(2022, 2, 1)
    )
    finding = recompute()[0]
    assert (finding.problem, finding.candidate) == ("parent_ended", other)
    close_finding(
        actor=officer, finding=finding, note="Perwali tetap berlaku menurut pasal peralihan."
    )
    assert recompute() == []
