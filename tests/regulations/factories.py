"""Regulations, pasal and applications for tests, in one line each."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.base import File

from egov.files.models import StoredDocument
from regulations.domain.applications.bindings import bind
from regulations.domain.applications.findings import open_findings
from regulations.domain.applications.searching import close_search
from regulations.domain.law.events import record_event
from regulations.domain.text.intake import keep_pdf, read_document
from regulations.models import (
    Application,
    Binding,
    Finding,
    LegalEvent,
    Provision,
    Regulation,
    RegulationFile,
)
from regulations.vocabulary import TextStatus
from tests.factories.regulations import ApplicationFactory, ProvisionFactory, RegulationFactory

TODAY = date(2026, 6, 1)
BOUND = date(2021, 1, 1)  # since when an application stands on its basis
# the rows of steps in the form of an application: none
NO_STEPS = {"steps-TOTAL_FORMS": "0", "steps-INITIAL_FORMS": "0"}


def make(kind: str, number: str, year: int = 2020, **more: Any) -> Regulation:
    return RegulationFactory(kind=kind, number=number, year=year, **more)


def app(code: str = "parkir", **more: Any) -> Application:
    return ApplicationFactory(code=code, **more)


def pasal(regulation: Regulation, number: int, **more: Any) -> Provision:
    return ProvisionFactory(regulation=regulation, number=number, **more)


def record(
    actor: Any, kind: str, source: Regulation, target: Regulation, on: date, **more: Any
) -> LegalEvent:
    """The verb: a regulation does something to another, from a day on."""
    return record_event(actor=actor, kind=kind, source=source, target=target, on=on, **more)


def bind_umbrella(
    actor: Any, application: Application, regulation: Regulation, start: date = BOUND, **more: Any
) -> Binding:
    """The verb: the application stands on its Perwali."""
    return bind(
        actor=actor,
        application=application,
        regulation=regulation,
        role="umbrella",
        start=start,
        **more,
    )


def bind_obligation(
    actor: Any, application: Application, provision: Provision, start: date = BOUND, **more: Any
) -> Binding:
    """The verb: what the application asks of citizens stands on a pasal."""
    return bind(
        actor=actor,
        application=application,
        regulation=provision.regulation,
        provision=provision,
        role="obligation",
        start=start,
        **more,
    )


def attach_pdf(*, actor: Any, regulation: Regulation, upload: File[Any]) -> RegulationFile:
    """Keeps a PDF and reads it at once, as the worker does a moment later."""
    read = read_document(keep_pdf(actor=actor, regulation=regulation, upload=upload).pk)
    assert read is not None
    regulation.refresh_from_db()
    return read


def text_of(regulation: Regulation, **more: Any) -> RegulationFile:
    """A text that was read, without a file behind it; confirmed where `confirmed_at` is given."""
    sha256 = "0" * 64
    pdf = StoredDocument.objects.create(file="dokumen/contoh.pdf", sha256=sha256, size=1, pages=1)
    return RegulationFile.objects.create(
        regulation=regulation,
        pdf=pdf,
        sha256=sha256,
        size=1,
        text_status=TextStatus.TEXT,
        **more,
    )


def searched(actor: Any, application: Application, on: date = BOUND) -> list[Finding]:
    """The verb: an officer has looked everywhere; and what is lacking since then is found."""
    close_search(actor=actor, application=application, note="JDIH dan arsip.", on=on)
    return open_findings(application, on)
