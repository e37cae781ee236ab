"""How the demo's offices decide: one proposal after another, in office hours, from one chance."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from egov.accounts.models import User
from egov.accounts.roles import Role, office_title
from musrenbang.demo.courses import Course
from musrenbang.demo.hours import Clock
from musrenbang.demo.kinds import Kind
from musrenbang.demo.neighbours import Neighbours
from musrenbang.demo.town import People
from musrenbang.domain.calendar import GRACE, told_of_silence
from musrenbang.domain.forums import forum_of
from musrenbang.domain.projection import path_of
from musrenbang.domain.silence import is_forgone, outcome_of_silence
from musrenbang.domain.validation import cost_of
from musrenbang.models import Decision, Proposal, Stage
from musrenbang.procedure import LEVELS, MOVES_ON, OPINIONS, RANKED
from musrenbang.vocabulary import PLANNER, Need, Outcome, State, Tier

RETURN_DAYS = 7
# one that still waits for its proposer was sent back in these days, so that there is time left
LATELY = timedelta(days=5)
CHANGED = 0.25  # of what is forwarded or accepted


class Offices:
    """Every office of the town, and what it keeps in mind from one proposal to the next."""

    def __init__(
        self, rng: random.Random, people: People, now: datetime, office: Clock, citizen: Clock
    ) -> None:
        self.rng, self.people, self.now = rng, people, now
        self.office, self.citizen = office, citizen
        self.ranks: dict[tuple[int, int], int] = defaultdict(int)
        self.neighbours = Neighbours()

    def journey(
        self, proposal: Proposal, kind: Kind, stages: list[Stage], course: Course
    ) -> list[Decision]:
        """Decisions from the first station on, until somebody has not decided yet, or it ended."""
        trail: list[Decision] = []
        opd = next((s for s in stages if s.is_opinion), None)
        for stage in path_of(stages):
            if stage.opens > self.now:
                break
            ready, since = True, stage.opens
            if Need.OPINION in stage.needs and opd is not None:
                ready = self._act(proposal, kind, trail, opd, course)
                if not ready and is_forgone(stage, stages, self.now):
                    ready, since = True, opd.closes
            if not (ready and self._act(proposal, kind, trail, stage, course, since)):
                if not self._end(proposal, trail, stage, stages):
                    break
            elif trail[-1].outcome not in MOVES_ON:
                break
        return trail

    def _act(
        self,
        proposal: Proposal,
        kind: Kind,
        trail: list[Decision],
        stage: Stage,
        course: Course,
        since: datetime | None = None,
    ) -> bool:
        """What an office decides at its stage. False where it leaves the proposal waiting."""
        target = self.neighbours.target(proposal, kind, stage.tier)
        ended = stage.closes <= self.now
        outcomes = list(course.at(stage.tier, ended=ended, repeats=target is not None))
        if trail and trail[-1].outcome == Outcome.NOT_FEASIBLE and outcomes:
            outcomes = [Outcome.REJECT]
        if target is None:  # nothing near by to merge it into
            outcomes = [Outcome.FORWARD if o == Outcome.MERGE else o for o in outcomes]
        for number, outcome in enumerate(outcomes):
            waits = outcome == Outcome.RETURN and number == len(outcomes) - 1
            after = trail[-1].decided_at if trail else proposal.submitted_at
            begin = max(since or stage.opens, after, self.now - LATELY if waits else after)
            at = self.office.pick(self.rng, begin, min(stage.closes, self.now))
            if at is None:
                return False
            decision = self._row(proposal, trail, stage, outcome, at)
            self._decide(proposal, kind, trail, decision, target)
            trail.append(decision)
            if outcome == Outcome.RETURN and not (waits or self._complete(proposal, trail, stage)):
                return False
        return bool(outcomes)

    def _complete(self, proposal: Proposal, trail: list[Decision], stage: Stage) -> bool:
        """The proposer completes it within the time given. False where there is none left."""
        returned = trail[-1]
        until = min(returned.decided_at + timedelta(days=4), stage.closes, self.now)
        at = self.citizen.pick(self.rng, returned.decided_at, until)
        if at is None:
            return False
        decision = self._row(proposal, trail, stage, Outcome.COMPLETED, at)
        decision.decided_by, decision.role = proposal.proposer, "warga"
        decision.office, decision.reason_code = "Pengusul", "other"
        trail.append(decision)
        return True

    def _end(
        self, proposal: Proposal, trail: list[Decision], stage: Stage, stages: list[Stage]
    ) -> bool:
        """What the calendar makes of one that nobody decided; whether it goes on from here."""
        last = path_of(stages)[-1]
        returned = bool(trail) and trail[-1].outcome == Outcome.RETURN
        state = State.RETURNED if returned else State.WAITING
        for ended in (stage, last):  # its own stage, else the year
            at = ended.closes + GRACE
            outcome = outcome_of_silence(state, stage, stages, at) if at <= self.now else None
            if outcome is not None:
                break
        if outcome is None:
            return False
        decision = self._row(proposal, trail, stage, outcome, at)
        decision.role, decision.office = "sistem", f"Jadwal {stage.name}"
        if returned:
            proposal.return_until = trail[-1].deadline
        told = told_of_silence(stage, [proposal], {proposal.pk: outcome})
        for column, value in told[proposal.pk].items():
            setattr(decision, column, value)
        trail.append(decision)
        return outcome == Outcome.PASSED

    def _row(
        self,
        proposal: Proposal,
        trail: list[Decision],
        stage: Stage,
        outcome: Outcome,
        at: datetime,
    ) -> Decision:
        """A decision that carries on what the office before it left, the OPD's opinion too."""
        last = trail[-1] if trail else proposal
        return Decision(
            proposal=proposal,
            sequence=len(trail) + 1,
            stage=stage,
            tier=stage.tier,
            decided_at=at,
            outcome=outcome,
            volume=last.volume,
            cost=last.cost,
        )

    def _decide(
        self,
        proposal: Proposal,
        kind: Kind,
        trail: list[Decision],
        decision: Decision,
        target: Proposal | None,
    ) -> None:
        """Who decides it, why, and what goes with the outcome."""
        stage, outcome = decision.stage, decision.outcome
        decision.decided_by, decision.role, decision.office = self._office(proposal, stage.tier)
        decision.forum = forum_of(stage, proposal)
        reasons = self._change_money(proposal, kind, decision)
        last = trail[-1] if trail else None
        if last is not None and last.outcome == Outcome.NOT_FEASIBLE:
            decision.reason_code = last.reason_code
            decision.reason = f"Mengikuti hasil verifikasi {proposal.agency}: {last.reason}"
        elif Need.OPINION in stage.needs and last is not None and last.outcome not in OPINIONS:
            decision.reason_code, decision.reason = "no_opinion", ""
        else:  # what stands against a kind was said before the city; there it is the money
            own = stage.tier != Tier.KOTA
            decision.reason_code, sentence = kind.reason(self.rng, reasons, own=own)
            decision.reason = sentence.format(
                volume=f"{decision.volume:.0f}",
                year=proposal.channel.cycle.year,
                agency=proposal.agency,
            )
        if stage.ranks and outcome in RANKED:
            key = (stage.pk, getattr(proposal, f"{LEVELS[stage.tier].reach}_id"))
            self.ranks[key] += 1
            decision.rank = self.ranks[key]
        if outcome == Outcome.RETURN:
            in_a_week = timezone.localdate(decision.decided_at) + timedelta(days=RETURN_DAYS)
            last_day = timezone.localdate(stage.closes - timedelta(seconds=1))
            decision.deadline = min(in_a_week, last_day)
        if outcome == Outcome.MERGE:
            decision.merged_into = target

    def _change_money(self, proposal: Proposal, kind: Kind, decision: Decision) -> str:
        """Now and then a smaller volume. Returns under which name its reasons stand."""
        step = kind.usual[proposal.variant.code][2]
        volume = int(decision.volume * Decimal(self.rng.choice(("0.75", "0.8", "0.9"))))
        volume -= volume % step
        possible = kind.changes() and 0 < volume < decision.volume
        may = decision.outcome in (Outcome.FORWARD, Outcome.ACCEPT) and self.rng.random() < CHANGED
        if possible and (may or decision.outcome == Outcome.FEASIBLE_CHANGED):
            decision.volume = Decimal(volume)
            decision.cost = cost_of(decision.volume, proposal.unit_price)
            return "changed"
        if decision.outcome == Outcome.FEASIBLE_CHANGED:
            decision.outcome = Outcome.FEASIBLE
        return decision.outcome

    def _office(self, proposal: Proposal, tier: str) -> tuple[User, str, str]:
        """(actor, role, title) of the office of a tier."""
        people = self.people
        rw, village, district = proposal.rw, proposal.kelurahan, proposal.kecamatan
        assert rw is not None and village is not None and district is not None
        if tier == Tier.RW:
            title = office_title(Role.KETUA_RW, area=rw)
            return people.ketua[rw.pk], Role.KETUA_RW, title
        if tier == Tier.KELURAHAN:
            title = office_title(Role.LURAH, area=village)
            return people.lurah[village.pk], Role.LURAH, title
        if tier == Tier.KECAMATAN:
            title = office_title(Role.CAMAT, area=district)
            return people.camat[district.pk], Role.CAMAT, title
        if tier == Tier.OPD:
            title = office_title(Role.VERIFIER, agency=proposal.agency.short_name)
            return people.verifier[proposal.agency.pk], Role.VERIFIER, title
        return people.planner, PLANNER, office_title(PLANNER)
