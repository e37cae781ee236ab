"""Findings of an application's legal health: opened by the look at its basis, closed only by an act."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from egov.acts.refusal import Invalid, Refusal
from regulations.basis import Lack, amended, lacks, parents_ended
from regulations.force import ended_by
from regulations.models import Application, Finding, Regulation
from regulations.timeline import require_legal_officer


def open_findings(application: Application, on: date) -> list[Finding]:
    """Opens a finding for each lack that has none open yet. Nothing closes here: only an act closes a finding."""
    opened = []
    for lack in [*lacks(application, on), *parents_ended(application, on), *amended(application, on)]:
        if lack.known and application.findings.filter(problem=lack.problem, binding=lack.binding, closed_on__gte=lack.known).exists():
            continue  # an officer has looked at this already
        finding, new = Finding.objects.get_or_create(
            application=application,
            problem=lack.problem,
            binding=lack.binding,
            closed_on=None,
            defaults={"opened_on": on, "candidate": candidate_for(lack, on)},
        )
        if new:
            opened.append(finding)
        elif finding.candidate_id is None and finding.closed_on is None:
            finding.candidate = candidate_for(lack, on)  # the repealer may be recorded later than the end
            if finding.candidate:
                finding.save(update_fields=["candidate"])
    return opened


def candidate_for(lack: Lack, on: date) -> Regulation | None:
    """The regulation offered in place of one that ended: its repealer, or that one's, as far as it still stands and may be a basis."""
    found = lack.fallen or (lack.binding.regulation if lack.binding else None)
    for _ in range(20):
        event = ended_by(found, on) if found else None
        if event is None:
            break
        found = event.source
    begun = lack.fallen or (lack.binding.regulation if lack.binding else None)
    return found if found is not None and found != begun and found.may_be_basis else None


@transaction.atomic
def close_finding(*, actor: Any, finding: Finding, note: str, on: date | None = None) -> Finding:
    """Closes a finding by an act that says how; refused while the lack is still there."""
    require_legal_officer(actor)
    on = on or timezone.localdate()
    row = Finding.objects.select_for_update().select_related("application").get(pk=finding.pk)
    if row.closed_on:
        raise Refusal("already_closed", "Temuan ini sudah ditutup.")
    if not note.strip():
        raise Invalid("no_note", "Tulis bagaimana temuan ini diselesaikan.", field="note")
    still = _sentences(lacks(row.application, on), row)
    if still:
        raise Refusal("still_lacking", f"Sebabnya masih ada. {' '.join(still)}")
    row.closed_on, row.closed_by, row.closing_note = on, actor, note.strip()
    row.save(update_fields=["closed_on", "closed_by", "closing_note"])
    return row


def _sentences(found: Sequence[Lack], finding: Finding) -> list[str]:
    return [lack.sentence for lack in found if lack.problem == finding.problem and (lack.binding.pk if lack.binding else None) == finding.binding_id]
