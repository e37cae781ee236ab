"""A stage that ended is opened again for a day, as planners and offices do it by the verbs."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from egov.verbs.refusal import Refusal
from musrenbang.demo.people import last_office_hour, officer
from musrenbang.domain.calendar import GRACE, close_by_calendar, ended_by, reopen_stage
from musrenbang.domain.deliberation import decide
from musrenbang.domain.projection import ahead_of
from musrenbang.models import Proposal, Stage
from musrenbang.procedure import LEVELS, onward
from musrenbang.vocabulary import PLANNER, Outcome, State

LEAST, MOST = 2, 60  # how many the end of the stage ended or passed on undecided
TRIED = 10
WHY = "Undangan rembuk terlambat sampai (contoh)."
UNCLEAR = "Ukuran lokasinya belum jelas (contoh)."


def open_again(at: datetime) -> bool:
    """From the office hour before `at`: one is sent back and never completed, one is decided."""
    planner, begin = officer(PLANNER), last_office_hour(at)
    stage = _short_of_time(begin)
    if stage is None or planner is None:
        return False
    until = at - GRACE - timedelta(minutes=30)
    reopen_stage(actor=planner, stage=stage, until=until, reason=WHY, now=begin)
    stage.refresh_from_db()
    acts: list[dict[str, Any]] = [
        {"outcome": Outcome.RETURN, "reason": UNCLEAR, "deadline": timezone.localdate(begin)},
        {"outcome": onward(stage.outcomes)},
    ]
    waiting = Proposal.objects.filter(stage=stage, state=State.WAITING).order_by("id")
    for row in waiting.select_related("stage")[:TRIED]:
        now = begin + timedelta(minutes=20 * (3 - len(acts)))
        if acts and _decided(row, now, acts[0]):
            acts.pop(0)
    close_by_calendar(stage=stage, now=at)
    return not acts


def _short_of_time(at: datetime) -> Stage | None:
    """Of the stages that ended while the next is open, the one that left the fewest undecided."""
    running = Stage.objects.of_running_channels(at).select_related("channel")
    stages = list(running.order_by("channel", "position"))
    left: list[tuple[int, Stage]] = []
    for stage in stages:
        path = [each for each in stages if each.channel_id == stage.channel_id]
        following = next(iter(ahead_of(stage, path)), None)
        open_ahead = following is not None and following.phase(at) == "open"
        if open_ahead and not stage.is_opinion and stage.phase(at) == "over":
            left.append((ended_by(stage).count(), stage))
    fitting = [(many, stage.pk, stage) for many, stage in left if LEAST <= many <= MOST]
    return min(fitting)[2] if fitting else None


def _decided(row: Proposal, now: datetime, answers: dict[str, Any]) -> bool:
    reach = LEVELS[row.stage.tier].reach
    actor = officer(row.stage.role, area_id=getattr(row, f"{reach}_id"))
    try:
        decide(actor=actor, proposal=row, seen=row.decided, now=now, **answers)
    except Refusal:
        return False
    return True
