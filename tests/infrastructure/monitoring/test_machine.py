"""Whatever happens, nothing is lost or doubled, and uptime equals a recount.

Two checkers claim, answer late, die and wake; results come at random, the clock goes on and
sometimes back, causes are looked for in between. A model beside keeps what should be.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from infrastructure.domain.network import forget_graph
from infrastructure.models import CheckResult, CheckState, Outage, OutageMember, StatusChange
from infrastructure.monitoring.claiming import LEASE, Claimed, claim_due
from infrastructure.monitoring.results import write
from infrastructure.monitoring.settling import settle
from infrastructure.monitoring.states import Observation
from infrastructure.vocabulary_monitoring import Outcome, State
from tests.infrastructure.monitoring.city import BEGIN, City

WORKERS = ("a", "b")
UP = (State.UP, State.DEGRADED)


class Checkers(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        self.undo = transaction.atomic()
        self.undo.__enter__()
        forget_graph()
        self.city = City()
        CheckState.objects.update(due_at=BEGIN)
        self.now: datetime = BEGIN
        self.batches: dict[str, Claimed] = {}
        self.holder: dict[int, Any] = {}
        self.accepted: list[Observation] = []
        self.fails: dict[int, int] = defaultdict(int)
        self.word: dict[int, str] = {}
        self.latest: dict[int, datetime] = defaultdict(lambda: BEGIN)
        self.up: dict[int, float] = defaultdict(float)
        self.since: dict[int, datetime] = {}
        self.fell: set[int] = set()

    def teardown(self) -> None:
        if hasattr(self, "undo"):
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)
            forget_graph()

    @rule(seconds=st.integers(0, 120))
    def wait(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(seconds=st.integers(1, 3600))
    def clock_goes_back(self, seconds: int) -> None:
        self.now -= timedelta(seconds=seconds)

    @rule(worker=st.sampled_from(WORKERS), many=st.integers(1, 6))
    def claim(self, worker: str, many: int) -> None:
        """Also while it holds a batch: it died, and another process has its name now."""
        batch = claim_due(self.now, many)
        for question in batch.questions:
            self.holder[question.of_check_id] = batch.claim
        self.batches[worker] = batch

    @precondition(lambda self: self.batches)
    @rule(
        worker=st.sampled_from(WORKERS),
        outcomes=st.lists(st.sampled_from(Outcome), min_size=6, max_size=6),
    )
    def answer(self, worker: str, outcomes: list[Outcome]) -> None:
        """Late or not; twice too, as a message that comes again would."""
        batch = self.batches.get(worker)
        if batch is None:
            return
        seen = [
            Observation(question.of_check_id, self.now, outcome)
            for question, outcome in zip(batch.questions, outcomes, strict=False)
        ]
        ours = {s.of_check_id for s in seen if self.holder.get(s.of_check_id) == batch.claim}
        assert write(seen, batch.rows, claim=batch.claim) == ours
        for key in ours:
            del self.holder[key]
        mine = [s for s in seen if s.of_check_id in ours]
        self.accepted += mine
        for one in mine:
            self.count(one)

    @rule(worker=st.sampled_from(WORKERS))
    def kill(self, worker: str) -> None:
        self.batches.pop(worker, None)

    @rule()
    def look_for_causes(self) -> None:
        settle(self.now)
        for key, moment in CheckState.objects.values_list("of_check_id", "changed_at"):
            self.latest[key] = moment  # what was unreachable may be down by itself from now on

    @invariant()
    def each_result_is_there_once(self) -> None:
        if hasattr(self, "accepted"):
            moments = {(s.of_check_id, s.at) for s in self.accepted}
            assert CheckResult.objects.count() == len(moments)

    @invariant()
    def changes_follow_each_other(self) -> None:
        """Each begins where the one before ended, no earlier; the last is what it is now."""
        if not hasattr(self, "accepted"):
            return
        was: dict[int, StatusChange] = {}
        for change in StatusChange.objects.order_by("of_check", "number"):
            before = was.get(change.of_check_id)
            assert change.before == (before.after if before else State.NEW)
            assert before is None or change.changed_at >= before.changed_at
            was[change.of_check_id] = change
        for row in CheckState.objects.all():
            last = was.get(row.of_check_id)
            assert row.state == (last.after if last else State.NEW)
            assert last is None or row.changed_at == last.changed_at

    @invariant()
    def uptime_is_what_the_results_say(self) -> None:
        if hasattr(self, "accepted"):
            assert self.counted() == self.recounted()

    def counted(self) -> dict[int, float]:
        """Seconds up, from the changes."""
        up: dict[int, float] = defaultdict(float)
        since: dict[int, datetime] = {}
        for change in StatusChange.objects.order_by("of_check", "number"):
            _add(up, since, change.of_check_id, change.after in UP, change.changed_at)
        return dict(up)

    def recounted(self) -> dict[int, float]:
        return {key: seconds for key, seconds in self.up.items() if seconds or key in self.fell}

    def count(self, seen: Observation) -> None:
        """One result more, as a person would: two failures that follow each other are down."""
        if seen.outcome == Outcome.NOT_RUN:
            return
        key, well = seen.of_check_id, seen.outcome in (Outcome.OK, Outcome.WARN)
        self.fails[key] = 0 if well else self.fails[key] + 1
        word = seen.outcome.value if well else "down"
        if self.word.get(key) == word or not (well or self.fails[key] >= 2):
            return
        self.word[key] = word
        self.latest[key] = max(self.latest[key], seen.at)  # no change before the last
        if not well and key in self.since:
            self.fell.add(key)
        _add(self.up, self.since, key, well, self.latest[key])

    @invariant()
    def outages_are_whole(self) -> None:
        if not hasattr(self, "accepted"):
            return
        roots = list(Outage.objects.open().values_list("root", flat=True))
        assert len(roots) == len(set(roots))
        inside = OutageMember.objects.filter(left_at=None, outage__resolved_at__isnull=False)
        assert not inside.exists()


def _add(
    up: dict[int, float], since: dict[int, datetime], key: int, is_up: bool, at: datetime
) -> None:
    if is_up:
        since.setdefault(key, at)
    elif key in since:
        up[key] += (at - since.pop(key)).total_seconds()


@pytest.mark.django_db
def test_two_checkers_lose_and_double_nothing() -> None:
    run_state_machine_as_test(
        Checkers,
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_a_lease_outlasts_the_slowest_batch() -> None:
    """Five hundred at two hundred at once, each as slow as it may be."""
    assert timedelta(seconds=(500 // 200 + 1) * 5) < LEASE
