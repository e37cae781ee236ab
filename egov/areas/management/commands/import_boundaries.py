from typing import Any

from django.core.management.base import CommandParser

from egov.areas.importers import BoundaryImporter
from egov.imports.commands import ImportCommand
from egov.imports.engine import Importer


class Command(ImportCommand):
    help = "Memuat batas wilayah dari GeoJSON (properti code; Polygon atau MultiPolygon, WGS 84)."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--source", default="", help="dari mana batas ini, ditulis di bawah peta"
        )

    def importer(self) -> Importer:
        return BoundaryImporter(self.source)

    def handle(self, *args: Any, **options: Any) -> None:
        self.source: str = options["source"]
        super().handle(*args, **options)
