from typing import Any

from django.core.management.base import BaseCommand

from regulations.domain.applications.health import recompute
from regulations.domain.registry import load_facts


class Command(BaseCommand):
    help = (
        "Memuat jenis peraturan dan fakta registri yang dibawa portal untuk daerah ini. "
        "Aman diulang."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        new = load_facts()
        opened = recompute()
        self.stdout.write(f"{new} aplikasi baru; {len(opened)} temuan dibuka.")
