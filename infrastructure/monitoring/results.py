"""Results are written by set: what each check becomes, the result, and the change, at once.

A writer names the number of the row it has read; where another was quicker, it reads again. So two
checkers, the causes and the desk never undo each other's work.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from infrastructure.models import CheckState, StatusChange
from infrastructure.monitoring.states import (
    FLAP_WINDOW,
    Observation,
    Standing,
    after,
    due_after,
    flaps,
)
from infrastructure.vocabulary_monitoring import Outcome, State

TRIES = 4

WRITE = """
WITH seen AS (
    SELECT * FROM unnest(
        %(check)s::bigint[], %(number)s::bigint[], %(before)s::varchar[], %(state)s::varchar[],
        %(changed_at)s::timestamptz[], %(due_at)s::timestamptz[], %(failures)s::int[],
        %(failed_at)s::timestamptz[], %(at)s::timestamptz[], %(outcome)s::varchar[],
        %(code)s::varchar[], %(latency_ms)s::float8[], %(is_flapping)s::boolean[]
    ) AS s (of_check_id, number, before, state, changed_at, due_at, failures, failed_at, at,
            outcome, code, latency_ms, is_flapping)
), moved AS (
    UPDATE infrastructure_checkstate AS now SET
        number = now.number + 1, state = seen.state, changed_at = seen.changed_at,
        due_at = COALESCE(seen.due_at, now.due_at), failures = seen.failures,
        failed_at = seen.failed_at, last_at = seen.at, last_outcome = seen.outcome,
        last_code = seen.code, latency_ms = seen.latency_ms, is_flapping = seen.is_flapping,
        claim = NULL
    FROM seen
    WHERE now.of_check_id = seen.of_check_id AND now.number = seen.number
      AND (%(claim)s::uuid IS NULL OR now.claim = %(claim)s::uuid)
    RETURNING now.of_check_id, now.number
), changed AS (
    INSERT INTO infrastructure_statuschange
        (of_check_id, number, before, after, changed_at, code)
    SELECT of_check_id, moved.number, before, state, changed_at, code
    FROM seen JOIN moved USING (of_check_id) WHERE before <> state
), kept AS (
    INSERT INTO infrastructure_checkresult (of_check_id, asked_at, outcome, code, latency_ms)
    SELECT of_check_id, at, outcome, code, latency_ms FROM seen JOIN moved USING (of_check_id)
    ON CONFLICT DO NOTHING
)
SELECT of_check_id FROM moved
"""


@dataclass(frozen=True)
class Row:
    """A check as it was read: what it is, by which number, and by which rules it changes."""

    number: int
    standing: Standing
    interval_s: int
    failures_to_down: int
    is_timed: bool = True  # its next asking is ours to say; else whoever tells it comes by itself


def read_rows(checks: Iterable[int]) -> dict[int, Row]:
    """The checks of these keys as they are now."""
    fields = ("of_check_id", "number", "state", "changed_at", "failures", "failed_at")
    rules = ("is_flapping", "of_check__interval_s", "of_check__failures_to_down")
    rows = CheckState.objects.filter(of_check__in=list(checks)).values_list(*fields, *rules)
    return {
        key: Row(number, Standing(State(state), *rest), interval, failures, is_timed=False)
        for key, number, state, *rest, interval, failures in rows
    }


def record(observations: Sequence[Observation]) -> set[int]:
    """Takes results that nobody claimed: of pushes and of engines. The checks that were written.

    Of several of one check each is counted, in their order.
    """
    done: set[int] = set()
    for turn in _turns(observations):
        done |= write(turn, read_rows(o.of_check_id for o in turn), claim=None)
    return done


def write(
    observations: Sequence[Observation], rows: Mapping[int, Row], *, claim: UUID | None
) -> set[int]:
    """Writes one result for each check; those whose claim is another's by now are left out."""
    done: set[int] = set()
    left = [seen for seen in observations if seen.of_check_id in rows]
    timed = {key for key, row in rows.items() if row.is_timed}
    for turn in range(TRIES):
        if turn:
            rows = read_rows(seen.of_check_id for seen in left)
        done |= _write_once(left, rows, timed, claim)
        left = [seen for seen in left if seen.of_check_id not in done]
        if not left:
            break
    return done


def _turns(observations: Sequence[Observation]) -> list[list[Observation]]:
    turns: dict[int, list[Observation]] = defaultdict(list)
    many: dict[int, int] = defaultdict(int)
    for seen in observations:
        turns[many[seen.of_check_id]].append(seen)
        many[seen.of_check_id] += 1
    return list(turns.values())


def _write_once(
    observations: Sequence[Observation],
    rows: Mapping[int, Row],
    timed: set[int],
    claim: UUID | None,
) -> set[int]:
    known = [seen for seen in observations if seen.of_check_id in rows]
    becomes = {
        seen.of_check_id: after(
            rows[seen.of_check_id].standing, seen, rows[seen.of_check_id].failures_to_down
        )
        for seen in known
    }
    flapping = _flapping(known, rows, becomes)
    columns: dict[str, list[Any]] = defaultdict(list)
    for seen in known:
        row, now_is = rows[seen.of_check_id], becomes[seen.of_check_id]
        due = due_after(now_is, seen, row.interval_s, row.failures_to_down)
        values = {
            "check": seen.of_check_id,
            "number": row.number,
            "before": row.standing.state,
            "state": now_is.state,
            "changed_at": now_is.changed_at,
            "due_at": due if seen.of_check_id in timed else None,
            "failures": now_is.failures,
            "failed_at": now_is.failed_at,
            "at": seen.at,
            "outcome": seen.outcome,
            "code": seen.code[:30],
            "latency_ms": seen.latency_ms,
            "is_flapping": flapping.get(seen.of_check_id, False),
        }
        for name, value in values.items():
            columns[name].append(str(value) if name in _WORDS else value)
    if not known:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(WRITE, {**columns, "claim": str(claim) if claim else None})
        return {key for (key,) in cursor.fetchall()}


_WORDS = ("before", "state", "outcome", "code")


def _flapping(
    observations: Sequence[Observation], rows: Mapping[int, Row], becomes: Mapping[int, Standing]
) -> dict[int, bool]:
    """For those that change now, or flapped until now, whether they flap. One query for them."""
    asked = {
        seen.of_check_id: seen.at
        for seen in observations
        if rows[seen.of_check_id].standing.is_flapping
        or rows[seen.of_check_id].standing.state != becomes[seen.of_check_id].state
    }
    if not asked:
        return {}
    since = min(asked.values()) - FLAP_WINDOW
    changes: dict[int, list[datetime]] = defaultdict(list)
    recent = StatusChange.objects.filter(
        of_check__in=asked, changed_at__gte=since, after__in=(State.UP, State.DOWN)
    )
    for key, moment in recent.values_list("of_check_id", "changed_at"):
        changes[key].append(moment)
    return {
        key: flaps(changes[key], at, flapped=rows[key].standing.is_flapping)
        for key, at in asked.items()
    }


def could_not_run(of_check_id: int, code: str) -> Observation:
    """The fault is ours: nothing is said of the target."""
    return Observation(of_check_id, timezone.now(), Outcome.NOT_RUN, code)
