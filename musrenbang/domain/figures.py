"""Counting all proposals for every page that shows figures, at one moment."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from musrenbang.models import Figures, StageFigures, StageProgress
from musrenbang.vocabulary import ENDED, Act, Outcome, State, Tier

_ON_SCREEN = r"""(
    NOT EXISTS (
        SELECT FROM musrenbang_channel_open_areas opened WHERE opened.channel_id = \1
    ) OR EXISTS (
        SELECT FROM musrenbang_channel_open_areas opened WHERE opened.channel_id = \1
            AND opened.area_id IN (rw_id, kelurahan_id, kecamatan_id)
    )
)"""
# what is sent on paper stands in no figure: a channel that is open in some areas counts those only;
# what was carried into a later year stands also in the year where it ended, there without its money
_COUNT = """
WITH counted AS (
    SELECT channel_id, stage_id, rw_id, kelurahan_id, kecamatan_id, state, cost, false AS carried
    FROM musrenbang_proposal
    UNION ALL
    SELECT stage.channel_id, ended.stage_id, rw_id, kelurahan_id, kecamatan_id,
           CASE ended.outcome WHEN %(reserve)s THEN %(reserve)s ELSE %(over)s END, 0, true
    FROM musrenbang_decision carry
    JOIN musrenbang_decision ended ON ended.proposal_id = carry.proposal_id
        AND ended.sequence = carry.sequence - 1
    JOIN musrenbang_stage stage ON stage.id = ended.stage_id
    JOIN musrenbang_proposal proposal ON proposal.id = carry.proposal_id
    WHERE carry.outcome = %(carry)s AND NOT EXISTS (
        SELECT FROM musrenbang_decision undone WHERE undone.supersedes_id = carry.id
    )
), cells AS MATERIALIZED (
    SELECT channel_id, year, stage_id, rw_id, kelurahan_id, kecamatan_id, carried,
           count(*) AS sent,
           count(*) FILTER (WHERE state = %(waiting)s) AS waiting,
           count(*) FILTER (WHERE state = %(accepted)s) AS accepted,
           count(*) FILTER (WHERE state = ANY(%(ended)s)) AS ended,
           COALESCE(sum(cost) FILTER (WHERE state = %(accepted)s), 0) AS accepted_cost
    FROM counted
    JOIN musrenbang_channel channel ON channel.id = channel_id
    JOIN musrenbang_cycle cycle ON cycle.id = cycle_id
    WHERE ON_SCREEN(channel.id)
    GROUP BY channel_id, year, stage_id, rw_id, kelurahan_id, kecamatan_id, carried
), progress AS (
    INSERT INTO musrenbang_stageprogress (stage_id, areas, unfinished, counted_at)
    SELECT stage.id, count(DISTINCT place),
           count(DISTINCT place) FILTER (WHERE stage_id = stage.id AND waiting > 0), %(now)s
    FROM musrenbang_stage stage JOIN cells USING (channel_id)
    CROSS JOIN LATERAL (
        SELECT CASE tier WHEN %(rw)s THEN rw_id WHEN %(kelurahan)s THEN kelurahan_id
                         WHEN %(kecamatan)s THEN kecamatan_id END AS place
    ) its
    WHERE place IS NOT NULL
    GROUP BY stage.id ORDER BY stage.id
    ON CONFLICT (stage_id) DO UPDATE SET areas = EXCLUDED.areas, unfinished = EXCLUDED.unfinished,
        counted_at = EXCLUDED.counted_at
), places AS (
    INSERT INTO musrenbang_stagefigures (stage_id, area_id, waiting, counted_at)
    SELECT stage_id, kecamatan_id, sum(waiting), %(now)s FROM cells WHERE waiting > 0
    GROUP BY stage_id, kecamatan_id ORDER BY stage_id, kecamatan_id
    ON CONFLICT (stage_id, area_id, agency_id) DO UPDATE SET waiting = EXCLUDED.waiting,
        counted_at = EXCLUDED.counted_at
)
INSERT INTO musrenbang_figures (
    year, area_id, sent, waiting, accepted, ended, accepted_cost, rws, counted_at
)
SELECT year, COALESCE(rw_id, kelurahan_id, kecamatan_id),
       CASE GROUPING(year) WHEN 0 THEN COALESCE(sum(sent), 0)
            ELSE COALESCE(sum(sent) FILTER (WHERE NOT carried), 0) END,
       COALESCE(sum(waiting), 0), COALESCE(sum(accepted), 0),
       CASE GROUPING(year) WHEN 0 THEN COALESCE(sum(ended), 0)
            ELSE COALESCE(sum(ended) FILTER (WHERE NOT carried), 0) END,
       COALESCE(sum(accepted_cost), 0), count(DISTINCT rw_id), %(now)s
