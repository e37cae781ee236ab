from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from egov.areas.models import Area
from egov.areas.succession import split_area
from egov.verbs.refusal import Refusal


class Command(BaseCommand):
    help = (
        "Memekarkan satu desa/kelurahan menjadi beberapa sejak satu tanggal; "
        "setiap RW masuk ke satu bagian."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="kode wilayah yang dimekarkan")
        parser.add_argument(
            "--part",
            action="append",
            required=True,
            metavar="KODE:NAMA:RW,RW",
            help="contoh 35.78.01.1011:Timur:1,2",
        )
        parser.add_argument("--on", required=True, type=date.fromisoformat, help="YYYY-MM-DD")
        parser.add_argument("--basis", default="", help="dasar hukum")

    def handle(self, *args: Any, **options: Any) -> None:
        areas = Area.objects.current(options["on"]).filter(code=options["code"])
        area = areas.select_related("parent").first()
        if area is None:
            raise CommandError(f"Tidak ada wilayah berkode {options['code']} pada {options['on']}.")
        try:
            parts = []
            for text in options["part"]:
                code, name, numbers = [*text.split(":"), "", ""][:3]
                rws = [f"{area.code}/{int(n):02d}" for n in numbers.split(",") if n]
                parts.append({"code": code, "name": name, "rw": rws})
            made = split_area(
                predecessor=area, parts=parts, on=options["on"], basis=options["basis"]
            )
        except ValueError:
            raise CommandError("Tulis bagian sebagai KODE:NAMA:RW,RW.") from None
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from None
        for part in made:
            self.stdout.write(f"{part.label} ({part.code}) berlaku sejak {options['on']}.")
