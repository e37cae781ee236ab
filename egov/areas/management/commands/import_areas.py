from typing import Any

from django.conf import settings

from egov.areas.bundled import area_rows
from egov.areas.importers import AreaImporter
from egov.imports.commands import ImportCommand
from egov.imports.engine import Importer, run_import
from egov.imports.models import ImportRun


class Command(ImportCommand):
    help = (
        "Memuat kecamatan dan desa/kelurahan: "
        "dari berkas, atau dari daftar nasional yang dibawa portal."
    )

    def importer(self) -> Importer:
        return AreaImporter()

    def bundled(self, **options: Any) -> ImportRun:
        rows = list(enumerate(area_rows(settings.REGION_PROFILE), start=2))
        return run_import(AreaImporter(), rows, source="idn-area-data 4.0.1", **options)
