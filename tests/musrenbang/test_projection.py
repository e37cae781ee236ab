"""Where a proposal stands is derived by one function and written by another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from musrenbang.domain.projection import after, current, path_of, project, write_projection
from musrenbang.domain.submission_plan import plan_submission
from musrenbang.models import Decision, Proposal
from tests.town import Town


def test_many_are_written_in_one_statement_and_the_objects_follow(
    town: Town, django_assert_num_queries: Any
) -> None:
    onward, stays, returned = (town.proposal("kelurahan") for _ in range(3))
    here, following = town.stages["kelurahan"], town.stages["kecamatan"]
    standings = [
        (onward, replace(current(onward, here), stage=following, volume=Decimal(50), decided=1)),
        (stays, replace(current(stays, here), has_opinion=True, merged_into_id=onward.pk)),
        (returned, replace(current(returned, here), return_until=date(2027, 3, 1), rw_rank=7)),
    ]
    standings[1] = (stays, replace(standings[1][1], state="merged"))
    with django_assert_num_queries(1):
        write_projection(standings)
    for proposal, standing in standings:
        row = Proposal.objects.get(pk=proposal.pk)
        assert current(row, row.stage) == current(proposal, proposal.stage) == standing
        assert row.tier == standing.stage.tier


def test_a_column_that_changes_on_none_is_left_out(town: Town) -> None:
    rows = [town.proposal("kelurahan") for _ in range(2)]
    here = town.stages["kelurahan"]
    with CaptureQueriesContext(connection) as queries:
        write_projection([(p, replace(current(p, here), state="rejected")) for p in rows])
        write_projection([(p, current(p, here)) for p in rows])
        write_projection([])
    (update,) = [q["sql"] for q in queries]
    assert update.count(" = ") == 1
    assert "CASE" not in update


def test_a_decision_after_the_others_is_what_all_of_them_make(town: Town) -> None:
    proposal = town.proposal("rw")
    stages = list(town.stages.values())
    path = path_of(stages)
    steps = (("rw", "decline"), ("kelurahan", "return"), ("kelurahan", "completed"))
    decisions = []
    standing = project(proposal, [], stages)
    for sequence, (tier, outcome) in enumerate((*steps, ("kelurahan", "forward")), start=1):
        decision = Decision(
            pk=sequence,
            proposal=proposal,
            sequence=sequence,
            stage=town.stages[tier],
            outcome=outcome,
            volume=Decimal(sequence),
            cost=Decimal(1000),
        )
        decisions.append(decision)
        standing = after(standing, decision, path)
        assert standing == project(proposal, decisions, stages)
    assert (standing.stage.tier, standing.rw_declined, standing.decided) == ("kecamatan", True, 4)


def test_planning_only_reads(town: Town) -> None:
    content = town.content()
    with CaptureQueriesContext(connection) as queries:
        plan = plan_submission(
            actor=town.citizen, channel=town.channel, content=content, now=timezone.now()
        )
    assert {q["sql"].split()[0] for q in queries} == {"SELECT"}
    assert (plan.cost, plan.office, plan.stages[0].tier) == (content.volume * 210000, None, "rw")
