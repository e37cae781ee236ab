"""What a backup is later held against: the server's own facts, and the rows of every table."""

from __future__ import annotations

import time
from typing import Any

from egov.backup.programs import value

TABLES = """
SELECT format('%I.%I', n.nspname, c.relname)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND c.relpersistence = 'p' AND n.nspname !~ '^(pg_|information_schema$)'
ORDER BY 1
"""
# a server that replays the log while it answers must not be smaller than the one that wrote it
SIZES = (
    "max_connections",
    "max_worker_processes",
    "max_wal_senders",
    "max_prepared_transactions",
    "max_locks_per_transaction",
)
SEGMENT = "SELECT setting FROM pg_settings WHERE name = 'wal_segment_size'"  # bytes
TRIES = 10


def server_facts(connection: Any) -> dict[str, Any]:
    """Version, identity, the database's name, the first superuser and the sizes a restore needs."""
    version = int(value(connection, "SHOW server_version_num"))
    return {
        "version": value(connection, "SHOW server_version"),
        "major": version // 10000,
        "system": str(value(connection, "SELECT system_identifier FROM pg_control_system()")),
        "segment": int(value(connection, SEGMENT)),
        "database": value(connection, "SELECT current_database()"),
        "superuser": value(connection, "SELECT rolname FROM pg_roles WHERE oid = 10"),
        "sizes": {name: value(connection, f"SHOW {name}") for name in SIZES},
    }


def count_rows(connection: Any) -> dict[str, int]:
    """Rows of every table, in the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        tables = [row[0] for row in cursor.fetchall()]
    query = "SELECT count(*) FROM {}"  # names come quoted from the catalogue
    return {table: int(value(connection, query.format(table))) for table in tables}


def count_at_a_point(connection: Any, watch: Any) -> dict[str, Any]:
    """Rows as they were at one point of the log: {"rows", "lsn", "exact"}.

    Exact when nobody was writing at that moment, which is so at night: then a restore up to the LSN
    has the very same numbers. `connection` counts, `watch` is another that looks at the log.
    """
    for attempt in range(TRIES):
        before = value(watch, "SELECT pg_current_wal_insert_lsn()::text")
        connection.set_session(isolation_level="REPEATABLE READ", autocommit=False)
        try:
            snapshot = value(connection, "SELECT pg_current_snapshot()::text")
            own = value(connection, "SELECT pg_current_xact_id()::text")
            after = value(watch, "SELECT pg_current_wal_insert_lsn()::text")
            exact = before == after and snapshot == f"{own}:{own}:"
            if exact or attempt == TRIES - 1:
                return {"rows": count_rows(connection), "lsn": after, "exact": exact}
        finally:
            connection.rollback()
            connection.set_session(isolation_level="READ COMMITTED", autocommit=True)
        time.sleep(0.2)
    raise AssertionError("unreachable")
