"""Many proposals by one statement, spread as in a city: older in older channels, ties, rare words.

Reads the areas, kamus, channels and stages that are there; each time the same rows come out.
Their check digits are not real ones.
"""

from __future__ import annotations

import time

from django.db import connection, transaction

from musrenbang.demo.kinds import load_kinds
from musrenbang.models import Proposal

# what fills the demo's texts; the gang is filled in row by row
WORDS = {
    "n": "{n}",
    "rt": "03",
    "rw": "RW",
    "homes": "belasan",
    "years": "dua",
    "volume": "beberapa",
    "year": "depan",
}


def _chance(seed: int) -> str:
    return f"(hashint8extended(n, {seed}) & 1073741823)"


def _pick(seed: int, of: str) -> str:
    """One element of an array, by chance."""
    return f"({of})[1 + {_chance(seed)} %% cardinality({of})]"


_PROPOSALS = f"""
WITH town AS MATERIALIZED (
    SELECT row_number() OVER (ORDER BY rw.id) AS k, rw.id AS rw, rw.parent_id AS kelurahan,
           village.parent_id AS kecamatan
    FROM areas_area rw JOIN areas_area village ON village.id = rw.parent_id WHERE rw.level = 'rw'
), kind AS MATERIALIZED (
    SELECT row_number() OVER (ORDER BY v.id) AS k, v.id AS variant, e.agency_id AS agency,
           e.name, v.label, v.unit, e.output,
           price.amount AS price, CASE WHEN v.unit IN ('m', 'm2') THEN 250 ELSE 6 END AS most,
           COALESCE(given.titles, ARRAY[e.name || ' gang {{n}}']) AS titles,
           COALESCE(given.problems, ARRAY['Rusak di gang {{n}}.']) AS problems,
           COALESCE(given.wishes, ARRAY['Dikerjakan di gang {{n}}.']) AS wishes
    FROM musrenbang_kamusvariant v JOIN musrenbang_kamusentry e ON e.id = v.entry_id
    JOIN LATERAL (
        SELECT amount FROM musrenbang_kamusprice p WHERE p.variant_id = v.id
        ORDER BY id DESC LIMIT 1
    ) price ON true
    LEFT JOIN (
        SELECT code, array_agg(title) AS titles, array_agg(problem) AS problems,
               array_agg(wish) AS wishes
        FROM unnest(%(codes)s, %(titles)s, %(problems)s, %(wishes)s)
             AS t(code, title, problem, wish)
        GROUP BY code
    ) given ON given.code = e.code
), way AS MATERIALIZED (
    SELECT row_number() OVER (ORDER BY lower(c.submission), c.id) AS k, c.id AS channel, y.year,
           lower(c.submission) AS opens, LEAST(upper(c.submission), now()) AS closes
    FROM musrenbang_channel c JOIN musrenbang_cycle y ON y.id = c.cycle_id
), stop AS MATERIALIZED (
    SELECT row_number() OVER (PARTITION BY channel_id ORDER BY position) AS k, id AS stage, tier,
           count(*) OVER (PARTITION BY channel_id) AS many, channel_id AS channel,
           upper("window") < now() AS over
    FROM musrenbang_stage WHERE tier <> 'opd'
), drawn AS (
    SELECT n, 1 + {_chance(1)} %% (SELECT count(*) FROM town) AS town,
           1 + {_chance(2)} %% (SELECT count(*) FROM kind) AS kind,
           1 + (n - 1) * (SELECT count(*) FROM way) / %(count)s AS way,
           1 + {_chance(3)} %% 12 AS gang, {_chance(4)} %% 100 AS fate, {_chance(5)} AS size,
           ({_chance(6)} + 1) / 1073741825.0 AS backing, {_chance(7)} AS stop,
           {_chance(8)} / 1073741824.0 AS moment
    FROM generate_series(1, %(count)s::bigint) AS n
)
INSERT INTO musrenbang_proposal (
    number, channel_id, proposer_id, entered_office, behalf_name, show_name,
    rw_id, kelurahan_id, kecamatan_id, address, point_check, variant_id, agency_id,
    kind, size, unit, output,
    title, problem, wish,
    unit_price, proposed_volume, proposed_cost, volume, cost,
    submitted_at, stage_id, tier,
    state,
    rw_declined, passed_over, has_opinion, decided, support_count, withheld,
    place_level, proposed_as
)
SELECT
    way.year || '-' || lpad(nextval('musrenbang_serial')::text, 7, '0') || '-' || n %% 10,
    way.channel, {_pick(9, "%(people)s::bigint[]")}, '', '', false,
    town.rw, town.kelurahan, town.kecamatan, 'Gang ' || gang || ', dekat pos ronda', 'no_point',
    kind.variant, kind.agency,
    kind.name, kind.label, kind.unit, kind.output,
    replace({_pick(10, "kind.titles")}, '{{n}}', gang::text)
        || CASE WHEN n %% 5000 = 7 THEN ' dekat punden' ELSE '' END,
    replace({_pick(10, "kind.problems")}, '{{n}}', gang::text),
    replace({_pick(10, "kind.wishes")}, '{{n}}', gang::text),
    price, volume, volume * price, volume, volume * price,
    opens + moment * (closes - opens), stop.stage, stop.tier,
    CASE WHEN fate < 30 THEN 'accepted' WHEN fate < 55 THEN 'rejected' WHEN fate < 62 THEN 'reserve'
         WHEN fate < 65 THEN 'returned' WHEN stop.over THEN 'not_discussed' ELSE 'waiting' END,
    false, false, false, 1, LEAST(floor(-ln(backing) * 3), 400), n %% 997 = 0,
    'rw', 'resident'
FROM drawn JOIN town ON town.k = drawn.town JOIN kind ON kind.k = drawn.kind
JOIN way ON way.k = drawn.way
JOIN stop ON stop.channel = way.channel AND stop.k = 1 + drawn.stop %% stop.many
CROSS JOIN LATERAL (SELECT 1 + size %% most AS volume) measure
ORDER BY n
"""

