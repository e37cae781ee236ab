from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from egov.verbs.owner import as_owner, create_runtime_role
from egov.verbs.records import grant_rights
from egov.verbs.refusal import Refusal


class Command(BaseCommand):
    help = (
        "Membuat peran basis data yang menjalankan portal (DATABASE_URL) dan memberi haknya. "
        "Aman diulang."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with as_owner(), transaction.atomic():
                is_new = create_runtime_role()
                role = grant_rights()
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from None
        if options["verbosity"]:
            state = "dibuat" if is_new else "sudah ada"
            self.stdout.write(f"Peran {role} {state}; haknya ditulis.")
