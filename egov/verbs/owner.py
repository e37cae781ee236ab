"""Two database roles (settings MIGRATE_DATABASE_URL).

The owner makes and changes tables, the running role owns nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection
from psycopg2 import sql
from psycopg2.extensions import encrypt_password

from egov.verbs.refusal import Refusal

WHO = ("USER", "PASSWORD", "HOST", "PORT", "OPTIONS")


def runtime_role() -> str:
    """The role that runs the portal; "" where one role does everything."""
    role = str(settings.RUNTIME_DATABASE["USER"])
    return "" if role == settings.MIGRATE_DATABASE["USER"] else role


@contextmanager
def as_owner() -> Iterator[None]:
    """The default connection is the owner's within. Only commands enter.

    Nothing to do where one role does everything.
    """
    if not runtime_role():
        yield
        return
    connection.close()
    connection.settings_dict.update({name: settings.MIGRATE_DATABASE[name] for name in WHO})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update({name: settings.RUNTIME_DATABASE[name] for name in WHO})


def create_runtime_role() -> bool:
    """Makes the running role if it is not there; its password goes hashed.

    False when it was there already.
    Raises Refusal where both addresses name one role, or where the running role may do anything.
    """
    role = runtime_role()
    if not role:
        raise Refusal(
            "one_role",
            "DATABASE_URL dan MIGRATE_DATABASE_URL memakai peran yang sama. Tulis peran pemilik di "
            "MIGRATE_DATABASE_URL dan peran lain di DATABASE_URL, lalu ulangi.",
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = %s", [role])
        row = cursor.fetchone()
        if row is None:
            _create(role, str(settings.RUNTIME_DATABASE["PASSWORD"]))
        elif row[0]:
            sentence = (
                f"Peran {role} boleh melakukan apa saja di server ini. "
                "Pilih nama peran lain di DATABASE_URL."
            )
            raise Refusal("role_too_strong", sentence)
    return row is None


def _create(role: str, password: str) -> None:
    statement = (
        "CREATE ROLE {role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"
    )
    parts: dict[str, sql.Composable] = {"role": sql.Identifier(role)}
    if password:
        connection.ensure_connection()
        scope = connection.connection
        hashed = encrypt_password(password, role, scope=scope, algorithm="scram-sha-256")
        statement += " PASSWORD {password}"
        parts["password"] = sql.Literal(hashed)
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(**parts))
