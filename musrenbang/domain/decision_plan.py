"""What must hold before a decision is written, and the row that follows. Writes nothing.

The order of the checks is the order in which an officer is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from egov.verbs.refusal import Invalid, Refusal
from musrenbang.domain.batch import Batch
from musrenbang.domain.eligibility import (
    Turn,
    check_open,
    lacks_opinion,
    moment_of,
    money_before,
    money_default,
    needs_residence,
    opinion_of,
)
from musrenbang.domain.forums import forum_of
from musrenbang.domain.merging import merge_target
from musrenbang.domain.money import Money, Price, carried_on, check_change_is_told
from musrenbang.domain.projection import ahead_of
from musrenbang.domain.sentences import check_length, reason_code_of
from musrenbang.domain.silence import is_forgone, is_held
from musrenbang.models import Decision, Proposal, Stage
from musrenbang.procedure import MOVES_ON, NEEDS_SENTENCE, RANKED
from musrenbang.reasons import REASONS
from musrenbang.vocabulary import BUTTONS, Outcome

RETURN_DAYS = 7


@dataclass(frozen=True)
class Asked:
    """What an officer fills in. Volume in the proposal's unit, cost in whole rupiah.

    What is left empty stays as the proposal carries it.
    """

    outcome: str
    reason_code: str = ""
    reason: str = ""
    volume: Decimal | None = None
    cost: Decimal | None = None
    rank: int | None = None
    deadline: date | None = None
    merged_into: Proposal | None = None


@dataclass(frozen=True)
class Case:
    """A proposal under its lock, with its path, what was decided, and whose turn it is."""

    proposal: Proposal
    turn: Turn
    stages: Sequence[Stage]
    decisions: Sequence[Decision]
    now: datetime
    batch: Batch = field(default_factory=Batch)

    @property
    def stage(self) -> Stage:
        return self.turn.stage


def price_of(proposal: Proposal) -> Price:
    """The price at which it was sent, and what the kamus allows of its kind."""
    return Price(proposal.unit_price, proposal.unit, proposal.volume_limits[1])


def plan_decision(case: Case, asked: Asked, *, actor: Any, title: str) -> Decision:
    """The row, not yet saved; `title` is how the public reads who decided.

    Raises Refusal or Invalid.
    """
    check_outcome(case, asked)
    reason_code, reason = check_reason(case, asked)
    money = _money(case, asked, reason_code, reason)
    outcome, row = asked.outcome, case.proposal
    deadline = _deadline(case, asked) if outcome == Outcome.RETURN else None
    rank = None
    if case.stage.ranks and outcome in RANKED:
        rank = case.batch.ranks.rank_for(row, case.stage, asked.rank, case.turn.corrects)
    elif outcome == Outcome.RESERVE:
        rank = case.batch.reserves.last_for(row, case.stage, case.turn.corrects)
    merged_into = None
    if outcome == Outcome.MERGE:
        merged_into = merge_target(row, asked.merged_into, case.turn.office)
    return Decision(
        proposal=row,
        sequence=len(case.decisions) + 1,
        stage=case.stage,
        tier=case.stage.tier,
        decided_by=actor,
        role=case.turn.office.role,
        office=title,
        forum=forum_of(case.stage, row),
        decided_at=case.now,
        outcome=outcome,
        reason_code=reason_code,
        reason=reason,
        volume=money.volume,
        cost=money.cost,
        rank=rank,
        deadline=deadline,
        merged_into=merged_into,
        supersedes=case.turn.corrects,
    )


def check_outcome(case: Case, asked: Asked) -> None:
    """Refuses what is not chosen at this stage, or not now."""
    stage, row, outcome = case.stage, case.proposal, asked.outcome
    if outcome not in stage.outcomes:
        allowed = ", ".join(BUTTONS[Outcome(o)] for o in stage.outcomes)
        raise Invalid(
            "outcome_not_here",
            f"Keputusan ini tidak ada di tingkat {stage.word}. Yang dapat dipilih: {allowed}.",
            field="outcome",
        )
    check_open(case.turn, case.stages, case.now)
    if lacks_opinion(stage, row) and outcome != Outcome.RETURN:
        check_forgone(case, asked.reason_code)
    if outcome not in MOVES_ON:
        return
    if needs_residence(stage, row, case.stages) and not case.batch.is_resident(row):
        raise Refusal(
            "residence_first",
            f"Domisili pengusul di {row.place_short} belum dipastikan. "
            "Pastikan dulu, lalu putuskan usulan ini.",
        )
    check_way_on(stage, case.stages, case.now)


def check_forgone(case: Case, reason_code: str) -> None:
    """Refuses what waits for an opinion, and to say nothing where it came too late."""
    agency = case.proposal.agency
    if not is_forgone(case.stage, case.stages, case.now):
        raise Refusal(
            "opinion_first",
            f"{agency} belum memberi hasil verifikasi. Keputusan dibuat sesudahnya.",
        )
    if reason_code != "no_opinion":
        raise Invalid(
            "say_no_opinion",
            f"{agency} tidak memberi hasil verifikasi sampai batas waktunya. "
            f"Pilih alasan “{REASONS['no_opinion']}”, lalu putuskan.",
            field="reason_code",
        )


def check_way_on(stage: Stage, stages: Sequence[Stage], now: datetime) -> None:
    """Refuses to pass on into a stage that has ended, unless it still holds what waits there."""
    following = next(iter(ahead_of(stage, stages)), None)
    if following is None or following.phase(now) != "over" or is_held(following, stages, now):
        return
    raise Refusal(
        "next_stage_over",
        f"{following.name} sudah berakhir. Minta perencana membetulkan jadwalnya.",
    )


def check_reason(case: Case, asked: Asked) -> tuple[str, str]:
    """(code, sentence) as they are kept. Refuses a refusal without a sentence."""
    reason = " ".join(asked.reason.replace("\0", "").split())
    reason_code = reason_code_of(asked.outcome, asked.reason_code)
    check_length(reason)
    if asked.outcome in NEEDS_SENTENCE and not reason:
        raise Invalid(
            "no_reason",
            "Tulis penjelasan dalam satu kalimat. Kalimat ini dibaca pengusul dan umum.",
            field="reason",
        )
    opinion = opinion_of(case.decisions, case.stages)
    unfit = opinion is not None and opinion.outcome == Outcome.NOT_FEASIBLE
    if opinion is not None and unfit and asked.outcome == Outcome.ACCEPT and not reason:
        raise Invalid(
            "no_reason",
            f"{opinion.office} menyatakan usulan ini tidak layak. Tulis mengapa tetap diterima.",
            field="reason",
        )
    return reason_code, reason


def _money(case: Case, asked: Asked, reason_code: str, reason: str) -> Money:
    before = money_before(case.proposal, case.turn, case.decisions, case.stages)
    default = money_default(case.turn, before)
    return changed_money(case.proposal, asked, before, default, reason_code, reason)


def changed_money(
    proposal: Proposal, asked: Asked, before: Money, default: Money, reason_code: str, reason: str
) -> Money:
    """What is carried on, where every change of it is told."""
    money = carried_on(
        outcome=asked.outcome,
        before=before,
        default=default,
        volume=asked.volume,
        cost=asked.cost,
        price=price_of(proposal),
    )
    check_change_is_told(
        outcome=asked.outcome,
        before=before,
        after=money,
        unit=proposal.unit,
        reason_code=reason_code,
        reason=reason,
    )
    return money


def _deadline(case: Case, asked: Asked) -> date:
    """Until when what is sent back is completed: within the stage; past its end, RETURN_DAYS."""
    today = timezone.localdate(case.now)
    usual = today + timedelta(days=RETURN_DAYS)
    last_day = timezone.localdate(case.stage.closes - timedelta(seconds=1))
    if is_held(case.stage, case.stages, case.now):
        last_day = usual
    deadline = asked.deadline or min(usual, last_day)
    if not today <= deadline <= last_day:
        shown = date_format(last_day, "j F Y")
        raise Invalid(
            "deadline_range",
            f"Batas waktu harus antara hari ini dan {shown}, akhir tahap ini.",
            field="deadline",
        )
    return deadline


def check_seen(
    proposal: Proposal, seen: int | None, decisions: Sequence[Decision] | None = None
) -> None:
    """Refuses who has not read the newest decision. `decisions` where they are read already."""
    if seen is None:
        raise Invalid(
            "seen_missing",
            "Halaman ini tidak menyebut apa yang sudah Anda baca. Muat ulang, lalu putuskan lagi.",
        )
    if seen != proposal.decided:
        last = max(
            proposal.decisions.all() if decisions is None else decisions,
            key=lambda decision: decision.sequence,
            default=None,
        )
        news = "usulan ini berubah"
        if last:
            when = moment_of(last.decided_at)
            news = f"{last.office} sudah memutuskan: {last.get_outcome_display()} ({when})"
        raise Refusal(
            "changed_meanwhile",
            f"Sementara Anda membaca, {news}. Muat ulang halaman untuk melihat keadaan terbaru.",
        )
