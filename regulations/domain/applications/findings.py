"""Findings of an application's legal health.

Opened by the look at its basis, closed only by an act.
"""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from egov.accounts.models import User
from egov.verbs.outbox import publish
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.verb import verb
from regulations.domain.applications.legal_check import (
    LegalGap,
    amended,
    find_gaps,
    is_unsearched,
    parents_ended,
)
from regulations.domain.law.states import ended_by
from regulations.models import Application, Finding, Regulation
from regulations.vocabulary import FindingKind, LifecycleState

# one lack, in its phases
BASIS = frozenset(
    {
        FindingKind.NO_BASIS,
        FindingKind.UMBRELLA_ENDED,
        FindingKind.UMBRELLA_NOT_YET,
        FindingKind.UMBRELLA_UNKNOWN,
    }
)


def open_findings(application: Application, on: date) -> list[Finding]:
    """Opens a finding for each lack that has none open yet, and tells OPD and legal officer.

    What nobody has looked for is no finding: it becomes one when the search is closed.
    Nothing closes here: only an act does.
    """
    opened = []
    doubts = [*parents_ended(application, on), *amended(application, on)]
    for gap in [*_lacks(application, on), *doubts]:
        if gap.known and gap.binding:
            # a binding that was renewed is still the same matter
            looked = application.findings.filter(
                problem=gap.problem,
                closed_at__gte=gap.known,
                binding__regulation=gap.binding.regulation_id,
            )
            if looked.filter(binding__provision=gap.binding.provision_id).exists():
                continue
        finding, new = Finding.objects.get_or_create(
            application=application,
            problem=gap.problem,
            binding=gap.binding,
            closed_on=None,
            defaults={"opened_on": on, "candidate": candidate_for(gap, on)},
        )
        if new:
            publish("finding.opened", {"finding": finding.pk})
            opened.append(finding)
        elif finding.candidate is None:
            # the repealer may be recorded later than the end; one that ended: refresh_candidates
            offered = candidate_for(gap, on)
            if offered != finding.candidate:
                finding.candidate = offered
                finding.save(update_fields=["candidate"])
    return opened


def _lacks(application: Application, on: date) -> list[LegalGap]:
    """What its basis is known to lack on a day."""
    bound = list(application.bindings.standing_on(on).with_law())
    searched = is_closed(application, on)
    gaps = find_gaps(application, on, bound)
    return [gap for gap in gaps if not is_unsearched(gap, bound, searched=searched)]


def is_closed(application: Application, on: date) -> bool:
    """Whether the search for an application's law is closed on a day."""
    last = application.searches.filter(stated_on__lte=on).order_by("-stated_on", "-id").first()
    return last is not None and last.closed


def refresh_candidates(on: date) -> None:
    """An open finding offers nothing that has ended itself.

    Its candidate gives way to that one's repealer.
    """
    offering = Finding.objects.filter(closed_on=None, candidate__isnull=False)
    for finding in offering.select_related("candidate__kind"):
        offered = finding.candidate
        for _ in range(20):
            event = ended_by(offered, on) if offered else None
            if event is None:
                break
            offered = event.source
        if offered != finding.candidate:
            finding.candidate = offered if offered is not None and offered.may_be_basis else None
            finding.save(update_fields=["candidate"])


def candidate_for(gap: LegalGap, on: date) -> Regulation | None:
    """The regulation offered in place of one that ended.

    Its repealer, or that one's, as far as it still stands and may be a basis.
    """
    begun, part = gap.fallen, gap.fallen_part
    if begun is None and gap.binding is not None:
        begun, part = gap.binding.regulation, gap.binding.provision
    successor = begun
    for _ in range(20):
        event = ended_by(successor, on, part) if successor else None
        if event is None:
            break
        successor, part = event.source, None
    if successor is None or successor == begun:
        return None
    return successor if successor.may_be_basis and not successor.other_region else None


@verb
def close_finding(*, actor: User, finding: Finding, note: str, on: date | None = None) -> Finding:
    """Closes a finding by an act that says how; refused while the lack is still there.

    An application that is no longer used lacks nothing.
    """
    require(actor, "regulations.close_finding", finding)
    on = on or timezone.localdate()
    rows = Finding.objects.select_for_update(no_key=True).select_related("application")
    row = rows.get(pk=finding.pk)
    if row.closed_on:
        raise Refusal("already_closed", "Temuan ini sudah ditutup.")
    if not note.strip():
        raise Invalid("no_note", "Tulis bagaimana temuan ini diselesaikan.", field="note")
    if Application.objects.with_life(on).get(pk=row.application_id).life != LifecycleState.RETIRED:
        same = BASIS if row.problem in BASIS else {row.problem}
        still = [gap.sentence for gap in find_gaps(row.application, on) if gap.problem in same]
        if still:
            raise Refusal("still_lacking", f"Sebabnya masih ada. {' '.join(still)}")
    row.closed_on, row.closed_at = on, timezone.now()
    row.closed_by, row.closing_note = actor, note.strip()
    row.save(update_fields=["closed_on", "closed_at", "closed_by", "closing_note"])
    return row
