"""When the pages of the registry last changed, from what was written of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from egov.portal.changes import ITSELF, last_written
from regulations.models import (
    Application,
    BasisSearch,
    Binding,
    LegalEvent,
    LifeStep,
    Provision,
    Regulation,
    RegulationFile,
)


def changed_regulations(rows: QuerySet[Any]) -> dict[int, datetime]:
    return last_written(
        rows,
        (Regulation, ITSELF),
        (LegalEvent, "target"),
        (LegalEvent, "source"),
        (RegulationFile, "regulation"),
        (Provision, "regulation"),
        (Binding, "regulation"),
    )


def changed_applications(rows: QuerySet[Any]) -> dict[int, datetime]:
    of_it = [(model, "application") for model in (LifeStep, Binding, BasisSearch)]
    return last_written(rows, (Application, ITSELF), *of_it)
