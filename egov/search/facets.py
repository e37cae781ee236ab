"""What results can be narrowed to, and how many there are of each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection

from egov.portal.joining import search_sources
from egov.search.models import EntryQuerySet

COUNTED = 5000
NAMES = ("kind", "district", "agency", "year")
Counts = dict[str, list[tuple[Any, int]]]
# which columns are not grouped, as GROUPING tells it
_GROUPINGS = {0b0111: "kind", 0b0011: "district", 0b0101: "agency", 0b0110: "year"}
_GROUPED = """
SELECT kind, district, agency, year, count(*), GROUPING(kind, district, agency, year)
FROM ({rows}) AS counted
GROUP BY GROUPING SETS ((kind), (kind, district), (kind, agency), (kind, year))
"""


@dataclass(frozen=True)
class Facets:
    """What the results are narrowed to; empty for all."""

    kind: str = ""
    district: str = ""
    agency: str = ""
    year: int | None = None

    def narrow(self, rows: EntryQuerySet) -> EntryQuerySet:
        for name in ("kind", "district", "agency", "year"):
            value = getattr(self, name)
            rows = rows.filter(**{name: value}) if value else rows
        return rows


def count(rows: Any, facets: Facets) -> tuple[Counts, bool]:
    """How many there are of each kind, and of the chosen one of each district, OPD and year.

    One scan, which ends at so many; whether it did.
    """
    others = replace(facets, kind="").narrow(rows)
    some = others.order_by().values("kind", "district", "agency", "year")[: COUNTED + 1]
    sql, params = some.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_GROUPED.format(rows=sql), params)
        grouped = cursor.fetchall()
    counts: dict[str, Counter[Any]] = {name: Counter() for name in NAMES}
    for *values, n, grouping in grouped:
        name = _GROUPINGS[grouping]
        value = values[NAMES.index(name)]
        if name == "kind" or (value and facets.kind in ("", values[0])):
            counts[name][value] += n
    capped = counts["kind"].total() > COUNTED
    return {name: _ordered(name, each) for name, each in counts.items()}, capped


def _ordered(name: str, counts: Counter[Any]) -> list[tuple[Any, int]]:
    """Kinds in the portal's order, years from the newest, others from the most."""
    if name == "kind":
        places = {source.kind: source.order for source in search_sources()}
        return sorted(counts.items(), key=lambda row: places.get(row[0], 0))
    if name == "year":
        return sorted(counts.items(), reverse=True)
    return counts.most_common()
