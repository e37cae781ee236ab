"""What statements read, as PostgreSQL tells it: buffers, never times."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def plan_of(sql: str) -> dict[str, Any]:
    """The top node of the plan of a statement, run once."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) {sql}")
        told = cursor.fetchone()[0]
    root: dict[str, Any] = (json.loads(told) if isinstance(told, str) else told)[0]["Plan"]
    return root


def buffers(work: Callable[[], Any]) -> int:
    """How many 8 kB pages the reading statements of `work` touch, together."""
    with CaptureQueriesContext(connection) as seen:
        work()
    reading = [q["sql"] for q in seen if q["sql"].startswith(("SELECT", "(SELECT", "WITH"))]
    assert reading
    plans = [plan_of(sql) for sql in reading]
    return sum(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"] for plan in plans)


def page_buffers(client: Client, address: str) -> int:
    """The same for a page that answers 200."""

    def read() -> None:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)

    return buffers(read)
