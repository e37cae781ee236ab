"""The verb of the page where an application gets its basis: bound, and what that cures closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from egov.accounts.models import User
from egov.verbs.permission import require
from egov.verbs.verb import verb
from regulations.domain.applications.bindings import bind
from regulations.domain.applications.findings import BASIS, close_finding
from regulations.domain.applications.legal_check import find_gaps
from regulations.models import Application, Binding, Provision, Regulation
from regulations.vocabulary import FindingKind


@dataclass(frozen=True)
class Cured:
    """The new binding, and how many open findings it has closed."""

    binding: Binding
    closed: int


@verb
def bind_and_cure(
    *,
    actor: User,
    application: Application,
    regulation: Regulation,
    role: str,
    start: date,
    provision: Provision | None = None,
) -> Cured:
    """Binds, and closes each open finding of a lack that the application has no more today."""
    require(actor, "regulations.bind_application", application)
    binding = bind(
        actor=actor,
        application=application,
        regulation=regulation,
        role=role,
        start=start,
        provision=provision,
    )
    lacking = {FindingKind(gap.problem) for gap in find_gaps(application, timezone.localdate())}
    cured: set[str] = set()
    if not lacking & BASIS:
        cured |= BASIS
    if FindingKind.NO_PERDA not in lacking:
        cured.add(FindingKind.NO_PERDA)
    part = f", {provision.label}" if provision else ""
    note = f"Diikat pada {regulation.citation}{part}."[:300]
    findings = list(application.findings.filter(closed_on=None, problem__in=cured))
    for finding in findings:
        close_finding(actor=actor, finding=finding, note=note)
    return Cured(binding, len(findings))
