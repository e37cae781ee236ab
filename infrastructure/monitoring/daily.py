"""How many seconds of a day each check was what: counted from its changes, at any time anew."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

# work that was announced counts before all else; what was paused or never asked is not known
COUNT = """
WITH reach AS (SELECT %(begin)s::timestamptz AS b, %(end)s::timestamptz AS e),
told AS (
    SELECT c.id AS of_check_id, c.target_id, 'new' AS state, '-infinity'::timestamptz AS at, -1 AS n
    FROM infrastructure_check AS c, reach WHERE c.added_at < reach.e
    UNION ALL
    SELECT s.of_check_id, c.target_id, s.after, s.changed_at, s.number
    FROM infrastructure_statuschange AS s JOIN infrastructure_check AS c ON c.id = s.of_check_id,
        reach WHERE s.changed_at < reach.e
), spans AS (
    SELECT of_check_id, target_id, state, at,
        lead(at) OVER (PARTITION BY of_check_id ORDER BY n) AS until
    FROM told
), clipped AS (
    SELECT of_check_id, target_id, state, tstzmultirange(tstzrange(
        GREATEST(at, reach.b), LEAST(COALESCE(until, reach.e), reach.e))) AS during
    FROM spans, reach WHERE COALESCE(until, reach.e) > reach.b
), work AS (
    SELECT t.asset_id, range_agg(tstzrange(w.begun_at, COALESCE(w.ended_at, reach.e))) AS during
    FROM infrastructure_maintenancewindow AS w
    JOIN infrastructure_maintenancetarget AS t ON t.maintenance_id = w.maintenance_id, reach
    WHERE t.asset_id IS NOT NULL AND w.begun_at < reach.e
      AND COALESCE(w.ended_at, reach.e) > reach.b
    GROUP BY t.asset_id
), parts AS (
    SELECT of_check_id, state, c.during - COALESCE(work.during, '{}') AS during
    FROM clipped AS c LEFT JOIN work ON work.asset_id = c.target_id
    UNION ALL
    SELECT of_check_id, 'maintenance', c.during * work.during
    FROM clipped AS c JOIN work ON work.asset_id = c.target_id
), seconds AS (
    SELECT of_check_id, state, round(EXTRACT(epoch FROM upper(part) - lower(part)))::int AS many
    FROM parts, unnest(during) AS part
)
INSERT INTO infrastructure_dailyuptime AS day (of_check_id, counted_on, up_s, degraded_s, down_s,
    unreachable_s, maintenance_s, unknown_s)
SELECT of_check_id, %(day)s::date,
    COALESCE(sum(many) FILTER (WHERE state = 'up'), 0),
    COALESCE(sum(many) FILTER (WHERE state = 'degraded'), 0),
    COALESCE(sum(many) FILTER (WHERE state = 'down'), 0),
    COALESCE(sum(many) FILTER (WHERE state = 'unreachable'), 0),
    COALESCE(sum(many) FILTER (WHERE state = 'maintenance'), 0),
    COALESCE(sum(many) FILTER (WHERE state IN ('new', 'paused')), 0)
FROM seconds GROUP BY of_check_id
ON CONFLICT (of_check_id, counted_on) DO UPDATE SET
    up_s = EXCLUDED.up_s, degraded_s = EXCLUDED.degraded_s, down_s = EXCLUDED.down_s,
    unreachable_s = EXCLUDED.unreachable_s, maintenance_s = EXCLUDED.maintenance_s,
    unknown_s = EXCLUDED.unknown_s
"""


def count_day(day: date) -> None:
    """Writes the whole day of every check, as its changes tell it now. One query."""
    zone = ZoneInfo(settings.TIME_ZONE)
    begin = datetime.combine(day, datetime.min.time(), tzinfo=zone)
    end = datetime.combine(day + timedelta(days=1), datetime.min.time(), tzinfo=zone)
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"begin": begin, "end": end, "day": day})


def count_days(first: date, last: date) -> int:
    """Rebuilds these days, both included. How many."""
    days = (last - first).days + 1
    for number in range(days):
        count_day(first + timedelta(days=number))
    return max(days, 0)
