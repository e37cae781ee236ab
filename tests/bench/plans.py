"""The plans of what a search asks."""

from __future__ import annotations

from typing import Any

from django.db import connection

from egov.search.facets import Facets
from egov.search.finding import find, read


def explain(text: str) -> list[str]:
    """The plan of each statement over the index that finding these words runs."""
    plans = []

    def explained(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if 'FROM "search_entry"' in sql and sql.lstrip().startswith("SELECT"):
            with connection.cursor() as cursor:
                cursor.cursor.execute(f"EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) {sql}", params)
                plans.append("\n".join(row[0] for row in cursor.cursor.fetchall()))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explained):
        find(read(text), Facets())
    return plans
