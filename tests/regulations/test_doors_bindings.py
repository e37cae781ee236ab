"""Side doors round bindings, going live, findings and debts."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from egov.accounts.models import User
from egov.verbs.models import OutboxEvent
from regulations.domain.applications.bindings import bind, end, renew
from regulations.domain.applications.findings import close_finding
from regulations.domain.applications.health import health, recompute
from regulations.domain.applications.legal_check import find_gaps
from regulations.domain.applications.lifecycle import go_live, move, record_running
from regulations.domain.law.clauses import (
    confirm_clause,
    find_clauses,
    may_settle,
    read_clauses,
    redate,
    reopen,
    settle,
)
from regulations.domain.law.events import record_event
from regulations.domain.registry import load_facts, load_kinds
from regulations.domain.text.review import confirm_structure
from regulations.models import Application, Binding, Clause, Finding, Regulation
from tests.regulations.doors import code
from tests.regulations.factories import TODAY, app, attach_pdf, make, pasal
from tests.regulations.sample_texts import REPEALER, draw, perda_like_the_parking_one

# -- bindings, going live ----------------------------------------------------------------------


def test_an_umbrella_is_this_regions_own_and_stays_so(officer: User) -> None:
    a, perwali = app(), make("perwali", "1")
    assert (
        code(
            bind,
            actor=officer,
            application=a,
            regulation=make("uu", "1"),
            role="umbrella",
            start=TODAY,
        )
        == "no_umbrella"
    )
    assert (
        code(
            bind,
            actor=officer,
            application=a,
            regulation=make("perda", "1", other_region="33.10"),
            role="umbrella",
            start=TODAY,
        )
        == "other_region"
    )
    bind(actor=officer, application=a, regulation=perwali, role="umbrella", start=date(2021, 1, 1))
    Regulation.objects.filter(pk=perwali.pk).update(kind=load_kinds()["kepwali"])
    assert code(go_live, actor=officer, application=a, on=TODAY) == "no_basis"


def test_what_a_bound_regulation_is_called_cannot_be_edited(officer: User) -> None:
    a, perwali = app(), make("perwali", "1")
    bind(actor=officer, application=a, regulation=perwali, role="umbrella", start=date(2021, 1, 1))
    client = Client()
    client.force_login(officer, backend="egov.accounts.signing_in.ContactBackend")
    kind = load_kinds()["kepwali"].pk
    given = {
        "kind": kind,
        "number": "77",
        "year": "1999",
        "title": "Baru",
        "promulgated_on": "2020-01-02",
        "enacted_on": "2020-01-01",
    }
    assert (
        client.post(f"/admin/regulations/regulation/{perwali.pk}/change/", given).status_code == 302
    )
    perwali.refresh_from_db()
    assert (perwali.kind.code, perwali.number, perwali.year, perwali.title) == (
        "perwali",
        "1",
        2020,
        "Baru",
    )


def test_a_retroactive_regulation_can_still_be_edited(officer: User) -> None:
    r = make("perwali", "1", 2020)
    record_event(
        actor=officer,
        kind="commences",
        source=r,
        target=r,
        on=date(2019, 12, 1),
        override="Sebab contoh.",
    )
    Regulation.objects.get(pk=r.pk).full_clean()
    r.refresh_from_db()
    r.commences_on = date(2019, 1, 1)
    with pytest.raises(ValidationError):
        r.full_clean()


def test_a_pasal_is_bound_once_confirmed_and_once_at_a_time(officer: User) -> None:
    perda, a = make("perda", "3", 2018), app()
    attach_pdf(
        actor=officer,
        regulation=perda,
        upload=ContentFile(draw(perda_like_the_parking_one()), "a.pdf"),
    )
    given = {
        "actor": officer,
        "application": a,
        "regulation": perda,
        "provision": perda.provisions.get(path="pasal-29"),
        "role": "obligation",
    }
    assert code(bind, **given, start=TODAY) == "not_confirmed"
    confirm_structure(actor=officer, regulation=perda)
    assert code(bind, **given, start=TODAY) == "ok"
    assert code(bind, **given, start=date(2026, 7, 1)) == "already_bound"
    assert Binding.objects.count() == 1


def test_a_mistaken_binding_goes_and_a_short_successor_leaves_no_gap(officer: User) -> None:
    a, first, second = app(), make("perwali", "1"), make("perwali", "2")
    wrong = bind(actor=officer, application=a, regulation=second, role="umbrella", start=TODAY)
    end(actor=officer, binding=wrong, on=TODAY)
    assert Binding.objects.count() == 0
    bind(actor=officer, application=a, regulation=first, role="umbrella", start=date(2021, 1, 1))
    given = {
        "actor": officer,
        "application": a,
        "regulation": second,
        "role": "umbrella",
        "start": date(2024, 1, 1),
    }
    assert code(bind, **given, until=date(2024, 6, 1)) == "leaves_gap"


def test_a_lampiran_obliges_nobody(officer: User) -> None:
    perda, a = make("perda", "1"), app(obliges=True)
    annex = perda.provisions.create(kind="lampiran", label="Lampiran", path="lampiran", position=9)
    bind(
        actor=officer,
        application=a,
        regulation=make("perwali", "1"),
        role="umbrella",
        start=date(2021, 1, 1),
    )
    bind(
        actor=officer,
        application=a,
        regulation=perda,
        provision=annex,
        role="obligation",
        start=date(2021, 1, 1),
    )
    assert [lack.problem for lack in find_gaps(a, TODAY)] == ["no_perda"]


def test_steps_are_of_their_day_and_the_retired_stay_so(officer: User) -> None:
    a, perwali = app(), make("perwali", "1")
    bind(actor=officer, application=a, regulation=perwali, role="umbrella", start=date(2021, 1, 1))
    record_event(
        actor=officer,
        kind="repeals",
        source=make("perwali", "2", 2023),
        target=perwali,
        on=date(2023, 2, 1),
    )
    assert code(go_live, actor=officer, application=a, on=date(2099, 1, 1)) == "not_yet_the_day"
    go_live(
        actor=officer, application=a, on=date(2022, 1, 1)
    )  # its umbrella has ended since: somebody hears of it
    assert Finding.objects.get().problem == "umbrella_ended"
    assert OutboxEvent.objects.filter(topic="finding.opened").count() == 1
    move(actor=officer, application=a, life="retired", note="Diganti.")
    assert (
        code(record_running, actor=officer, application=a, year=2009, source="Dokumen")
        == "already_live"
    )
    close_finding(actor=officer, finding=Finding.objects.get(), note="Aplikasi tidak dipakai lagi.")


def test_recording_what_runs_tells_opd_and_legal_officer(officer: User) -> None:
    record_running(actor=officer, application=app(), year=2009, source="Dokumen contoh")
    assert OutboxEvent.objects.filter(topic="finding.opened").count() == 1


# -- findings ------------------------------------------------------------------------------------


def test_a_finding_stays_while_any_cause_of_its_kind_does(officer: User) -> None:
    a, perwali, repealer = app(), make("perwali", "1"), make("perwali", "2", 2023)
    binding = bind(
        actor=officer, application=a, regulation=perwali, role="umbrella", start=date(2021, 1, 1)
    )
    go_live(actor=officer, application=a, on=date(2021, 1, 1))
    record_event(
        actor=officer, kind="repeals", source=repealer, target=perwali, on=date(2023, 2, 1)
    )
    finding = recompute(on=date(2023, 2, 1))[0]
    assert code(renew, actor=officer, binding=binding) == "basis_ended"
    end(actor=officer, binding=binding, on=date(2024, 1, 1))
    assert (
        code(close_finding, actor=officer, finding=finding, note="Diakhiri.") == "still_lacking"
    )  # no umbrella at all is no cure
    late = make("perwali", "3", 2024)
    record_event(actor=officer, kind="repeals", source=late, target=repealer, on=date(2024, 2, 1))
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
    record_event(
        actor=officer,
        kind="repeals_part",
        source=second,
        target=perwali,
        provision=perwali.provisions.get(),
        on=date(2023, 2, 1),
    )
    assert recompute(on=date(2023, 2, 1))[0].candidate == second
    record_event(actor=officer, kind="repeals", source=third, target=second, on=date(2024, 2, 1))
    recompute(on=date(2024, 2, 1))
    assert Finding.objects.get(problem="umbrella_ended").candidate == third


def test_a_second_amendment_on_the_closing_day_is_told(officer: User) -> None:
    a, perda, perwali = app(obliges=True), make("perda", "1", 2015), make("perwali", "1", 2015)
    part = pasal(perda, 1)
    with time_machine.travel("2026-12-01 09:00+07:00"):
        bind(
            actor=officer,
            application=a,
            regulation=perwali,
            role="umbrella",
            start=date(2020, 1, 1),
        )
        bind(
            actor=officer,
            application=a,
            regulation=perda,
            provision=part,
            role="obligation",
            start=date(2022, 1, 1),
        )
        go_live(actor=officer, application=a, on=date(2022, 1, 1))

    def amend(number: str, on: date) -> None:
        given = {
            "actor": officer,
            "kind": "amends",
            "source": make("perda", number, on.year),
            "target": perda,
            "provision": part,
        }
        record_event(**given, on=on, wording=f"Bunyi {number}.")

    with time_machine.travel("2026-12-02 10:00+07:00"):
        amend("5", date(2021, 2, 1))  # recorded late: the frozen quote is stale
        finding = recompute()[0]
        assert finding.problem == "amended"
        assert (
            health(
                Application.objects.with_life(timezone.localdate()).get(),
                "live",
                timezone.localdate(),
                None,
                [finding],
            )[0]
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
    bind(actor=officer, application=a, regulation=perwali, role="umbrella", start=date(2021, 1, 1))
    go_live(actor=officer, application=a, on=date(2021, 1, 1))
    record_event(
        actor=officer,
        kind="implements",
        source=perwali,
        target=perda,
        provision=part,
        on=date(2011, 1, 2),
    )
    record_event(
        actor=officer,
        kind="repeals_part",
        source=repealer,
        target=perda,
        provision=part,
        on=date(2020, 2, 1),
    )
    assert [(f.problem, f.candidate) for f in recompute()] == [("parent_ended", repealer)]


# -- debts -----------------------------------------------------------------------------------------


def test_only_what_was_asked_for_settles_a_debt(officer: User) -> None:
    perda = make("perda", "1", 2018)
    debt = Clause.objects.create(
        provision=pasal(perda, 31),
        kind="delegation",
        sentence="x",
        to="Peraturan Walikota",
        confirmed_at=timezone.now(),
    )
    right, older, other = (
        make("perwali", "9", 2019),
        make("perwali", "8", 2013),
        make("perda", "5", 2019),
    )
    assert list(may_settle(debt)) == [right]
    for wrong in (older, other, perda, make("perpres", "3", 2019), make("kepwali", "1", 2019)):
        assert code(settle, actor=officer, clause=debt, regulation=wrong) == "cannot_settle"
    settle(actor=officer, clause=debt, regulation=right)
    assert [Clause.objects.debts(d).count() for d in (date(2018, 12, 31), TODAY)] == [1, 0]
    reopen(actor=officer, clause=debt)
    assert Clause.objects.debts(TODAY).count() == 1
    record_event(
        actor=officer,
        kind="repeals",
        source=make("perda", "6", 2020),
        target=perda,
        on=date(2020, 2, 1),
    )
    assert [
        Clause.objects.debts(d).count() for d in (date(2017, 1, 1), date(2020, 1, 31), TODAY)
    ] == [0, 1, 0]


def test_a_definition_obliges_nobody_and_kepala_daerah_is_owed_too() -> None:
    assert list(find_clauses("5. Wajib Retribusi adalah orang yang membayar.")) == []
    assert [
        f.to for f in find_clauses("Pelaksanaannya diatur dengan Peraturan Kepala Daerah.")
    ] == ["Peraturan Kepala Daerah"]


def test_the_shipped_facts_load_again_after_work_on_them(officer: User) -> None:
    load_facts()
    ssw = Binding.objects.get(application__code="ssw")
    renew(actor=officer, binding=ssw)
    make("perda", "3", 2018, other_region="33.10")
    perda = Regulation.objects.get(number="3", year=2018, other_region="")
    attach_pdf(actor=officer, regulation=perda, upload=ContentFile(draw(REPEALER), "a.pdf"))
    assert load_facts() == 0
    assert Binding.objects.filter(application__code="ssw").count() == 2


def test_a_basis_that_carried_a_step_is_not_undone(officer: User) -> None:
    a, first, second = app(), make("perwali", "1"), make("perwali", "2")
    binding = bind(
        actor=officer, application=a, regulation=first, role="umbrella", start=date(2021, 1, 1)
    )
    go_live(actor=officer, application=a, on=date(2021, 6, 1))
    assert code(end, actor=officer, binding=binding, on=date(2021, 1, 1)) == "bad_period"
    assert code(end, actor=officer, binding=binding, on=date(2020, 1, 1)) == "bad_period"
    wrong = bind(
        actor=officer, application=a, regulation=second, role="umbrella", start=date(2026, 1, 1)
    )
    end(actor=officer, binding=wrong, on=date(2026, 1, 1))
    assert [(b.regulation, b.valid.upper) for b in Binding.objects.all()] == [(first, None)]


def test_a_debt_counts_from_what_the_text_says_and_wakes_with_its_cure(officer: User) -> None:
    perda = make("perda", "1", 2020, commences_on=date(2022, 1, 1))
    part = pasal(perda, 31)
    part.text = (
        "Diatur dengan Peraturan Wali Kota paling lama 6 (enam) bulan "
        "sejak Peraturan Daerah ini berlaku."
    )
    part.save()
    read_clauses(actor=officer, regulation=perda)
    debt = Clause.objects.get(kind="delegation")
    assert str(debt.due_on) == "2022-07-01"
    perda.commences_on = date(2023, 1, 1)
    perda.save()
    assert redate(regulation=perda) == 1
    confirm_clause(actor=officer, clause=debt)
    cure = make("perwali", "9", 2023)
    settle(actor=officer, clause=debt, regulation=cure)
    assert Clause.objects.debts(TODAY).count() == 0
    record_event(
        actor=officer,
        kind="repeals",
        source=make("perwali", "10", 2024),
        target=cure,
        on=date(2024, 2, 1),
    )
    assert Clause.objects.debts(TODAY).count() == 1


def test_a_doubt_that_was_settled_stays_so_when_the_binding_is_renewed(officer: User) -> None:
    a, perda, perwali = app(), make("perda", "1", 2010), make("perwali", "1", 2011)
    record_event(
        actor=officer, kind="implements", source=perwali, target=perda, on=date(2011, 1, 2)
    )
    binding = bind(
        actor=officer, application=a, regulation=perwali, role="umbrella", start=date(2021, 1, 1)
    )
    go_live(actor=officer, application=a, on=date(2021, 1, 1))
    record_event(
        actor=officer,
        kind="repeals",
        source=make("perda", "2", 2020),
        target=perda,
        on=date(2020, 2, 1),
    )
    close_finding(actor=officer, finding=recompute()[0], note="Tetap sah.")
    renew(actor=officer, binding=binding)
    assert recompute() == []
