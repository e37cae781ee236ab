"""Taking up what is due: each batch by one statement, so that two checkers never share one."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from infrastructure.models import CheckState
from infrastructure.monitoring.addresses import from_secret
from infrastructure.monitoring.results import Row
from infrastructure.monitoring.states import Standing
from infrastructure.vocabulary import IN_USE
from infrastructure.vocabulary_monitoring import OWN_KINDS, CheckKind, Runner, State

BATCH = 500
LEASE = timedelta(seconds=45)  # a worker that died holds its batch for so long
NEVER = datetime(9999, 1, 1, tzinfo=UTC)  # due: by nobody of ours

# materialized: as a subquery it may be asked again for each row, and then takes more than its limit
CLAIM = """
WITH chosen AS MATERIALIZED (
    SELECT due.of_check_id FROM infrastructure_checkstate AS due
    JOIN infrastructure_check AS what ON what.id = due.of_check_id
    JOIN infrastructure_asset AS target ON target.id = what.target_id
    WHERE due.due_at <= %(now)s AND what.runner = %(runner)s AND what.kind = ANY(%(kinds)s)
      AND what.paused_at IS NULL AND what.ended_at IS NULL AND target.status = ANY(%(in_use)s)
    ORDER BY due.due_at LIMIT %(many)s FOR UPDATE OF due SKIP LOCKED
)
UPDATE infrastructure_checkstate AS now SET claim = %(claim)s, due_at = %(lease)s,
    number = now.number + 1
FROM chosen, infrastructure_check AS c
WHERE now.of_check_id = chosen.of_check_id AND c.id = chosen.of_check_id
RETURNING now.of_check_id, now.number, now.state, now.changed_at, now.failures, now.failed_at,
    now.is_flapping, c.interval_s, c.failures_to_down, c.kind, c.timeout_s, c.params,
    COALESCE(NULLIF(c.address, ''),
        (SELECT host(d.mgmt_ip) FROM infrastructure_device AS d WHERE d.asset_id = c.target_id),
        ''),
    COALESCE((SELECT s.secret FROM infrastructure_camerastream AS s
        WHERE s.camera_id = c.target_id ORDER BY s.path LIMIT 1), '')
"""


@dataclass(frozen=True)
class Question:
    """One asking: of whom, how, and how long an answer is waited for."""

    of_check_id: int
    kind: CheckKind
    address: str
    timeout_s: int
    params: Mapping[str, Any]


@dataclass(frozen=True)
class Claimed:
    """A batch that is ours until its lease ends."""

    claim: UUID
    questions: tuple[Question, ...]
    rows: Mapping[int, Row]


def claim_due(now: datetime, many: int = BATCH) -> Claimed:
    """What is due, at most `many`, the longest overdue first. One query."""
    claim = uuid.uuid4()
    asked: dict[str, Any] = {
        "claim": str(claim),
        "lease": now + LEASE,
        "now": now,
        "runner": Runner.OWN.value,
        "kinds": [kind.value for kind in OWN_KINDS],
        "in_use": [status.value for status in IN_USE],
        "many": many,
    }
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, asked)
        taken = cursor.fetchall()
    rows, questions = {}, []
    for key, number, state, *rest, interval, failures, kind, wait, params, address, secret in taken:
        rows[key] = Row(number, Standing(State(state), *rest), interval, failures)
        where = address or from_secret(secret)
        questions.append(Question(key, CheckKind(kind), where, wait, json.loads(params)))
    return Claimed(claim, tuple(questions), rows)


def ask_now(checks: list[int], now: datetime) -> int:
    """Has these asked at once, but for those that somebody is asking. How many."""
    rows = CheckState.objects.filter(of_check__in=checks, claim=None, due_at__gt=now)
    ours = rows.filter(of_check__runner=Runner.OWN, of_check__kind__in=OWN_KINDS)
    return ours.update(due_at=now)
