"""What the running database role may do with the rows that stay, written as rights in PostgreSQL.

An app says which stay (`egov.verbs.rights`); `create_roles` and every `migrate` write the rights
of the role in DATABASE_URL. Where it depends on the row whether it may change, a trigger of the
model says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pghistory.models
from django.apps import apps
from django.db import connection
from psycopg2 import sql

from egov.verbs.owner import runtime_role
from egov.verbs.rights import Record, declared

CONTEXT_CHANGES = ("metadata", "updated_at")  # pghistory's own ON CONFLICT asks for these


def records() -> Iterator[tuple[type[Any], Record]]:
    """Every record that an installed app declares, and the histories, with its model."""
    yield from declared.items()
    for model in apps.get_models():
        if hasattr(model, "pgh_tracked_model"):
            yield model, Record()
    yield pghistory.models.Context, Record(changes=CONTEXT_CHANGES)


def grant_rights() -> str:
    """Gives the running role its rights on all that there is, in one transaction.

    Runs on the owner's connection. The role reads, adds, changes and deletes; of records it
    changes what they name; it never truncates and makes nothing. Returns the role; "" for none.
    """
    role = runtime_role()
    if not role:
        return ""
    who = sql.Identifier(role)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone() is None:
            return ""
        connect = sql.SQL("GRANT CONNECT ON DATABASE {database} TO {role}")
        cursor.execute(connect.format(role=who, database=_database()))
        if "django_migrations" not in connection.introspection.table_names(cursor):
            return role  # nothing there yet: the first migrate comes back here
        for statement in _statements():
            cursor.execute(sql.SQL(statement).format(role=who))
        for model, record in records():
            for grant in _of_record(model, record):
                cursor.execute(grant.format(role=who))
    return role


def _database() -> sql.Identifier:
    return sql.Identifier(connection.settings_dict["NAME"])


def _statements() -> tuple[str, ...]:
    return (
        "GRANT USAGE ON SCHEMA public TO {role}",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
        "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
        "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {role}",
    )


def _of_record(model: type[Any], record: Record) -> Iterator[sql.SQL]:
    # names come from our models, never from a person
    table = f'"{model._meta.db_table}"'
    away = "UPDATE" if record.goes else "UPDATE, DELETE"
    yield sql.SQL(f"REVOKE {away} ON {table} FROM {{role}}")
    if record.changes:
        columns = ", ".join(f'"{model._meta.get_field(name).column}"' for name in record.changes)
        yield sql.SQL(f"GRANT UPDATE ({columns}) ON {table} TO {{role}}")
