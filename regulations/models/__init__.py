from regulations.models.application import Application, Binding, Finding, LifeStep
from regulations.models.basis_search import BasisSearch
from regulations.models.clause import Clause
from regulations.models.document import RegulationFile
from regulations.models.event import LegalEvent
from regulations.models.incoming import IncomingPdf
from regulations.models.kind import RegulationKind
from regulations.models.provision import Provision
from regulations.models.regulation import Regulation

__all__ = [
    "Application",
    "BasisSearch",
    "Binding",
    "Clause",
    "Finding",
    "IncomingPdf",
    "LegalEvent",
    "LifeStep",
    "Provision",
    "Regulation",
    "RegulationFile",
    "RegulationKind",
]