FROM cells
GROUP BY GROUPING SETS (
    (), (year), (year, kecamatan_id), (year, kelurahan_id), (year, rw_id),
    (kecamatan_id), (kelurahan_id), (rw_id)
)
HAVING (GROUPING(rw_id) = 1 OR rw_id IS NOT NULL)
    AND (GROUPING(kelurahan_id) = 1 OR kelurahan_id IS NOT NULL)
    AND (GROUPING(kecamatan_id) = 1 OR kecamatan_id IS NOT NULL)
ON CONFLICT (year, area_id) DO UPDATE SET sent = EXCLUDED.sent, waiting = EXCLUDED.waiting,
    accepted = EXCLUDED.accepted, ended = EXCLUDED.ended,
    accepted_cost = EXCLUDED.accepted_cost, rws = EXCLUDED.rws, counted_at = EXCLUDED.counted_at
"""
# on which an OPD has said nothing, though it has been its turn
_OWED = """
INSERT INTO musrenbang_stagefigures (stage_id, agency_id, waiting, counted_at)
SELECT opd.id, proposal.agency_id, count(*), %(now)s
FROM musrenbang_proposal proposal
JOIN musrenbang_stage stage ON stage.id = proposal.stage_id
JOIN musrenbang_stage opd ON opd.channel_id = stage.channel_id AND opd.act = %(opinion)s
    AND opd.position < stage.position AND lower(opd."window") <= %(now)s
WHERE proposal.state = %(waiting)s AND NOT proposal.has_opinion
    AND ON_SCREEN(stage.channel_id)
GROUP BY opd.id, proposal.agency_id ORDER BY opd.id, proposal.agency_id
ON CONFLICT (stage_id, area_id, agency_id) DO UPDATE SET waiting = EXCLUDED.waiting,
    counted_at = EXCLUDED.counted_at
"""


def _on_screen(sql: str) -> str:
    """Only what is in an area where its channel is open: ON_SCREEN(column of the channel)."""
    return re.sub(r"ON_SCREEN\(([\w.]+)\)", _ON_SCREEN, sql)


@transaction.atomic
def count_figures(now: datetime | None = None) -> bool:
    """Counts and writes; False when another is counting at this moment, whose figures will do."""
    now = now or timezone.now()
    values: dict[str, Any] = {
        "now": now,
        "waiting": State.WAITING,
        "reserve": State.RESERVE,
        "over": State.NOT_DISCUSSED,
        "carry": Outcome.CARRY,
        "accepted": State.ACCEPTED,
        "ended": sorted(ENDED),
        "rw": Tier.RW,
        "kelurahan": Tier.KELURAHAN,
        "kecamatan": Tier.KECAMATAN,
        "opinion": Act.VERIFICATION,
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('musrenbang.domain.figures'))")
        if not cursor.fetchone()[0]:
            return False
        for sql in (_COUNT, _OWED):
            cursor.execute(_on_screen(sql), values)
    Figures.objects.exclude(counted_at=now).delete()
    StageFigures.objects.exclude(counted_at=now).delete()
    StageProgress.objects.exclude(counted_at=now).delete()
    return True
