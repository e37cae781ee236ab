"""Django's migrate, as the owner of the tables.

Afterwards the running role gets its rights on what is new.
"""

from __future__ import annotations

from typing import Any

from django.core.management.commands.migrate import Command as Migrate
from django.db import transaction

from egov.verbs.owner import as_owner
from egov.verbs.quick_migrations import quick_migrations
from egov.verbs.records import grant_rights


class Command(Migrate):
    def handle(self, *args: Any, **options: Any) -> None:
        with as_owner(), quick_migrations():
            super().handle(*args, **options)
            if not (options["plan"] or options["check_unapplied"]):
                with transaction.atomic():
                    grant_rights()
