from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from egov.search import indexing


class Command(BaseCommand):
    help = "Indeks pencarian: `check` membandingkan dengan sumbernya, `rebuild` membuatnya lagi."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", choices=["check", "rebuild"])

    def handle(self, *args: Any, **options: Any) -> None:
        if options["act"] == "rebuild":
            began = time.monotonic()
            rows = indexing.rebuild()
            seconds = time.monotonic() - began
            speed = rows / max(seconds, 0.001)
            self.stdout.write(f"{rows} entri dalam {seconds:.1f} detik ({speed:.0f} per detik).")
            return
        differences = list(indexing.check())
        for row in differences:
            self.stdout.write(f"{row.kind} {row.source_id}: {row.what}")
        if differences:
            raise CommandError(f"{len(differences)} entri berbeda. Jalankan: search rebuild.")
        self.stdout.write("Indeks dan sumbernya sama.")
