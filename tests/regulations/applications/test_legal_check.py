"""Which legal gaps an application has on a day."""

from __future__ import annotations

from datetime import date

from egov.accounts.models import User
from regulations.domain.applications.legal_check import find_gaps, parents_ended
from tests.regulations.factories import TODAY, app, bind_obligation, bind_umbrella, make, record


def test_a_lampiran_obliges_nobody(officer: User) -> None:
    perda, a = make("perda", "1"), app(obliges=True)
    annex = perda.provisions.create(kind="lampiran", label="Lampiran", path="lampiran", position=9)
    bind_umbrella(officer, a, make("perwali", "1"))
    bind_obligation(officer, a, annex)
    assert [lack.problem for lack in find_gaps(a, TODAY)] == ["no_perda"]


def test_a_parent_that_ended_is_told_from_the_day_on_which_it_is_carried_out(
    officer: User,
) -> None:
    perda, perwali, a = make("perda", "1"), make("perwali", "1"), app()
    bind_umbrella(officer, a, perwali)
    record(officer, "repeals", make("perda", "2", 2024), perda, date(2024, 6, 1))
    day, reason = date(2026, 7, 1), "Penegasan."
    record(officer, "implements", perwali, perda, day, override=reason)
    assert [gap.problem for gap in parents_ended(a, date(2026, 6, 30))] == []
    assert [gap.problem for gap in parents_ended(a, day)] == ["parent_ended"]
