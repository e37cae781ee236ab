"""The planner passes on what an office left undecided at a stage that holds it, or ends it."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from egov.accounts.models import User
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.verb import verb
from musrenbang.domain.decision_plan import Case, check_seen, check_way_on
from musrenbang.domain.deliberation import write_decision
from musrenbang.domain.eligibility import Turn
from musrenbang.domain.projection import ahead_of
from musrenbang.domain.silence import is_held, office_of_silence, silent_offices
from musrenbang.models import Decision, Proposal, Stage
from musrenbang.vocabulary import PLANNER, Outcome, Silence, State

SETTLES = (Outcome.PASSED, Outcome.NOT_DISCUSSED)


def awaits_planner(proposal: Proposal, stage: Stage, now: datetime) -> bool:
    """Whether its stage ended and holds it; at the end of the year nothing is held any more."""
    held = stage.silence == Silence.HOLD and stage.phase(now) == "over"
    return held and proposal.state == State.WAITING


@verb
def settle_held(
    *,
    actor: User,
    proposal: Proposal,
    outcome: str,
    reason: str,
    seen: int | None,
    now: datetime | None = None,
) -> Decision:
    """On to the next station without the decision that is missing, or *tidak dibahas*.

    `seen` as in `decide`. Refuses what no stage holds (`not_held`), and to pass on from the last
    station or after the last one has ended (`no_way_on`).
    """
    require(actor, "musrenbang.settle_held", proposal)
    now, row = now or timezone.now(), Proposal.objects.locked(proposal.pk)
    check_seen(row, seen)
    stages, stage = list(row.channel.stages.select_related("channel__cycle")), row.stage
    if not awaits_planner(row, stage, now):
        sentence = f"Usulan ini sekarang: {row.status}. Tidak ada tahap yang menahannya."
        raise Refusal("not_held", sentence)
    sentence = _checked(outcome, reason)
    if outcome == Outcome.PASSED:
        _check_passing(stage, stages, now)
    office = next(each for each in actor.appointments_now if each.role == PLANNER)
    case = Case(row, Turn(stage, office, None), stages, list(row.decisions.all()), now)
    decision = _row(case, outcome, sentence)
    write_decision(case, decision)
    proposal.refresh_from_db()
    return decision


def _row(case: Case, outcome: str, sentence: str) -> Decision:
    """What the planner decided at the stage of another office, which it names."""
    row, stage, office = case.proposal, case.stage, case.turn.office
    silent = office_of_silence(stage, row, silent_offices(stage, [row]))
    return Decision(
        proposal=row,
        sequence=len(case.decisions) + 1,
        stage=stage,
        tier=stage.tier,
        decided_by=office.user,
        role=office.role,
        office=office.title,
        decided_at=case.now,
        outcome=outcome,
        reason_code="other",
        reason=f"{silent} tidak memutuskan. {sentence}",
        volume=row.volume,
        cost=row.cost,
    )


def _checked(outcome: str, reason: str) -> str:
    """The planner's sentence."""
    sentence = " ".join(reason.split())
    if outcome not in SETTLES:
        raise Invalid("outcome_not_here", "Pilih naik atau tidak dibahas.", field="outcome")
    if not sentence:
        wanted = "Tulis sebabnya dalam satu kalimat. Kalimat ini dibaca pengusul dan umum."
        raise Invalid("no_reason", wanted, field="reason")
    return sentence


def _check_passing(stage: Stage, stages: list[Stage], now: datetime) -> None:
    if not ahead_of(stage, stages) or not is_held(stage, stages, now):
        sentence = "Tidak ada tahap berikutnya yang masih berjalan. Pilih tidak dibahas."
        raise Refusal("no_way_on", sentence, field="outcome")
    check_way_on(stage, stages, now)
