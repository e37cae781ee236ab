from egov.imports.commands import ImportCommand
from egov.imports.engine import Importer
from regulations.domain.exchange.jdihn_import import JdihnImporter
from regulations.domain.registry import load_kinds


class Command(ImportCommand):
    help = "Memuat peraturan dari berkas JSON umpan JDIHN; yang salah dilaporkan baris demi baris."

    def importer(self) -> Importer:
        load_kinds()
        return JdihnImporter()
