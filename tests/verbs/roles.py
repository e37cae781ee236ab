"""The running role within a test's own transaction.

It is made, gets its rights, and is gone with the rollback.
"""

from __future__ import annotations

from unittest import mock

from django.db import connection

from egov.verbs.records import grant_rights

ROLE = "portal_web"


def become_runtime_role() -> None:
    """From here the test's connection asks as a role that owns nothing."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {ROLE}")
        with mock.patch("egov.verbs.records.runtime_role", return_value=ROLE):
            assert grant_rights() == ROLE
        cursor.execute(f"SET LOCAL ROLE {ROLE}")
