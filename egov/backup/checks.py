"""Is what came back whole? Rows, every foreign key and check, and every file that a row names."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db.models import FileField
from PIL import Image

from egov.backup.facts import count_rows

# each row: the name of a constraint and a query that counts the rows which break it
BROKEN = """
SELECT format('%s.%s', con.conrelid::regclass, con.conname), CASE con.contype
    WHEN 'c' THEN format('SELECT count(*) FROM ONLY %s WHERE NOT (%s)',
        con.conrelid::regclass, pg_get_expr(con.conbin, con.conrelid))
    ELSE format(
        'SELECT count(*) FROM ONLY %s c WHERE %s AND NOT EXISTS (SELECT FROM %s p WHERE %s)',
        con.conrelid::regclass, pairs.given, con.confrelid::regclass, pairs.equal)
    END
FROM pg_constraint con
JOIN pg_namespace n ON n.oid = con.connamespace
LEFT JOIN LATERAL (
    SELECT string_agg(format('c.%I IS NOT NULL', child.attname), ' AND ') AS given,
        string_agg(format('p.%I = c.%I', parent.attname, child.attname), ' AND ') AS equal
    FROM unnest(con.conkey, con.confkey) AS pair (child, parent)
    JOIN pg_attribute child ON child.attrelid = con.conrelid AND child.attnum = pair.child
    JOIN pg_attribute parent ON parent.attrelid = con.confrelid AND parent.attnum = pair.parent
) pairs ON con.contype = 'f'
WHERE con.contype IN ('c', 'f') AND con.conrelid <> 0
    AND n.nspname !~ '^(pg_|information_schema$)'
ORDER BY 1
"""
NOT_VALID = "SELECT conname FROM pg_constraint WHERE NOT convalidated ORDER BY 1"
# an index on text was sorted by the machine that made the backup
OTHER_COLLATION = """
SELECT datname FROM pg_database
WHERE datname = current_database()
    AND datcollversion IS DISTINCT FROM pg_database_collation_actual_version(oid)
"""
PICTURES = {".jpg", ".jpeg", ".png", ".webp"}


def differing_rows(connection: Any, counts: dict[str, Any]) -> list[str]:
    """Tables whose number of rows is not the one that was counted when the backup was made.

    Where people were writing while it was counted, only missing rows are a difference.
    """
    restored = count_rows(connection)
    problems = []
    for table, expected in counts["rows"].items():
        got = restored.get(table)
        if got is None or got < expected or (counts["exact"] and got != expected):
            problems.append(f"{table}: dicatat {expected} baris, dipulihkan {got or 0}")
    return problems


def broken_constraints(connection: Any) -> tuple[int, list[str]]:
    """How many constraints were gone through, and those that a row breaks or none proved."""
    with connection.cursor() as cursor:
        cursor.execute(NOT_VALID)
        problems = [f"{name}: belum pernah diperiksa basis data" for (name,) in cursor.fetchall()]
        cursor.execute(BROKEN)
        queries = cursor.fetchall()
        for name, query in queries:
            cursor.execute(query)
            count = cursor.fetchone()[0]
            if count:
                problems.append(f"{name}: {count} baris melanggar")
    return len(queries), problems


def collation_differs(connection: Any) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(OTHER_COLLATION)
        return cursor.fetchone() is not None


def file_columns() -> list[tuple[str, str]]:
    """Every column in which a row names a file."""
    columns: set[tuple[str, str]] = set()
    for model in apps.get_models():
        if model._meta.managed:
            files = [f for f in model._meta.concrete_fields if isinstance(f, FileField)]
            columns |= {(str(model._meta.db_table), str(field.column)) for field in files}
    return sorted(columns)


def named_files(connection: Any) -> set[str]:
    """Every file that a row names, below MEDIA_ROOT."""
    names: set[str] = set()
    with connection.cursor() as cursor:
        for table, column in file_columns():
            cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [f'"{table}"'])
            if cursor.fetchone()[0]:
                cursor.execute(f'SELECT DISTINCT "{column}" FROM "{table}"')  # noqa: S608
                names.update(row[0] for row in cursor.fetchall() if row[0])
    return names


def bad_files(connection: Any, root: Path) -> tuple[int, list[str]]:
    """How many files the rows name, and those that are missing or cannot be opened."""
    names = named_files(connection)
    return len(names), [name for name in sorted(names) if not _opens(root / name)]


def _opens(path: Path) -> bool:
    try:
        data = path.read_bytes()
    except OSError:
        return False
    if path.suffix.lower() == ".pdf":
        return data.startswith(b"%PDF-")
    if path.suffix.lower() not in PICTURES:
        return bool(data)
    try:
        with Image.open(io.BytesIO(data)) as picture:
            picture.load()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False
    return True
