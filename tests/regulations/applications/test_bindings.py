"""Binding an application to its basis: what may be bound, and how long."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction

from egov.accounts.models import User
from egov.verbs.refusal import Refusal
from regulations.domain.applications.bindings import bind, end
from regulations.domain.applications.lifecycle import go_live
from regulations.domain.registry import load_kinds
from regulations.domain.text.review import confirm_structure
from regulations.models import Binding, Regulation
from tests.refusals import outcome_of
from tests.regulations.factories import (
    TODAY,
    app,
    attach_pdf,
    bind_obligation,
    bind_umbrella,
    make,
    pasal,
)
from tests.regulations.sample_texts import draw, perda_like_the_parking_one


def test_an_umbrella_is_this_regions_own_and_stays_so(officer: User) -> None:
    a, perwali = app(), make("perwali", "1")
    assert outcome_of(bind_umbrella, officer, a, make("uu", "1"), start=TODAY) == "no_umbrella"
    assert (
        outcome_of(bind_umbrella, officer, a, make("perda", "1", other_region="33.10"), start=TODAY)
        == "other_region"
    )
    bind_umbrella(officer, a, perwali)
    Regulation.objects.filter(pk=perwali.pk).update(kind=load_kinds()["kepwali"])
    assert outcome_of(go_live, actor=officer, application=a, on=TODAY) == "no_basis"


def test_a_pasal_is_bound_once_confirmed_and_once_at_a_time(officer: User) -> None:
    perda, a = make("perda", "3", 2018), app()
    attach_pdf(
        actor=officer,
        regulation=perda,
        upload=ContentFile(draw(perda_like_the_parking_one()), "a.pdf"),
    )
    binding = {
        "actor": officer,
        "application": a,
        "regulation": perda,
        "provision": perda.provisions.get(path="pasal-29"),
        "role": "obligation",
    }
    assert outcome_of(bind, **binding, start=TODAY) == "not_confirmed"
    confirm_structure(actor=officer, regulation=perda)
    assert outcome_of(bind, **binding, start=TODAY) == "ok"
    assert outcome_of(bind, **binding, start=date(2026, 7, 1)) == "already_bound"
    assert Binding.objects.count() == 1


def test_a_mistaken_binding_goes_and_a_short_successor_leaves_no_gap(officer: User) -> None:
    a, first, second = app(), make("perwali", "1"), make("perwali", "2")
    wrong = bind_umbrella(officer, a, second, start=TODAY)
    end(actor=officer, binding=wrong, on=TODAY)
    assert Binding.objects.count() == 0
    bind_umbrella(officer, a, first)
    binding = {
        "actor": officer,
        "application": a,
        "regulation": second,
        "role": "umbrella",
        "start": date(2024, 1, 1),
    }
    assert outcome_of(bind, **binding, until=date(2024, 6, 1)) == "leaves_gap"


def test_a_basis_that_carried_a_step_is_not_undone(officer: User) -> None:
    a, first, second = app(), make("perwali", "1"), make("perwali", "2")
    binding = bind_umbrella(officer, a, first)
    go_live(actor=officer, application=a, on=date(2021, 6, 1))
    assert outcome_of(end, actor=officer, binding=binding, on=date(2021, 1, 1)) == "bad_period"
    assert outcome_of(end, actor=officer, binding=binding, on=date(2020, 1, 1)) == "bad_period"
    wrong = bind_umbrella(officer, a, second, start=date(2026, 1, 1))
    end(actor=officer, binding=wrong, on=date(2026, 1, 1))
    assert [(b.regulation, b.valid.upper) for b in Binding.objects.all()] == [(first, None)]


def test_one_umbrella_each_way_holds_against_sql(officer: User) -> None:
    a, b = app("a"), app("b")
    first, second = make("perwali", "1"), make("perwali", "2")
    bind_umbrella(officer, a, first)
    sql = (
        "INSERT INTO regulations_binding "
        "(application_id, regulation_id, role, valid, quote, quote_sha256) "
        "VALUES (%s, %s, 'umbrella', daterange(%s, NULL), '', '')"
    )
    for application, regulation in ((a, second), (b, first)):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, [application.pk, regulation.pk, date(2022, 1, 1)])
    with pytest.raises(Refusal) as refusal:
        bind_umbrella(officer, b, first, start=date(2022, 1, 1))
    assert refusal.value.code == "umbrella_taken"
    assert "Aplikasi a" in refusal.value.sentence


def test_a_successor_takes_over_on_the_same_day(officer: User) -> None:
    a, old, new = app(), make("perwali", "1"), make("perwali", "2", 2023)
    bind_umbrella(officer, a, old)
    bind_umbrella(officer, a, new, start=date(2023, 2, 1))

    def bound_on(day: date) -> list[Regulation]:
        return [b.regulation for b in Binding.objects.standing_on(day)]

    assert (bound_on(date(2023, 1, 31)), bound_on(date(2023, 2, 1))) == ([old], [new])


def test_a_keputusan_is_no_basis_save_the_governing_old_one(officer: User) -> None:
    a = app()
    with pytest.raises(Refusal) as refusal:
        bind_umbrella(officer, a, make("kepwali", "1", 2010), start=TODAY)
    assert refusal.value.code == "decision_no_basis"
    with pytest.raises(Refusal):
        bind_umbrella(officer, a, make("kepwali", "2", 2012, governing=True), start=TODAY)
    bind_umbrella(officer, a, make("kepwali", "3", 2010, governing=True), start=TODAY)


def test_a_quote_is_frozen_with_its_hash(officer: User) -> None:
    r = make("perda", "1")
    binding = bind_obligation(officer, app(), pasal(r, 29), start=TODAY)
    assert (binding.quote, len(binding.quote_sha256)) == ("Bunyi uji.", 64)
