"""`check --deploy`: the running role owns nothing and can empty nothing."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import DatabaseError, connection

ASKED = """
SELECT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user),
       count(*) FILTER (WHERE pg_has_role(current_user, relowner, 'USAGE')),
       count(*) FILTER (WHERE has_table_privilege(current_user, pg_class.oid, 'TRUNCATE'))
FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace
"""
HINT = "Tulis peran pemilik di MIGRATE_DATABASE_URL, peran lain di DATABASE_URL, lalu `manage.py create_roles`."


@register(Tags.security, deploy=True)
def the_running_role_owns_nothing(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Warnings where DATABASE_URL names a superuser, an owner of tables, or a role that can TRUNCATE."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(ASKED)
            superuser, owned, emptied = cursor.fetchone()
    except DatabaseError:
        return [Warning("Basis data tidak menjawab; hak perannya tidak diperiksa.", id="egov.W001")]
    found: list[CheckMessage] = []
    if superuser:
        found.append(Warning("Peran di DATABASE_URL adalah superuser.", hint=HINT, id="egov.W002"))
    elif owned:
        found.append(
            Warning(f"Peran di DATABASE_URL memiliki {owned} tabel.", hint=HINT, id="egov.W003")
        )
    elif emptied:
        found.append(
            Warning(
                f"Peran di DATABASE_URL dapat mengosongkan {emptied} tabel.",
                hint=HINT,
                id="egov.W004",
            )
        )
    return found
