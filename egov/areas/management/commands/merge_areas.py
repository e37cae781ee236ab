from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from egov.areas.models import Area
from egov.areas.succession import merge_areas
from egov.verbs.refusal import Refusal


class Command(BaseCommand):
    help = "Menggabungkan desa/kelurahan atau RW menjadi satu wilayah baru sejak satu tanggal."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("codes", nargs="+", help="kode wilayah yang digabung")
        parser.add_argument("--into", required=True, help="kode wilayah baru")
        parser.add_argument("--name", required=True)
        parser.add_argument("--on", required=True, type=date.fromisoformat, help="YYYY-MM-DD")
        parser.add_argument("--basis", default="", help="dasar hukum")

    def handle(self, *args: Any, **options: Any) -> None:
        areas = Area.objects.current(options["on"]).filter(code__in=options["codes"])
        found = list(areas.select_related("parent"))
        missing = set(options["codes"]) - {a.code for a in found}
        if missing:
            raise CommandError(
                f"Tidak ada wilayah berkode {', '.join(sorted(missing))} pada {options['on']}."
            )
        try:
            made = merge_areas(
                predecessors=found,
                code=options["into"],
                name=options["name"],
                on=options["on"],
                basis=options["basis"],
            )
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from None
        self.stdout.write(f"{made.label} ({made.code}) berlaku sejak {options['on']}.")
