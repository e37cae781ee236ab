from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from egov.backup.backing_up import back_up
from egov.backup.sealing import new_identity
from egov.backup.store import StoreError
from egov.verbs.refusal import Refusal


class Command(BaseCommand):
    help = "Membuat cadangan: basis data, berkas, dan rahasia, tersegel, ke BACKUP_URL."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--new-identity",
            type=Path,
            metavar="BERKAS",
            help="hanya membuat kunci baru: rahasianya ke BERKAS, kunci umumnya ditampilkan",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["new_identity"]:
                public = new_identity(options["new_identity"])
                self.stdout.write(f"BACKUP_RECIPIENTS={public}")
                return
            backup = back_up()
        except Refusal as refusal:
            raise CommandError(f"{refusal.sentence} [{refusal.code}]") from None
        except StoreError as error:
            raise CommandError(f"Tempat cadangan tidak dapat ditulis: {error}") from None
        size = sum(part["size"] for part in backup["parts"].values()) / 1e6
        self.stdout.write(
            f"Cadangan {backup['id']} selesai: basis data {size:.1f} MB, "
            f"{backup['files']['count']} berkas, {sum(backup['counts']['rows'].values())} baris."
        )
