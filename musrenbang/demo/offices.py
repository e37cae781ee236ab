"""How the demo's offices decide: one proposal after another, from the same source of chance."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from egov.accounts.models import User
from egov.accounts.roles import Role, office_title
from musrenbang.demo import words
from musrenbang.demo.town import People
from musrenbang.domain.projection import path_of
from musrenbang.domain.validation import cost_of
from musrenbang.models import Decision, Proposal, Stage
from musrenbang.vocabulary import PLANNER, Outcome, State, Tier

# how often an office decides what, out of 100
WEIGHTS: dict[str, list[tuple[Outcome, int]]] = {
    Tier.RW: [(Outcome.ENDORSE, 86), (Outcome.DECLINE, 7), (Outcome.RETURN, 7)],
    Tier.KELURAHAN: [
        (Outcome.FORWARD, 74),
        (Outcome.RETURN, 5),
        (Outcome.REJECT, 12),
        (Outcome.RESERVE, 6),
        (Outcome.MERGE, 3),
    ],
    Tier.KECAMATAN: [
        (Outcome.FORWARD, 72),
        (Outcome.RETURN, 3),
        (Outcome.REJECT, 13),
        (Outcome.RESERVE, 9),
        (Outcome.MERGE, 3),
    ],
    Tier.OPD: [(Outcome.FEASIBLE, 66), (Outcome.FEASIBLE_CHANGED, 22), (Outcome.NOT_FEASIBLE, 12)],
    Tier.KOTA: [(Outcome.ACCEPT, 66), (Outcome.RESERVE, 14), (Outcome.REJECT, 20)],
}
# what is decided on a proposal that was completed; at the tiers between it is forwarded
ONWARD: dict[str, Outcome] = {Tier.RW: Outcome.ENDORSE, Tier.KOTA: Outcome.ACCEPT}


class Offices:
    """Every office of the town, and what it keeps in mind from one proposal to the next."""

    def __init__(self, rng: random.Random, people: People, now: datetime) -> None:
        self.rng, self.people, self.now = rng, people, now
        self.ranks: dict[tuple[int, int], int] = defaultdict(int)
        self.mergeable: dict[tuple[int, int], Proposal] = {}

    def remember(self, proposal: Proposal) -> None:
        """One that still runs is what a later one of its kelurahan can be merged into."""
        if proposal.state in (State.WAITING, State.RESERVE):
            self.mergeable[proposal.channel_id, proposal.kelurahan_id] = proposal

    def journey(self, proposal: Proposal, stages: list[Stage]) -> list[Decision]:
        """Decisions from the first station on, until somebody has not decided yet, or it ended."""
        decisions: list[Decision] = []
        at = proposal.submitted_at
        path = path_of(stages)
        here = (proposal.channel_id, proposal.kelurahan_id)
        opd = next((s for s in stages if s.tier == Tier.OPD), None)
        for stage in path:
            if stage.opens > self.now:
                break
            ended = stage.closes <= self.now
            if self.rng.random() < (0.05 if ended else 0.55):
                if ended:
                    outcome = Outcome.NOT_DISCUSSED
                    decisions.append(self._row(proposal, decisions, stage, outcome, stage.closes))
                return decisions
            if stage.tier == Tier.KOTA and opd is not None:
                at = self._moment(opd, at)
                decisions.append(self._row(proposal, decisions, opd, self._pick(Tier.OPD), at))
                if not ended and self.rng.random() < 0.4:
                    return decisions
            outcome = self._pick(stage.tier)
            if decisions and decisions[-1].outcome == Outcome.NOT_FEASIBLE:
                outcome = Outcome.REJECT
            at = self._moment(stage, at)
            if outcome == Outcome.MERGE and here not in self.mergeable:
                outcome = Outcome.FORWARD
            if outcome == Outcome.RETURN:
                decisions.append(self._row(proposal, decisions, stage, outcome, at))
                if not ended and self.rng.random() < 0.6:
                    return decisions
                at += timedelta(hours=self.rng.randint(4, 40))
                at = min(at, stage.closes - timedelta(minutes=5), self.now)
                decisions.append(self._row(proposal, decisions, stage, Outcome.COMPLETED, at))
                outcome = ONWARD.get(stage.tier, Outcome.FORWARD)
                at = min(at + timedelta(minutes=4), self.now)
            decisions.append(self._row(proposal, decisions, stage, outcome, at))
            if outcome not in (Outcome.ENDORSE, Outcome.DECLINE, Outcome.FORWARD):
                break
        return decisions

    def _moment(self, stage: Stage, after: datetime) -> datetime:
        start, end = max(stage.opens, after), min(stage.closes, self.now)
        span = max((end - start).total_seconds(), 60)
        return start + timedelta(seconds=self.rng.uniform(0.02, 0.9) * span)

    def _pick(self, tier: str) -> Outcome:
        outcomes, weights = zip(*WEIGHTS[tier], strict=True)
        chosen: Outcome = self.rng.choices(outcomes, weights)[0]
        return chosen

    def _office(self, proposal: Proposal, tier: str) -> tuple[User, str, str]:
        """(actor, role, title) of the office of a tier."""
        people = self.people
        rw, village, district = proposal.rw, proposal.kelurahan, proposal.kecamatan
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

    def _row(
        self,
        proposal: Proposal,
        before: list[Decision],
        stage: Stage,
        outcome: Outcome,
        at: datetime,
    ) -> Decision:
        last = next((d for d in reversed(before) if d.tier != Tier.OPD), None)
        volume, cost = (last.volume, last.cost) if last else (proposal.volume, proposal.cost)
        decision = Decision(
            proposal=proposal,
            sequence=len(before) + 1,
            stage=stage,
            tier=stage.tier,
            decided_at=at,
            outcome=outcome,
            volume=volume,
            cost=cost,
        )
        if outcome == Outcome.NOT_DISCUSSED:
            decision.role, decision.office = "sistem", f"Jadwal {stage.name}"
            decision.reason_code = "window_over"
        elif outcome == Outcome.COMPLETED:
            decision.decided_by, decision.role = proposal.proposer, "warga"
            decision.office, decision.reason_code = "Pengusul", "other"
        else:
            self._decide(proposal, decision)
        return decision

    def _decide(self, proposal: Proposal, decision: Decision) -> None:
        """Who decides it, why, and what goes with the outcome."""
        stage, outcome = decision.stage, decision.outcome
        decision.decided_by, decision.role, decision.office = self._office(proposal, stage.tier)
        decision.reason_code, decision.reason = self.rng.choice(words.WHY[Outcome(outcome)])
        self._change_money(proposal, decision)
        if outcome == Outcome.ENDORSE:
            key = (proposal.channel_id, proposal.rw_id)
            self.ranks[key] += 1
            decision.rank = self.ranks[key]
        if outcome == Outcome.RETURN:
            in_a_week = timezone.localdate(decision.decided_at) + timedelta(days=7)
            last_day = timezone.localdate(stage.closes - timedelta(seconds=1))
            decision.deadline = min(in_a_week, last_day)
        if outcome == Outcome.MERGE:
            decision.merged_into = self.mergeable[proposal.channel_id, proposal.kelurahan_id]

    def _change_money(self, proposal: Proposal, decision: Decision) -> None:
        """Now and then a smaller volume, with its reason."""
        outcome, volume = decision.outcome, decision.volume
        changeable = outcome in (Outcome.FORWARD, Outcome.ACCEPT) and volume > 4
        changes = changeable and self.rng.random() < 0.3
        if changes or outcome == Outcome.FEASIBLE_CHANGED:
            part = Decimal(self.rng.choice(("0.8", "0.9", "0.75")))
            decision.volume = (volume * part).quantize(Decimal("1"))
            decision.cost = cost_of(decision.volume, proposal.unit_price)
            decision.reason_code = "changed"
            decision.reason = decision.reason or "Volume disesuaikan dengan ukuran di lapangan."
