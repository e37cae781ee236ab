"""Which legal gaps an application has on a day."""

from __future__ import annotations

from datetime import date

from egov.accounts.models import User
from regulations.domain.applications.bindings import bind
from regulations.domain.applications.legal_check import find_gaps
from tests.regulations.factories import TODAY, app, make


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
