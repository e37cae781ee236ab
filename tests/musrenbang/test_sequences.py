"""No sequence of acts and calendars loses a proposal, changes a decided row, or ends without rule.

Offices, proposers, planners and the calendar act in any order, on few proposals, in each pack.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from egov.files.pictures import store_picture
from egov.verbs.refusal import Refusal
from musrenbang.domain.calendar import reopen_stage
from musrenbang.domain.carrying import carry
from musrenbang.domain.deciding_many import decide_many
from musrenbang.domain.decision_plan import Asked
from musrenbang.domain.deliberation import complete, decide
from musrenbang.domain.holding import settle_held
from musrenbang.domain.own_proposal import withdraw
from musrenbang.domain.promoting import promote
from musrenbang.domain.ranking import rank_list
from musrenbang.domain.ranks import ranked
from musrenbang.domain.recording import record_assembly
from musrenbang.domain.redirecting import ask_redirection, hand_to_complaints, settle_redirection
from musrenbang.domain.separating import separate
from musrenbang.domain.standing import replay_all
from musrenbang.domain.taking_back import take_back
from musrenbang.models import Channel, Cycle, Decision, Proposal, Stage
from musrenbang.procedure import CHOSEN
from tests.conftest import picture
from tests.factories.musrenbang import ChannelFactory
from tests.musrenbang.years import DAY, Year
from tests.town import Town, fresh

PACKS = ("surabaya-kelurahan", "klaten-kelurahan", "tematik")
OFFICES = ("ketua_rw", "lurah", "camat", "verifier", "planner")
WHY = "Contoh: sebab yang cukup panjang."
which, office = st.integers(0, 2), st.sampled_from(OFFICES)
outcome = st.sampled_from(CHOSEN)
usual = st.sampled_from([0, 0, 0, 1, 2, 3, 4])  # of the outcomes of a stage, mostly its first
rarely = st.sampled_from([True, False, False, False])
Rows = dict[int, tuple[Any, ...]]


class AnySequence(RuleBasedStateMachine):
    town: ClassVar[Town]

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.kept: Rows = {}
        self.people = {role: fresh(person) for role, person in self.town.staff.items()}

    @initialize(code=st.sampled_from(PACKS))
    def begin(self, code: str) -> None:
        self.year = Year.begin(self.town, code)
        self.proposals = [self.year.proposal() for _ in range(3)]
        self.numbers = sorted(proposal.number for proposal in self.proposals)
        self.now: datetime = timezone.now()
        self.sheet = store_picture(upload=ContentFile(picture(), "a.jpg"), actor_id=None)
        later = Cycle.objects.create(year=self.town.cycle.year + 1, name="Tahun kemudian")
        channel: Channel = ChannelFactory(
            cycle=later,
            code="kemudian",
            submission=DateTimeTZRange(self.now - DAY, self.now + 365 * DAY),
        )
        self.later = Year.begin(self.town, code, channel)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def row(self, index: int) -> Proposal:
        return Proposal.objects.get(pk=self.proposals[index].pk)

    def attempt(self, act: Callable[..., Any], **given: Any) -> None:
        """A refusal is an answer like another; anything else is a fault."""
        try:
            act(now=self.now, **given)
        except Refusal as refusal:
            assert refusal.code and refusal.sentence

    # -- offices ---------------------------------------------------------------------------

    @rule(index=which, who=office, what=outcome, other=which)
    def an_office_decides(self, index: int, who: str, what: str, other: int) -> None:
        row = self.row(index)
        target = self.row(other) if what == "merge" else None
        given = {"outcome": what, "reason": WHY, "merged_into": target, "seen": row.decided}
        self.attempt(decide, actor=self.people[who], proposal=row, **given)

    @rule(index=which, pick=usual, silent=st.booleans())
    def who_has_it_decides(self, index: int, pick: int, silent: bool) -> None:
        row = self.row(index)
        stage = row.stage
        asked = "opinion" in stage.needs and not row.has_opinion
        if asked and not silent:
            stage = Stage.objects.opinions().get(channel=row.channel_id)
        what = stage.outcomes[pick % len(stage.outcomes)]
        target = self.row((index + 1) % 3) if what == "merge" else None
        given = {"outcome": what, "reason": WHY, "merged_into": target, "seen": row.decided}
        given["reason_code"] = "no_opinion" if asked and silent else "other"
        self.attempt(decide, actor=self.people[stage.role], proposal=row, **given)

    @rule(who=office, what=outcome)
    def an_office_decides_on_all(self, who: str, what: str) -> None:
        rows = [self.row(index) for index in range(3)]
        asked = {row.pk: Asked(outcome=what, reason=WHY) for row in rows}
        seen = {row.pk: row.decided for row in rows}
        self.attempt(decide_many, actor=self.people[who], asked=asked, seen=seen)

    @rule(index=which, who=office, act=st.sampled_from([take_back, promote, separate]))
    def an_office_mends(self, index: int, who: str, act: Callable[..., Any]) -> None:
        row = self.row(index)
        more = {} if act is take_back else {"reason": WHY}
        self.attempt(act, actor=self.people[who], proposal=row, seen=row.decided, **more)

    @rule()
    def the_list_is_turned_round(self) -> None:
        for stage in Stage.objects.filter(ranks=True, channel=self.year.channel):
            rows = list(ranked(stage, self.town.rw))
            seen = {row.pk: row.decided for row in rows}
            given = {"order": [row.pk for row in reversed(rows)], "seen": seen}
            actor = self.people[stage.role]
            self.attempt(rank_list, actor=actor, stage=stage, place=self.town.rw, **given)

    @rule(index=which, what=st.sampled_from(["endorse", "decline", "return"]))
    def a_clerk_records_the_assembly(self, index: int, what: str) -> None:
        row = self.row(index)
        given = {"outcome": what, "reason": WHY, "sheet": self.sheet, "seen": row.decided}
        self.attempt(
            record_assembly, actor=self.people["operator_kelurahan"], proposal=row, **given
        )

    @rule(index=which, outside=rarely, confirmed=st.booleans())
    def it_is_sent_elsewhere(self, index: int, outside: bool, confirmed: bool) -> None:
        row, town = self.row(index), self.town
        verifier = self.people["verifier"]
        target = {"outside": "pln"} if outside else {"agency": town.other_agency}
        self.attempt(ask_redirection, actor=verifier, proposal=row, reason=WHY, **target)
        planner = self.people["planner"]
        self.attempt(settle_redirection, actor=planner, proposal=row, confirmed=confirmed)

    # -- its proposer ------------------------------------------------------------------------

    @rule(index=which)
    def it_is_completed(self, index: int) -> None:
        changes = {"wish": "Dipaving rapi."}
        self.attempt(complete, actor=self.town.citizen, proposal=self.row(index), changes=changes)

    @rule(index=which, sure=rarely, act=st.sampled_from([withdraw, hand_to_complaints]))
    def it_is_no_wish_any_more(self, index: int, sure: bool, act: Callable[..., Any]) -> None:
        row, own = self.row(index), act is withdraw
        given: dict[str, Any] = {} if own else {"number": "1"}
        actor = self.town.citizen if own else self.people["lurah"]
        if sure:
            self.attempt(act, actor=actor, proposal=row, reason=WHY, seen=row.decided, **given)

    @rule(index=which)
    def it_is_carried(self, index: int) -> None:
        channel = self.later.channel
        self.attempt(carry, actor=self.town.citizen, proposal=self.row(index), channel=channel)

    # -- the planner and the calendar --------------------------------------------------------

    @rule(index=which, what=st.sampled_from(["passed", "not_discussed"]))
    def the_planner_settles(self, index: int, what: str) -> None:
        row = self.row(index)
        given = {"outcome": what, "reason": WHY, "seen": row.decided}
        self.attempt(settle_held, actor=self.people["planner"], proposal=row, **given)

    @rule(number=st.integers(0, 4), days=st.integers(1, 20))
    def a_stage_is_opened_again(self, number: int, days: int) -> None:
        stage, until = self.year.stages[number], self.now + days * DAY
        planner = self.people["planner"]
        self.attempt(reopen_stage, actor=planner, stage=stage, until=until, reason=WHY)
        self.year.reload()

    @rule(number=st.integers(0, 4), days=st.integers(-9, 20))
    def a_window_moves(self, number: int, days: int) -> None:
        stage = self.year.stages[number]
        ends = stage.closes + days * DAY
        if ends > max(stage.opens, self.now):
            stage.window = DateTimeTZRange(stage.opens, ends)
            stage.save(update_fields=["window"])

    @rule(days=st.integers(1, 12))
    def days_pass(self, days: int) -> None:
        self.now += days * DAY
        before = {row.pk: row.state for row in Proposal.objects.all()}
        self.year.close(self.now)
        for row in Proposal.objects.all():
            was = before[row.pk]
            assert row.state == was or was in ("waiting", "returned")
        self.year.reload()

    # -- what holds after each -----------------------------------------------------------------

    @invariant()
    def none_is_lost(self) -> None:
        if hasattr(self, "numbers"):
            numbers = Proposal.objects.order_by("number").values_list("number", flat=True)
            assert list(numbers) == self.numbers

    @invariant()
    def each_stands_where_its_decisions_put_it(self) -> None:
        assert [found for _, found in replay_all() if found] == []

    @invariant()
    def what_was_decided_stays_and_what_is_new_follows_a_rule(self) -> None:
        rows: Rows = {row[0]: row for row in Decision.objects.order_by("id").values_list()}
        assert {key: rows.get(key) for key in self.kept} == self.kept
        new = Decision.objects.filter(pk__in=rows.keys() - self.kept.keys())
        for decision in new.select_related("stage").order_by("id"):
            follows_its_rule(decision)
        self.kept = rows


def follows_its_rule(decision: Decision) -> None:
    """Rows are numbered without a gap; only a rule or an office ends what waits."""
    earlier = list(decision.proposal.decisions.filter(sequence__lt=decision.sequence))
    assert [row.sequence for row in earlier] == list(range(1, decision.sequence))
    if decision.role != "sistem":
        return
    last = earlier[-1] if earlier else None
    if decision.outcome == "lapsed":  # completed in time, it would wait
        assert last is not None and last.outcome != "completed" and decision.deadline is not None
        assert timezone.localdate(decision.decided_at) > decision.deadline
    else:
        rules = {"not_discussed": "end", "passed": "up"}
        assert decision.stage.silence == rules[decision.outcome]


@pytest.mark.slow
def test_no_sequence_loses_changes_or_ends_without_a_rule(town: Town) -> None:
    AnySequence.town = town
    run_state_machine_as_test(
        AnySequence,
        settings=settings(
            max_examples=24,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
