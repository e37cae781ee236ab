"""Verbs of the calendar: move a stage's window, close it, open it again, warn on its last day.

Closing and opening again work in steps of STEP proposals, each a transaction of its own:
stopped in the middle, the next call goes on where it stopped.
Every verb locks proposals before their stage.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.formats import date_format

from egov.accounts.models import Appointment, User
from egov.verbs.outbox import publish_many
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.verb import verb
from musrenbang.domain.projection import after, current, path_of, project, write_projection
from musrenbang.domain.silence import (
    at_the_end,
    ending,
    office_of_silence,
    outcome_of_silence,
    silent_offices,
)
from musrenbang.models import Decision, Proposal, Stage
from musrenbang.models.proposal import ProposalQuerySet
from musrenbang.vocabulary import PLANNER, Outcome, State

STEP = 1000
GRACE = timedelta(hours=1)  # after the end nobody decides, and the planner can still mend the date
UNDECIDED = (State.WAITING, State.RETURNED)


def undecided(stage: Stage) -> ProposalQuerySet:
    """The proposals that wait at this stage, and what its end means for; none for an opinion."""
    rows = Proposal.objects.filter(stage=stage, state__in=UNDECIDED)
    return rows.none() if stage.is_opinion else rows


def ended_by(stage: Stage) -> ProposalQuerySet:
    """The proposals that this stage's end stopped or passed on, while nobody acted since."""
    stopped = Q(stage=stage, state__in=[State.NOT_DISCUSSED, State.UNDECIDED, State.LAPSED])
    last = Decision.objects.filter(
        proposal=OuterRef("pk"), stage=stage, outcome=Outcome.PASSED, sequence=OuterRef("decided")
    )
    passed = Q(channel=stage.channel_id, state=State.WAITING, passed_over=True) & Exists(last)
    return Proposal.objects.filter(stopped | passed)


def check_window(
    *, stage: Stage, window: DateTimeTZRange, confirmed: bool, now: datetime | None = None
) -> None:
    """Refuses an end moved into the past while proposals wait, unless it was confirmed.

    The refusal says how many wait.
    """
    now = now or timezone.now()
    if stage.pk is None or window.upper is None or window.upper > now or confirmed:
        return
    if window.upper == stage.window.upper:  # ended by itself
        return
    waiting = undecided(stage).count()
    if waiting:
        sentence = (
            f"Tanggal akhir ini sudah lewat, padahal {waiting} usulan masih menunggu "
            f"dan akan {at_the_end(stage, list(stage.channel.stages.all()))}. "
            "Betulkan tanggalnya, atau centang bahwa tahap ini memang diakhiri."
        )
        raise Refusal("proposals_wait", sentence, field="window")


def _planners_office(actor: User) -> Appointment:
    return next(office for office in actor.appointments_now if office.role == PLANNER)


def close_stage(*, actor: User, stage: Stage, now: datetime | None = None) -> int:
    """Ends a stage whose window is over: what nobody decided goes the way of the stage's rule.

    Returns how many it moved or ended. Safe to repeat.
    """
    require(actor, "musrenbang.close_stage", stage)
    return _close(stage=stage, actor=actor, office=_planners_office(actor), now=now)


def close_by_calendar(*, stage: Stage, now: datetime | None = None) -> int:
    """What `close_stage` does, done by nobody: the calendar, one hour after the end."""
    return _close(stage=stage, actor=None, office=None, now=now)


def _close(
    *, stage: Stage, actor: User | None, office: Appointment | None, now: datetime | None
) -> int:
    now = now or timezone.now()
    total, more = 0, True
    while more:
        done, more = _close_step(stage=stage, actor=actor, office=office, now=now)
        total += done
    return total


@verb
def _close_step(
    *, stage: Stage, actor: User | None, office: Appointment | None, now: datetime
) -> tuple[int, bool]:
    """The next STEP proposals of a stage that has ended: how many, and whether some are left."""
    stages = list(Stage.objects.filter(channel=stage.channel_id))
    at_end = Proposal.objects.filter(ending(stage, stages, now))
    keys = list(at_end.order_by("pk").values_list("pk", flat=True)[:STEP])
    rows = list(Proposal.objects.select_for_update(no_key=True).order_by("pk").filter(pk__in=keys))
    row = lock_stage(stage)
    waiting = [p for p in rows if p.stage_id == stage.pk and p.state in UNDECIDED]
    outcomes = {p.pk: outcome_of_silence(p.state, row, stages, now) for p in waiting}
    moved = [p for p in waiting if outcomes[p.pk] is not None]
    ends = row.closes if office else row.closes + GRACE
    if now < ends and not row.closed_at:
        raise Refusal("window_open", f"{row.name} masih berlangsung sampai {last_moment(row)}.")
    decisions = _write(
        moved,
        told_of_silence(row, moved, outcomes),
        stage=row,
        decided_by=actor,
        role=office.role if office else "sistem",
        office=office.title if office else f"Jadwal {row.name}",
        decided_at=now,
    )
    path = path_of(stages)
    write_projection(
        [(p, after(current(p, row), d, path)) for p, d in zip(moved, decisions, strict=True)]
    )
    more = bool(moved) and at_end.exists()
    if not more and not row.closed_at:
        row.closed_at = now
        row.save(update_fields=["closed_at"])
    return len(moved), more