_DECISIONS = """
INSERT INTO musrenbang_decision (
    proposal_id, sequence, stage_id, tier, role, office, decided_at, outcome, reason_code, reason,
    volume, cost, outside, outside_number, forum
)
SELECT id, 1, stage_id, tier, 'sistem', 'Kantor contoh', submitted_at + interval '3 days',
       'forward', 'other', '', volume, cost, '', '', ''
FROM musrenbang_proposal WHERE id > %s ORDER BY id
"""


def fill(count: int, *, people: list[int] | None = None) -> None:
    """`count` proposals beside those that are there, each with one decision; `settle` follows.

    History and foreign keys are not followed meanwhile, so it takes a superuser of the database.
    """
    texts = [(code, text) for code, kind in load_kinds().items() for text in kind.texts]
    given = {
        "count": count,
        "codes": [code for code, _ in texts],
        "titles": [text.title.format(**WORDS) for _, text in texts],
        "problems": [text.problem.format(**WORDS) for _, text in texts],
        "wishes": [text.wish.format(**WORDS) for _, text in texts],
        "people": people or [None],
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SELECT COALESCE(max(id), 0) FROM musrenbang_proposal")
        before = cursor.fetchone()[0]
        cursor.execute(_PROPOSALS, given)
        cursor.execute(_DECISIONS, [before])
        cursor.execute("SET LOCAL session_replication_role = origin")


def settle() -> None:
    """Moves new words into the indexes proper and counts for the planner, as autovacuum does."""
    with connection.cursor() as cursor:
        for index in ("proposal_search", "proposal_title_trgm"):
            cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [index])
        cursor.execute("ANALYZE")


VISIBLE = "SELECT relallvisible = relpages FROM pg_class WHERE relname = 'musrenbang_proposal'"
HOLDING = """
SELECT state, query FROM pg_stat_activity
WHERE backend_xmin IS NOT NULL AND datname = current_database() AND pid <> pg_backend_pid()
"""


def vacuum() -> None:
    """Leaves the proposals as autovacuum does; outside a transaction.

    Where commits are asynchronous, the first time may come before the last rows are known to be;
    who still reads an older state keeps rows from being seen by all, and so does a dead row that
    the indexes still name, which VACUUM leaves where there are few.
    """
    with connection.cursor() as cursor:
        for _ in range(100):
            cursor.execute("VACUUM (ANALYZE, INDEX_CLEANUP ON) musrenbang_proposal")
            cursor.execute(VISIBLE)
            if cursor.fetchone()[0]:
                return
            time.sleep(0.3)
        cursor.execute(HOLDING)
        raise RuntimeError(f"rows are kept from being seen by all: {cursor.fetchall()}")


_COPIES = """
INSERT INTO musrenbang_proposal ({columns}, number, rw_rank)
SELECT {columns}, channel_id || '-' || nextval('musrenbang_serial'),
       CASE WHEN %(ranked)s THEN 1 + (n * 7919) %% %(count)s END
FROM musrenbang_proposal, generate_series(1, %(count)s) AS n WHERE id = %(id)s
"""
_OWN = ("id", "number", "rw_rank", "search")


def copies(proposal: Proposal, count: int, *, ranked: bool = False) -> None:
    """`count` proposals that stand where this one stands; their numbers are not real ones."""
    names = [f.column for f in Proposal._meta.concrete_fields if f.column not in _OWN]
    columns = ", ".join(f'"{name}"' for name in names)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        given = {"id": proposal.pk, "count": count, "ranked": ranked}
        cursor.execute(_COPIES.format(columns=columns), given)
        cursor.execute("SET LOCAL session_replication_role = origin")
