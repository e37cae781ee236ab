"""What a check is called when its cause is known: down by itself, or not to be reached."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection

from infrastructure.vocabulary_monitoring import State

FALLEN = [State.DOWN.value, State.UNREACHABLE.value]

MARK = """
WITH was AS (
    SELECT of_check_id, state, changed_at FROM infrastructure_checkstate
    WHERE of_check_id = ANY(%(checks)s) AND state = ANY(%(fallen)s) AND state <> %(state)s
    FOR UPDATE
), moved AS (
    UPDATE infrastructure_checkstate AS now SET state = %(state)s, number = now.number + 1,
        changed_at = GREATEST(now.changed_at, COALESCE(%(at)s::timestamptz, now.changed_at))
    FROM was WHERE now.of_check_id = was.of_check_id
    RETURNING now.of_check_id, now.number, now.changed_at, now.last_code
)
INSERT INTO infrastructure_statuschange (of_check_id, number, before, after, changed_at, code)
SELECT of_check_id, moved.number, was.state, %(state)s, moved.changed_at, last_code
FROM moved JOIN was USING (of_check_id)
"""


def mark(checks: Iterable[int], state: State, at: datetime | None) -> None:
    """Of what fell, changes what it is called; one query.

    Without `at` it was so from the moment it fell: the cause was only found a little later.
    """
    keys = list(checks)
    if not keys:
        return
    values: dict[str, Any] = {"checks": keys, "fallen": FALLEN, "state": state.value, "at": at}
    with connection.cursor() as cursor:
        cursor.execute(MARK, values)
