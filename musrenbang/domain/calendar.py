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
from django.utils import timezone
from django.utils.formats import date_format

from egov.accounts.models import Appointment, User
from egov.verbs.outbox import publish, publish_many
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.verb import verb
from musrenbang.domain.eligibility import moment_of
from musrenbang.domain.projection import after, current, project, write_projection
from musrenbang.models import Decision, Proposal, Stage
from musrenbang.models.proposal import ProposalQuerySet
from musrenbang.vocabulary import PLANNER, Outcome, State

STEP = 1000
GRACE = timedelta(hours=1)  # after the end nobody decides, and the planner can still mend the date
UNDECIDED = (State.WAITING, State.RETURNED)


def undecided(stage: Stage) -> ProposalQuerySet:
    """The proposals that this stage's end would leave *tidak dibahas*; none for an opinion."""
    rows = Proposal.objects.filter(stage=stage, state__in=UNDECIDED)
    return rows.none() if stage.is_opinion else rows


def not_discussed(stage: Stage) -> ProposalQuerySet:
    """The proposals that this stage's end did leave *tidak dibahas*."""
    return Proposal.objects.filter(stage=stage, state=State.NOT_DISCUSSED)


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
            "dan akan menjadi tidak dibahas. "
            "Betulkan tanggalnya, atau centang bahwa tahap ini memang diakhiri."
        )
        raise Refusal("proposals_wait", sentence, field="window")


def _planners_office(actor: User) -> Appointment:
    return next(office for office in actor.appointments_now if office.role == PLANNER)


def close_stage(*, actor: User, stage: Stage, now: datetime | None = None) -> int:
    """Ends a stage whose window is over: what nobody decided gets *tidak dibahas*.

    Returns how many. Safe to repeat.
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
    keys = list(undecided(stage).order_by("pk").values_list("pk", flat=True)[:STEP])
    rows = Proposal.objects.select_for_update(no_key=True).order_by("pk").filter(pk__in=keys)
    waiting = [p for p in rows if p.stage_id == stage.pk and p.state in UNDECIDED]
    row = _locked(stage)
    ends = row.closes if office else row.closes + GRACE
    if now < ends and not row.closed_at:
        raise Refusal("window_open", f"{row.name} masih berlangsung sampai {last_moment(row)}.")
    decisions = _write(
        waiting,
        Outcome.NOT_DISCUSSED,
        stage=row,
        decided_by=actor,
        role=office.role if office else "sistem",
        office=office.title if office else f"Jadwal {row.name}",
        decided_at=now,
        reason_code="window_over",
    )
    # each ends at the stage where it waits: of its path no other is asked
    ended = zip(waiting, decisions, strict=True)
    write_projection([(p, after(current(p, row), decision, [row])) for p, decision in ended])
    more = undecided(row).exists()
    if not more and not row.closed_at:
        row.closed_at = now
        row.save(update_fields=["closed_at"])
    return len(waiting), more


def reopen_stage(
    *, actor: User, stage: Stage, until: datetime, reason: str, now: datetime | None = None
) -> int:
    """Opens a stage again until a later moment, and brings back what its end left *tidak dibahas*.

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
    row = _locked(stage)
    if row.phase(now) != "over" and not not_discussed(row).exists():
        raise Refusal("stage_open", f"{row.name} masih berlangsung sampai {last_moment(row)}.")
    row.window = DateTimeTZRange(row.opens, until)
    row.closed_at = row.reminded_at = None
    row.save(update_fields=["window", "closed_at", "reminded_at"])


@verb
def _reopen_step(
    *, stage: Stage, actor: User, office: Appointment, reason: str, now: datetime
) -> tuple[int, bool]:
    """The next STEP proposals that the stage's end stopped: how many, and whether some are left."""
    keys = list(not_discussed(stage).order_by("pk").values_list("pk", flat=True)[:STEP])
    rows = Proposal.objects.select_for_update(no_key=True).order_by("pk").filter(pk__in=keys)
    ended = [p for p in rows if p.stage_id == stage.pk and p.state == State.NOT_DISCUSSED]
    row = _locked(stage)
    stages = list(Stage.objects.filter(channel=row.channel_id))
    history: dict[int, list[Decision]] = {p.pk: [] for p in ended}
    for decision in Decision.objects.filter(proposal__in=history).order_by("proposal", "sequence"):
        history[decision.proposal_id].append(decision)
    decisions = _write(
        ended,
        Outcome.REOPENED,
        stage=row,
        decided_by=actor,
        role=office.role,
        office=office.title,
        decided_at=now,
        reason_code="other",
        reason=reason,
        superseded={pk: earlier[-1] for pk, earlier in history.items()},
    )
    standings = []
    for proposal, decision in zip(ended, decisions, strict=True):
        as_before = project(proposal, [*history[proposal.pk], decision], stages)
        standing = replace(
            after(current(proposal, row), decision, [row]),
            state=as_before.state,
            return_until=as_before.return_until,
        )
        standings.append((proposal, standing))
    write_projection(standings)
    return len(ended), not_discussed(row).exists()


def _locked(stage: Stage) -> Stage:
    rows = Stage.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("channel__cycle").get(pk=stage.pk)


def _write(
    proposals: Sequence[Proposal],
    outcome: str,
    *,
    superseded: dict[int, Decision] | None = None,
    **row: Any,
) -> list[Decision]:
    """One row of this outcome for each proposal, and the event that tells its people."""
    rows = [
        Decision(
            proposal=p,
            sequence=p.decided + 1,
            tier=p.tier,
            outcome=outcome,
            volume=p.volume,
            cost=p.cost,
            supersedes=superseded[p.pk] if superseded else None,
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


@verb
def remind(*, stage: Stage, now: datetime | None = None) -> bool:
    """Tells the offices, once, that what waits will end undecided. Returns whether told now.

    From noon of the stage's last day.
    """
    now = now or timezone.now()
    row = _locked(stage)
    local = timezone.localtime(now)
    last_day = timezone.localdate(row.closes - timedelta(seconds=1))
    if row.reminded_at or row.phase(now) != "open" or local.date() != last_day or local.hour < 12:
        return False
    row.reminded_at = now
    row.save(update_fields=["reminded_at"])
    publish("stage.ending", {"stage": row.pk, "ends": moment_of(row.closes)})
    return True
