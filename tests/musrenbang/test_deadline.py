"""Offices that decide while their stage is closed under them, and opened again."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import chain
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from egov.notices.tasks import deliver_outbox
from egov.verbs.models import OutboxEvent
from egov.verbs.refusal import Refusal
from musrenbang.domain.calendar import GRACE, close_by_calendar, close_stage, reopen_stage
from musrenbang.domain.projection import project
from musrenbang.models import Channel, Decision, Proposal, Stage
from tests.threads import in_threads
from tests.town import Town, client_of

ROUNDS = 50
DECIDERS = {"lurah": 4, "lurah jauh": 3, "ketua_rw": 3, "camat": 2}
OUTCOMES = {
    "lurah": ("forward", "forward", "reserve", "reject", "return", "merge"),
    "ketua_rw": ("endorse", "endorse", "decline", "return"),
    "camat": ("forward", "reserve", "reject"),
}

# each statement finds the rows that must not be; %(channel)s and %(stage)s are the round's own
INVARIANTS = {
    "a step has not exactly one decision that holds": """
        SELECT p.id, count(d.id) FROM musrenbang_proposal p
        LEFT JOIN musrenbang_decision d ON d.proposal_id = p.id AND d.stage_id = %(stage)s
          AND d.outcome NOT IN ('return', 'reopened')
          AND NOT EXISTS (SELECT FROM musrenbang_decision c WHERE c.supersedes_id = d.id)
        WHERE p.channel_id = %(channel)s
        GROUP BY p.id HAVING count(d.id) <> CASE WHEN p.tier = 'rw' THEN 0 ELSE 1 END""",
    "decisions are not numbered without a gap, or not all counted": """
        SELECT p.id, p.decided FROM musrenbang_proposal p
        LEFT JOIN musrenbang_decision d ON d.proposal_id = p.id
        WHERE p.channel_id = %(channel)s
        GROUP BY p.id
        HAVING count(d.id) <> p.decided OR coalesce(max(d.sequence), 0) <> p.decided""",
    "something still waits in the closed stage": """
        SELECT id, state FROM musrenbang_proposal
        WHERE stage_id = %(stage)s AND state IN ('waiting', 'returned')""",
    "a decision has not exactly one event": """
        SELECT d.id, count(e.id) FROM musrenbang_decision d
        JOIN musrenbang_proposal p ON p.id = d.proposal_id
        LEFT JOIN acts_outboxevent e ON e.topic = 'proposal.decided'
          AND (e.payload->>'decision')::bigint = d.id
        WHERE p.channel_id = %(channel)s
        GROUP BY d.id HAVING count(e.id) <> 1""",
    "an event tells of a decision that is not": """
        SELECT e.id FROM acts_outboxevent e WHERE e.topic = 'proposal.decided' AND NOT EXISTS
          (SELECT FROM musrenbang_decision d WHERE d.id = (e.payload->>'decision')::bigint)""",
}


@dataclass
class Round:
    """One channel whose kelurahan stage ends: closers live after that end, deciders before."""

    town: Town
    number: int
    stages: dict[str, Stage] = field(default_factory=dict)
    rows: dict[str, list[Proposal]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        old = self.town.channel
        self.channel = Channel.objects.create(
            cycle=old.cycle,
            code=f"warga-{self.number}",
            name=f"Usulan {self.number}",
            description="Setiap warga.",
            submission=old.submission,
        )
        for stage in self.town.stages.values():
            stage.pk, stage.channel = None, self.channel
            stage._state.adding = True
            stage.closed_at = None
            stage.save()
            self.stages[stage.tier] = Stage.objects.get(pk=stage.pk)
        self.stage = self.stages["kelurahan"]
        self.after = self.stage.closes + GRACE + timedelta(seconds=1)
        far = self.town.areas["35.78.02.1001/01"]
        self.rows = {
            "lurah": [self._proposal("kelurahan") for _ in range(4)],
            "lurah jauh": [self._proposal("kelurahan", rw=far) for _ in range(3)],
            "ketua_rw": [self._proposal("rw") for _ in range(3)],
        }
        self.rows["camat"] = self.rows["lurah"]  # as soon as they are forwarded

    def _proposal(self, tier: str, **changes: Any) -> Proposal:
        stage = self.stages[tier]
        return self.town.proposal(tier, channel=self.channel, stage=stage, **changes)

    def wait(self) -> None:
        """The end falls among the decisions, every time elsewhere."""
        time.sleep(random.uniform(0, 0.4))

    def close(self) -> None:
        """What the calendar does; it is refused while the planner has opened again."""
        self.wait()
        with suppress(Refusal):
            close_by_calendar(stage=self.stage, now=self.after)

    def close_and_reopen(self) -> None:
        """What a planner does, every fifth time with a change of mind."""
        actor = self.town.staff["planner"]
        self.wait()
        close_stage(stage=self.stage, actor=actor, now=self.after)
        if self.number % 5 == 0:
            given = {"until": self.after + timedelta(days=1), "reason": "Rapat ditunda."}
            reopen_stage(stage=self.stage, actor=actor, now=self.after, **given)

    def end(self) -> None:
        """The calendar comes by again, long after."""
        close_by_calendar(stage=self.stage, now=self.after + timedelta(days=2))

    def given(self, office: str, proposal: Proposal, rng: random.Random) -> dict[str, str]:
        """What somebody of this office fills in, who has read the newest decision."""
        outcome = rng.choice(OUTCOMES[office.split()[0]])
        seen = Proposal.objects.values_list("decided", flat=True).get(pk=proposal.pk)
        others = [p.number for p in self.rows[office] if p != proposal]
        return {
            "outcome": outcome,
            "reason_code": "other",
            "reason": f"Sebab {rng.random()}.",
            "merged_into": rng.choice(others) if outcome == "merge" else "",
            "seen": str(seen),
        }

    def faults(self) -> dict[str, list[Any]]:
        found = {}
        names = {"channel": self.channel.pk, "stage": self.stage.pk}
        with connection.cursor() as cursor:
            for fault, statement in INVARIANTS.items():
                cursor.execute(statement, names)
                found[fault] = cursor.fetchall()
        stages = list(self.channel.stages.all())
        wrong = [
            p.pk for p in Proposal.objects.filter(channel=self.channel) if not follows(p, stages)
        ]
        found["what stands does not follow from the decisions"] = wrong
        return {fault: rows for fault, rows in found.items() if rows}


def follows(row: Proposal, stages: list[Stage]) -> bool:
    """Whether the columns of a proposal are what its decisions make of it."""
    after = project(row, list(row.decisions.order_by("sequence")), stages)
    place = (row.stage_id, row.tier, row.state) == (after.stage.pk, after.stage.tier, after.state)
    money = (row.volume, row.cost) == (after.volume, after.cost)
    rank = row.rw_rank == after.rw_rank
    return place and money and rank and row.merged_into_id == after.merged_into_id


def decided_by_offices() -> set[tuple[int, int]]:
    """(decision, proposal), by key; not what the calendar or the planner's opening wrote."""
    rows = Decision.objects.exclude(outcome__in=("undecided", "lapsed", "passed", "reopened"))
    return set(rows.values_list("pk", "proposal"))


