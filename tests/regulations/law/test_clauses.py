"""Duties, bans, sanctions and debts that a text holds."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from egov.accounts.models import User
from egov.verbs.refusal import Refusal
from regulations.domain.law import clauses
from regulations.domain.law.clauses import (
    confirm_clause,
    due_day,
    find_clauses,
    may_settle,
    read_clauses,
    redate,
    reopen,
    settle,
)
from regulations.models import Clause
from tests.refusals import outcome_of
from tests.regulations.factories import TODAY, make, pasal, record

TEXT = """(1) Penyelenggara wajib menyediakan karcis.
(2) Setiap orang dilarang merusak rambu.
(3) Pelanggaran dikenakan sanksi administratif.
(4) Ketentuan lebih lanjut mengenai tata cara diatur dalam Peraturan
Walikota paling lama 6 (enam) bulan sejak diundangkan.
(5) Pelanggar dipidana dengan pidana kurungan paling lama 3 bulan."""


def test_each_kind_of_clause_is_found() -> None:
    clauses_read = list(find_clauses(TEXT))
    assert [f.kind for f in clauses_read] == ["duty", "ban", "sanction", "delegation", "penal"]
    assert (clauses_read[3].to, clauses_read[3].amount, clauses_read[3].unit) == (
        "Peraturan Walikota",
        6,
        "bulan",
    )


@pytest.mark.parametrize(
    ("amount", "unit", "day"),
    [
        (6, "bulan", date(2021, 2, 28)),
        (1, "tahun", date(2021, 8, 31)),
        (30, "hari", date(2020, 9, 30)),
        (0, "", None),
        (9999, "tahun", None),  # beyond the calendar
    ],
)
def test_deadlines_count_from_promulgation(amount: int, unit: str, day: date | None) -> None:
    assert due_day(date(2020, 8, 31), amount, unit) == day


def test_a_deadline_longer_than_a_number_is_none() -> None:
    due = f"diatur dalam Peraturan Daerah paling lama {'9' * 5000} hari sejak diundangkan."
    assert [f.amount for f in find_clauses(due)] == [0]


def test_a_debt_counts_once_confirmed_until_settled(officer: User, client: Client) -> None:
    perda = make("perda", "1", 2020, promulgated_on=date(2020, 8, 31))
    pasal(perda, 31, text=TEXT)
    assert read_clauses(actor=officer, regulation=perda) == 5
    assert read_clauses(actor=officer, regulation=perda) == 5  # read anew, none twice
    debt = Clause.objects.get(kind="delegation")
    assert "Pasal 31" not in client.get("/regulasi/utang/").content.decode()
    confirm_clause(actor=officer, clause=debt)
    with pytest.raises(Refusal):
        confirm_clause(actor=officer, clause=debt)
    assert "28 hari lagi" in client.get("/regulasi/utang/?pada=2021-01-31").content.decode()
    assert "terlambat 1 hari" in client.get("/regulasi/utang/?pada=2021-03-01").content.decode()
    assert read_clauses(actor=officer, regulation=perda) == 4  # the confirmed one stays
    settle(actor=officer, clause=debt, regulation=make("perwali", "5", 2021))
    assert Clause.objects.debts().count() == 0


def test_many_are_confirmed_together_or_not_at_all(
    officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    perda = make("perda", "1", 2020)
    pasal(perda, 31, text=TEXT)
    read_clauses(actor=officer, regulation=perda)
    ids = list(Clause.objects.order_by("pk").values_list("pk", flat=True))
    confirm, arguments = clauses.confirm_clause, {"actor": officer, "regulation": perda, "ids": ids}

    def refuse_the_last(*, actor: User, clause: Clause) -> Clause:
        if clause.pk == ids[-1]:
            raise Refusal("broken", "Terhenti di tengah.")
        return confirm(actor=actor, clause=clause)

    with monkeypatch.context() as patch:
        patch.setattr(clauses, "confirm_clause", refuse_the_last)
        with pytest.raises(Refusal):
            clauses.confirm_clauses(**arguments)
    assert Clause.objects.filter(confirmed_at=None).count() == 5
    assert clauses.confirm_clauses(**arguments) == 5
    assert clauses.confirm_clauses(**arguments) == 0
    assert not Clause.objects.filter(confirmed_at=None).exists()


def test_a_perwali_with_a_penal_clause_is_flagged(officer: User, client: Client) -> None:
    for kind, flagged in (("perwali", True), ("perda", False)):
        r = make(kind, "1", 2020)
        pasal(r, 1, text=TEXT)
        read_clauses(actor=officer, regulation=r)
        assert ("Memuat pidana" in client.get(r.get_absolute_url()).content.decode()) == flagged


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
        assert outcome_of(settle, actor=officer, clause=debt, regulation=wrong) == "cannot_settle"
    settle(actor=officer, clause=debt, regulation=right)
    assert [Clause.objects.debts(d).count() for d in (date(2018, 12, 31), TODAY)] == [1, 0]
    reopen(actor=officer, clause=debt)
    assert Clause.objects.debts(TODAY).count() == 1
    record(officer, "repeals", make("perda", "6", 2020), perda, date(2020, 2, 1))
    assert [
        Clause.objects.debts(d).count() for d in (date(2017, 1, 1), date(2020, 1, 31), TODAY)
    ] == [0, 1, 0]


def test_a_definition_obliges_nobody_and_kepala_daerah_is_owed_too() -> None:
    assert list(find_clauses("5. Wajib Retribusi adalah orang yang membayar.")) == []
    assert [
        f.to for f in find_clauses("Pelaksanaannya diatur dengan Peraturan Kepala Daerah.")
    ] == ["Peraturan Kepala Daerah"]


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
    record(officer, "repeals", make("perwali", "10", 2024), cure, date(2024, 2, 1))
    assert Clause.objects.debts(TODAY).count() == 1
