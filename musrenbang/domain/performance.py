"""How long a wish waits where, where forms are left, who comes on paper, how well it served."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from musrenbang.models import Cycle, Performance
from musrenbang.models.performance import STEPS
from musrenbang.models.rating import BEST, Moment
from musrenbang.vocabulary import Tier

DRAFTS = timedelta(days=90)
# what each step of the form leaves in a draft; a sent one has passed them all
_FUNNEL = """
SELECT count(*),
       count(*) FILTER (WHERE sent OR data ->> 'variant' IS NOT NULL),
       count(*) FILTER (WHERE sent OR COALESCE(data ->> 'rw', data ->> 'address') IS NOT NULL),
       count(*) FILTER (WHERE sent OR data ->> 'point_seen' IS NOT NULL),
       count(*) FILTER (WHERE sent OR COALESCE(data ->> 'wish', '') <> ''),
       count(*) FILTER (WHERE sent OR COALESCE(data ->> 'volume', '') <> ''),
       count(*) FILTER (WHERE sent OR data ->> 'photos_seen' IS NOT NULL),
       count(*) FILTER (WHERE sent)
FROM (
    SELECT draft.data, draft.sent_as_id IS NOT NULL AS sent
    FROM musrenbang_draft draft
    JOIN musrenbang_channel channel ON channel.id = draft.channel_id
    WHERE channel.cycle_id = %(cycle)s AND draft.created_at >= %(since)s
) drafts
"""
_SENT = """
SELECT count(*) FILTER (WHERE entered_office = ''), count(*) FILTER (WHERE entered_office <> '')
FROM musrenbang_proposal proposal
JOIN musrenbang_channel channel ON channel.id = proposal.channel_id
WHERE channel.cycle_id = %(cycle)s
"""
_WAITED = """
WITH waits AS (
    SELECT decision.tier, agency.short_name AS agency,
           extract(epoch FROM decision.decided_at - COALESCE(
               lag(decision.decided_at) OVER before, proposal.submitted_at)) / 86400 AS days
    FROM musrenbang_decision decision
    JOIN musrenbang_proposal proposal ON proposal.id = decision.proposal_id
    JOIN musrenbang_channel channel ON channel.id = proposal.channel_id
    JOIN agencies_agency agency ON agency.id = proposal.agency_id
    WHERE channel.cycle_id = %(cycle)s
    WINDOW before AS (PARTITION BY decision.proposal_id ORDER BY decision.sequence)
)
SELECT tier, CASE WHEN GROUPING(agency) = 0 THEN agency END, count(*),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY days),
       percentile_cont(0.9) WITHIN GROUP (ORDER BY days)
FROM waits
WHERE days >= 0
GROUP BY GROUPING SETS ((tier), (tier, agency))
ORDER BY tier, 2
"""
_RATED = """
SELECT moment, score, count(*)
FROM musrenbang_rating rating
JOIN musrenbang_proposal proposal ON proposal.id = rating.proposal_id
JOIN musrenbang_channel channel ON channel.id = proposal.channel_id
WHERE channel.cycle_id = %(cycle)s
GROUP BY moment, score
"""


def count_performance() -> int:
    """Counts every planning year anew. Returns how many; four queries and a write each."""
    now = timezone.now()
    cycles = list(Cycle.objects.all())
    for cycle in cycles:
        with transaction.atomic(), connection.cursor() as cursor:
            values = {"cycle": cycle.pk, "since": now - DRAFTS}
            data = {
                **_funnel(cursor, values),
                **_sent(cursor, values),
                **_waited(cursor, values),
                "ratings": _rated(cursor, values),
            }
        Performance.objects.update_or_create(
            year=cycle.year, defaults={"data": data, "counted_at": now}
        )
    return len(cycles)


def _funnel(cursor: Any, values: dict[str, Any]) -> dict[str, Any]:
    cursor.execute(_FUNNEL, values)
    begun, *finished = cursor.fetchone()
    return {"begun": begun, "finished": dict(zip(STEPS, finished, strict=True))}


def _sent(cursor: Any, values: dict[str, Any]) -> dict[str, Any]:
    cursor.execute(_SENT, values)
    by_citizens, by_offices = cursor.fetchone()
    return {"sent": {"citizens": by_citizens, "offices": by_offices}}


def _rated(cursor: Any, values: dict[str, Any]) -> dict[str, list[int]]:
    """How often each number from the worst to the best was given, by moment."""
    cursor.execute(_RATED, values)
    given = {moment.value: [0] * BEST for moment in Moment}
    for moment, score, many in cursor.fetchall():
        given[moment][score - 1] = many
    return given


def _waited(cursor: Any, values: dict[str, Any]) -> dict[str, Any]:
    """By station in the order of the line, and of the OPD by their names."""
    cursor.execute(_WAITED, values)
    stations, agencies = {}, []
    for tier, agency, many, median, slow in cursor.fetchall():
        row = {"many": many, "median": round(median, 1), "slow": round(slow, 1)}
        if agency is None:
            stations[tier] = row
        elif tier == Tier.OPD:
            agencies.append({"name": agency, **row})
    ordered = [{"tier": tier.value, **stations[tier]} for tier in Tier if tier in stations]
    return {"stations": ordered, "agencies": agencies}
