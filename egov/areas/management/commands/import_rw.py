from typing import Any

from django.conf import settings

from egov.areas.bundled import rw_rows
from egov.areas.importers import RwImporter
from egov.areas.models import Area, Level
from egov.imports.commands import ImportCommand
from egov.imports.engine import Importer, run_import
from egov.imports.models import ImportRun


class Command(ImportCommand):
    help = "Memuat RW: dari berkas (kolom code, rw_numbers), atau dari jumlah yang dibawa portal."

    def importer(self) -> Importer:
        return RwImporter()

    def bundled(self, **options: Any) -> ImportRun:
        villages = list(Area.objects.current().level(Level.VILLAGE).values_list("code", flat=True))
        rows = list(enumerate(rw_rows(settings.REGION_PROFILE, villages), start=2))
        return run_import(RwImporter(), rows, source="rw bawaan portal", **options)