Answers = list[tuple[int, int]]  # (proposal, status)


def decider(turn: Round, office: str, client: Client, seed: int) -> Callable[[], Answers]:
    """Three decisions at the desk, one after the other."""

    def work() -> Answers:
        rng, answers = random.Random(seed), Answers()
        rows = turn.rows[office]
        for proposal in rng.sample(rows, 3):
            address = f"/admin/musrenbang/proposal/{proposal.pk}/change/"
            given = turn.given(office, proposal, rng)
            answers.append((proposal.pk, client.post(address, given).status_code))
        return answers

    return work


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_twelve_decide_while_three_close(committed_town: Town) -> None:
    town = committed_town
    people = {name: town.staff[name] for name in ("lurah", "ketua_rw", "camat")}
    people["lurah jauh"] = town.far["lurah"]
    offices = Counter(DECIDERS).elements()
    desks = [(office, client_of(people[office])) for office in offices]
    for _, client in desks:
        client.raise_request_exception = False
    statuses: dict[int, int] = {}
    for number in range(ROUNDS):
        turn = Round(town, number)
        before = decided_by_offices()
        work: list[Any] = [decider(turn, *desk, 100 * number + i) for i, desk in enumerate(desks)]
        work += [turn.close, turn.close, turn.close_and_reopen]
        random.Random(number).shuffle(work)
        results = in_threads(lambda act: act(), work, workers=len(work))
        turn.end()
        answers = list(chain.from_iterable(r for r in results if isinstance(r, list)))
        assert {status for _, status in answers} <= {200, 302, 403, 404}, (number, answers)
        made = decided_by_offices() - before
        # the same person may press twice for the same: that is said to be done, and done once
        told = [proposal for proposal, status in answers if status == 302]
        assert len(made) <= len(told), number
        assert {proposal for _, proposal in made} == set(told), number
        assert turn.faults() == {}, number
        for _, status in answers:
            statuses[status] = statuses.get(status, 0) + 1
    # both happened often: decided in time, and refused
    assert min(statuses[302], statuses[200]) > ROUNDS, statuses
    assert Decision.objects.filter(outcome="undecided").count() > ROUNDS
    assert Decision.objects.filter(outcome="reopened").exists()
    deliver_outbox()
    assert not OutboxEvent.objects.filter(consumed_at=None).exists()