def told_of_silence(
    stage: Stage, proposals: Sequence[Proposal], outcomes: dict[int, Outcome | None]
) -> dict[int, dict[str, Any]]:
    """What the row of each says: the outcome, and who was silent until when."""
    titles, until = silent_offices(stage, proposals), last_moment(stage)
    told: dict[int, dict[str, Any]] = {}
    for proposal in proposals:
        outcome = outcomes[proposal.pk]
        silent = office_of_silence(stage, proposal, titles)
        columns: dict[str, Any] = {
            "reason_code": "window_over",
            "reason": f"{silent} tidak memutuskan.",
        }
        if outcome == Outcome.LAPSED:
            columns = {"reason_code": "not_completed", "deadline": proposal.return_until}
        elif outcome == Outcome.UNDECIDED:
            columns = {"reason_code": "year_over", "reason": f"{silent} tidak memutuskan."}
        elif outcome == Outcome.PASSED:
            without = f"Tanpa {stage.get_act_display().lower()}"
            sentence = f"{without}: {silent} tidak memutuskan sampai {until}."
            columns = {"reason_code": "other", "reason": sentence}
        told[proposal.pk] = {"outcome": outcome, **columns}
    return told


def reopen_stage(
    *, actor: User, stage: Stage, until: datetime, reason: str, now: datetime | None = None
) -> int:
    """Opens a stage again until a later moment, and brings back what its end stopped or passed on.

    By rows that supersede those of the end, with the planner's reason; the proposers are told.
    Returns how many. Safe to repeat.
    """
    now = now or timezone.now()
    require(actor, "musrenbang.reopen_stage", stage)
    office = _planners_office(actor)
    reason = " ".join(reason.split())
    if not reason:
        sentence = "Tulis sebabnya dalam satu kalimat. Kalimat ini dibaca pengusul dan umum."
        raise Invalid("no_reason", sentence, field="reason")
    if until <= now:
        raise Invalid("until_past", "Tahap ini harus berakhir sesudah saat ini.", field="until")
    _extend(stage=stage, until=until, now=now)
    total, more = 0, True
    while more:
        done, more = _reopen_step(stage=stage, actor=actor, office=office, reason=reason, now=now)
        total += done
    return total


@verb
def _extend(*, stage: Stage, until: datetime, now: datetime) -> None:
    row = lock_stage(stage)
    if row.phase(now) != "over" and not ended_by(row).exists():
        raise Refusal("stage_open", f"{row.name} masih berlangsung sampai {last_moment(row)}.")
    row.window = DateTimeTZRange(row.opens, until)
    row.closed_at = row.reminded_at = row.warned_at = None
    row.save(update_fields=["window", "closed_at", "reminded_at", "warned_at"])


@verb
def _reopen_step(
    *, stage: Stage, actor: User, office: Appointment, reason: str, now: datetime
) -> tuple[int, bool]:
    """The next STEP proposals that the stage's end changed: how many, and whether some are left."""
    keys = list(ended_by(stage).order_by("pk").values_list("pk", flat=True)[:STEP])
    locked = Proposal.objects.select_for_update(no_key=True).order_by("pk").filter(pk__in=keys)
    list(locked.values_list("pk"))
    ended = list(ended_by(stage).filter(pk__in=keys).order_by("pk"))
    row = lock_stage(stage)
    stages = list(Stage.objects.filter(channel=row.channel_id))
    history: dict[int, list[Decision]] = {p.pk: [] for p in ended}
    for decision in Decision.objects.filter(proposal__in=history).order_by("proposal", "sequence"):
        history[decision.proposal_id].append(decision)
    reopened = {"outcome": Outcome.REOPENED, "reason_code": "other", "reason": reason}
    decisions = _write(
        ended,
        {p.pk: {**reopened, "supersedes": history[p.pk][-1]} for p in ended},
        stage=row,
        decided_by=actor,
        role=office.role,
        office=office.title,
        decided_at=now,
    )
    standings = []
    for proposal, decision in zip(ended, decisions, strict=True):
        as_before = project(proposal, [*history[proposal.pk], decision], stages)
        standing = replace(
            after(current(proposal, row), decision, [row]),
            state=as_before.state,
            return_until=as_before.return_until,
            passed_over=as_before.passed_over,
        )
        standings.append((proposal, standing))
    write_projection(standings)
    return len(ended), ended_by(row).exists()


def lock_stage(stage: Stage) -> Stage:
    rows = Stage.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("channel__cycle").get(pk=stage.pk)


def _write(
    proposals: Sequence[Proposal], told: dict[int, dict[str, Any]], *, stage: Stage, **row: Any
) -> list[Decision]:
    """One row for each proposal with what is told of it, and the event that tells its people."""
    rows = [
        Decision(
            proposal=p,
            sequence=p.decided + 1,
            stage=stage,
            tier=stage.tier,
            volume=p.volume,
            cost=p.cost,
            **told[p.pk],
            **row,
        )
        for p in proposals
    ]
    decisions = Decision.objects.bulk_create(rows)
    publish_many("proposal.decided", ({"decision": d.pk} for d in decisions))
    return decisions


def last_moment(stage: Stage) -> str:
    """The last day of a window, as people say it."""
    return date_format(timezone.localtime(stage.closes - timedelta(seconds=1)), "l, j F Y")
