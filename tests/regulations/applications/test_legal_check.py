"""Which legal gaps an application has on a day."""

from __future__ import annotations

from egov.accounts.models import User
from regulations.domain.applications.legal_check import find_gaps
from tests.regulations.factories import TODAY, app, bind_obligation, bind_umbrella, make


def test_a_lampiran_obliges_nobody(officer: User) -> None:
    perda, a = make("perda", "1"), app(obliges=True)
    annex = perda.provisions.create(kind="lampiran", label="Lampiran", path="lampiran", position=9)
    bind_umbrella(officer, a, make("perwali", "1"))
    bind_obligation(officer, a, annex)
    assert [lack.problem for lack in find_gaps(a, TODAY)] == ["no_perda"]
