"""When something last happened to the proposals of each area: sent, changed, decided, withheld."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

_MOMENTS = """
WITH moments AS (
    SELECT id, submitted_at AS at FROM musrenbang_proposal
    UNION ALL SELECT proposal_id, decided_at FROM musrenbang_decision
    UNION ALL SELECT proposal_id, replaced_at FROM musrenbang_proposalversion
    UNION ALL SELECT proposal_id, COALESCE(ended_at, withheld_at) FROM musrenbang_withholding
), newest AS (
    SELECT id, max(at) AS at FROM moments GROUP BY id
)
SELECT COALESCE(rw_id, kelurahan_id, kecamatan_id), max(at)
FROM newest JOIN musrenbang_proposal USING (id)
GROUP BY GROUPING SETS ((rw_id), (kelurahan_id), (kecamatan_id))
HAVING COALESCE(rw_id, kelurahan_id, kecamatan_id) IS NOT NULL
"""


def changes_by_area() -> dict[int, datetime]:
    """By key of the RW, kelurahan and kecamatan. One query, over all proposals."""
    with connection.cursor() as cursor:
        cursor.execute(_MOMENTS)
        return dict(cursor.fetchall())
