"""The frame of an `import_*` management command."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from egov.imports.engine import Importer, import_file, report
from egov.imports.models import ImportRun


class ImportCommand(BaseCommand):
    """Subclasses name their importer; without a file they may bring own rows (`bundled`)."""

    def importer(self) -> Importer:
        raise NotImplementedError(f"{type(self).__name__}.importer")

    def bundled(self, **options: Any) -> ImportRun:
        raise CommandError("Sebutkan berkasnya.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="CSV, XLSX, JSON atau GeoJSON")
        parser.add_argument(
            "--dry-run", action="store_true", help="periksa saja, tidak menyimpan apa pun"
        )
        parser.add_argument(
            "--partial", action="store_true", help="simpan baris yang benar, laporkan yang salah"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        choices = {
            "dry_run": options["dry_run"],
            "partial": options["partial"],
            "quiet": options["verbosity"] < 1,
        }
        path: Path | None = options["file"]
        if path is not None and not path.is_file():
            raise CommandError(f"Berkas {path} tidak ada.")
        run = import_file(self.importer(), path, **choices) if path else self.bundled(**choices)
        if options["verbosity"] >= 1:
            self.stdout.write(report(run))
        if run.bad and not run.applied and not run.dry_run:
            raise CommandError(
                "Tidak ada yang disimpan. Perbaiki baris di atas, atau jalankan dengan --partial."
            )
        if run.bad and run.dry_run:
            raise CommandError("Ada baris yang salah.")
