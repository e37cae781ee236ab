from egov.agencies.importers import AgencyImporter
from egov.imports.commands import ImportCommand
from egov.imports.engine import Importer


class Command(ImportCommand):
    help = "Memuat perangkat daerah dari berkas dengan kolom code, short_name, name, basis."

    def importer(self) -> Importer:
        return AgencyImporter()
