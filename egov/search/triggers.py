"""Whatever changes a watched table puts the source's rows into the queue.

Statement triggers with transition tables, one for each table and event, so that bulk writes, SQL
by hand and imports count as much as a verb. They are made after every `migrate` from what the
sources watch; no app's migration speaks of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import pgtrigger
from django.db import connection, transaction
from django.db.models import Model

from egov.portal.joining import search_sources
from egov.portal.searching import Watch

PREFIX = "search_"
Watched = tuple[str, Watch]  # kind, and one of the tables it draws on
_KNOWN = """
SELECT tgname, tgrelid::regclass::text, obj_description(oid, 'pg_trigger')
FROM pg_trigger WHERE tgname LIKE 'pgtrigger\\_search\\_%'
"""


def watched() -> dict[type[Model], list[Watched]]:
    """By table, the kinds that draw on it."""
    tables: dict[type[Model], list[Watched]] = defaultdict(list)
    for source in search_sources():
        for watch in source.watches:
            tables[watch.model].append((source.kind, watch))
    return tables


def _changed(event: str, model: type[Model], columns: Sequence[str]) -> str:
    """The rows that changed, as a table: of an update those where a watched column did."""
    if event != "update":
        return "SELECT * FROM rows"
    fields: Any = model._meta
    pk = fields.pk.column
    names = [fields.get_field(name).column for name in columns]
    new, old = (", ".join(f"{table}.{name}" for name in names) for table in ("n", "o"))
    differs = f"ROW({new}) IS DISTINCT FROM ROW({old})"
    both = f"FROM rows n JOIN old_rows o USING ({pk}) WHERE {differs}"
    return f"SELECT n.* {both} UNION ALL SELECT o.* {both}"


def _queue(event: str, model: type[Model], kind: str, watch: Watch) -> str:
    changed = _changed(event, model, watch.columns)
    return (
        "INSERT INTO search_pending (kind, source_id) "  # noqa: S608 - names and SQL of sources
        f"WITH changed AS ({changed}) "
        f"SELECT DISTINCT '{kind}', source.id FROM ({watch.ids}) AS source;"
    )


def trigger(event: str, model: type[Model], rows: Sequence[Watched]) -> pgtrigger.Trigger:
    """The trigger of one table and one event, for all kinds that draw on it."""
    tables: dict[str, dict[str, str]] = {
        "insert": {"new": "rows"},
        "update": {"new": "rows", "old": "old_rows"},
        "delete": {"old": "rows"},
    }
    body = "\n".join(_queue(event, model, kind, watch) for kind, watch in rows)
    return pgtrigger.Trigger(
        name=f"{PREFIX}{event}",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=getattr(pgtrigger, event.capitalize()),
        referencing=pgtrigger.Referencing(**tables[event]),
        func=f"{body}\nRETURN NULL;",
    )


def triggers() -> Iterator[tuple[type[Model], pgtrigger.Trigger]]:
    """All that must be there."""
    for model, rows in watched().items():
        for event in ("insert", "update", "delete"):
            yield model, trigger(event, model, rows)


@transaction.atomic
def install(**_signal: Any) -> None:
    """Makes what is missing or was another, drops what nobody declares; else asks one question."""
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN)
        known = {(table, name): said for name, table, said in cursor.fetchall()}
    for model, each in triggers():
        table: Any = model
        key = (model._meta.db_table, each.get_pgid(table))
        if known.pop(key, None) != each.compile(table).hash:
            each.install(table)
    with connection.cursor() as cursor:
        for table, name in known:
            cursor.execute(f'DROP TRIGGER "{name}" ON "{table}"')
