"""Every proposal's row is what its decisions make of it, and what is not is found."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from musrenbang.domain import standing
from musrenbang.domain.standing import replay_all
from musrenbang.models import Proposal
from tests.town import Town, decide


def replayed() -> tuple[int, list[tuple[str, str]]]:
    steps = list(replay_all())
    found = [(d.number, d.column) for _, deviations in steps for d in deviations]
    return sum(count for count, _ in steps), found


def test_what_was_decided_is_what_stands(town: Town) -> None:
    rows = [town.proposal("rw") for _ in range(3)]
    decide(actor=town.staff["ketua_rw"], proposal=rows[0], outcome="endorse")
    decide(actor=town.staff["ketua_rw"], proposal=rows[1], outcome="return", reason="Kurang foto.")
    assert replayed() == (3, [])


def test_a_row_that_says_otherwise_is_found_and_the_command_fails(town: Town) -> None:
    row = town.proposal("rw")
    decide(actor=town.staff["ketua_rw"], proposal=row, outcome="endorse")
    Proposal.objects.filter(pk=row.pk).update(rw_rank=7, has_opinion=True)
    assert replayed() == (1, [(row.number, "rw_rank"), (row.number, "has_opinion")])
    said = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("verify_standing", stdout=said)
    assert ended.value.code == 1
    assert f"{row.number}: rw_rank tercatat 7, menurut keputusannya 1" in said.getvalue()
    assert "1 usulan diperiksa, 2 kolom berbeda." in said.getvalue()


def test_it_reads_in_steps_of_two_queries(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standing, "STEP", 2)
    for _ in range(4):
        town.proposal("rw")
    with CaptureQueriesContext(connection) as asked:
        assert replayed() == (4, [])
    assert len(asked) == 1 + 2 * 2 + 1
