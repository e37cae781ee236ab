"""What programs tell of their own runs: noted at once, taken up by the checker, missed in time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from celery.schedules import crontab
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from infrastructure.models import Check, CheckState, Ping
from infrastructure.models.check import LONGEST_BODY
from infrastructure.monitoring.results import record
from infrastructure.monitoring.states import Observation
from infrastructure.vocabulary_monitoring import CheckKind, Outcome, Signal

BATCH = 1000
GRACE = 60  # seconds

NOTE = """
INSERT INTO infrastructure_ping (of_check_id, told_at, signal, exit_code, run, body)
SELECT id, %(now)s, %(signal)s, %(exit_code)s, %(run)s, %(body)s FROM infrastructure_check
WHERE push_uuid = %(address)s AND ended_at IS NULL
RETURNING of_check_id
"""


def note_ping(
    *,
    address: UUID,
    signal: Signal,
    now: datetime,
    exit_code: int | None = None,
    run: UUID | None = None,
    body: bytes = b"",
) -> bool:
    """Notes what a program told; False where nobody has this address. One query."""
    text = body[:LONGEST_BODY].decode("utf-8", "replace").replace("\x00", "")
    values: dict[str, Any] = {
        "address": str(address),
        "signal": signal.value,
        "now": now,
        "exit_code": exit_code,
        "run": str(run) if run else None,
        "body": text,
    }
    with connection.cursor() as cursor:
        cursor.execute(NOTE, values)
        return cursor.fetchone() is not None


@transaction.atomic
def take_pings(now: datetime) -> int:
    """Turns what was told into results, each once, in the order in which it was told."""
    waiting = Ping.objects.filter(taken_at=None).select_for_update(skip_locked=True, of=("self",))
    pings = list(waiting.select_related("of_check").order_by("id")[:BATCH])
    if not pings:
        return 0
    record([_seen(ping) for ping in pings if ping.signal != Signal.START])
    last = {ping.of_check_id: ping for ping in pings}
    states = list(CheckState.objects.select_for_update().filter(of_check__in=last))
    for state in states:
        ping = last[state.of_check_id]
        state.due_at = next_wanted(ping)
        state.started_at = ping.told_at if ping.signal == Signal.START else None
    _keep(states, "started_at")
    Ping.objects.filter(pk__in=[ping.pk for ping in pings]).update(taken_at=now)
    return len(pings)


def _seen(ping: Ping) -> Observation:
    if ping.signal == Signal.SUCCESS:
        return Observation(ping.of_check_id, ping.told_at, Outcome.OK)
    code = f"exit_{ping.exit_code}" if ping.exit_code else "told_failure"
    return Observation(ping.of_check_id, ping.told_at, Outcome.FAIL, code, settled=True)


def _keep(states: list[CheckState], *fields: str) -> None:
    """Writes when the next word is due; another writer reads again."""
    for state in states:
        state.number = F("number") + 1
    CheckState.objects.bulk_update(states, ["due_at", "number", *fields])


def next_wanted(ping: Ping) -> datetime:
    """When the next word is overdue: after the interval, or the next time of its schedule."""
    grace = grace_of(ping.of_check)
    if ping.signal == Signal.START:
        return ping.told_at + max(grace, timedelta(seconds=ping.of_check.interval_s))
    return next_time(ping.of_check, ping.told_at) + grace


def grace_of(check: Check) -> timedelta:
    return timedelta(seconds=int(check.params.get("grace_s", GRACE)))


def next_time(check: Check, after: datetime) -> datetime:
    """When a program should run again: by its schedule, or an interval later."""
    cron = check.params.get("cron")
    if cron:
        return next_of_schedule(str(cron), after)
    return after + timedelta(seconds=check.interval_s)


def next_of_schedule(cron: str, after: datetime) -> datetime:
    """The next time of a schedule in the region's zone."""
    minute, hour, day, month, week = cron.split()
    schedule = crontab(minute, hour, week, day, month, nowfun=lambda: timezone.localtime(after))
    wait: timedelta = schedule.remaining_estimate(timezone.localtime(after))
    return (after + wait).astimezone(UTC)


def take_silence(now: datetime) -> int:
    """Those who should have told something by now and did not, once for each time missed."""
    overdue = CheckState.objects.filter(
        due_at__lte=now,
        of_check__kind=CheckKind.PUSH,
        of_check__paused_at=None,
        of_check__ended_at=None,
    )
    with transaction.atomic():
        states = overdue.select_for_update(skip_locked=True, of=("self",))
        rows = list(states.select_related("of_check")[:BATCH])
        if not rows:
            return 0
        quiet = [
            Observation(row.of_check_id, now, Outcome.FAIL, "silent", settled=True) for row in rows
        ]
        # one who never told anything is new, not down
        record([seen for seen, row in zip(quiet, rows, strict=True) if row.last_at is not None])
        for row in rows:
            row.due_at = next_time(row.of_check, now) + grace_of(row.of_check)
        _keep(rows)
    return len(rows)


def forgive_silence(now: datetime) -> int:
    """After an absence of our own: whoever could not reach us has another moment to tell."""
    overdue = CheckState.objects.filter(due_at__lte=now, of_check__kind=CheckKind.PUSH)
    return overdue.update(due_at=now + timedelta(seconds=GRACE), number=F("number") + 1)
