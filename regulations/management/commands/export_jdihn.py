import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from regulations.domain.exchange.jdihn import feed


class Command(BaseCommand):
    help = (
        "Menulis umpan JDIHN daerah ini ke sebuah berkas JSON, "
        "sama dengan yang ada di /feed/document.json."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        rows = feed(timezone.localdate())
        text = json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
        options["file"].write_text(text, encoding="utf-8")
        self.stdout.write(f"{len(rows)} peraturan ditulis ke {options['file']}.")
