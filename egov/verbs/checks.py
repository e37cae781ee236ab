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
HINT = (
    "Tulis peran pemilik di MIGRATE_DATABASE_URL, peran lain di DATABASE_URL, "
    "lalu `manage.py create_roles`."
)


@register(Tags.security, deploy=True)
def the_running_role_owns_nothing(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Warnings about the role that DATABASE_URL names.

    Where it is a superuser, an owner of tables, or can TRUNCATE.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute(ASKED)
            superuser, owned, emptied = cursor.fetchone()
    except DatabaseError:
        return [Warning("Basis data tidak menjawab; hak perannya tidak diperiksa.", id="egov.W001")]
    if superuser:
        return [Warning("Peran di DATABASE_URL adalah superuser.", hint=HINT, id="egov.W002")]
    if owned:
        sentence = f"Peran di DATABASE_URL memiliki {owned} tabel."
        return [Warning(sentence, hint=HINT, id="egov.W003")]
    if emptied:
        sentence = f"Peran di DATABASE_URL dapat mengosongkan {emptied} tabel."
        return [Warning(sentence, hint=HINT, id="egov.W004")]
    return []
