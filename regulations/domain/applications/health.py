"""Legal health over time: recomputed daily and at each legal event."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q
from django.utils import timezone

from regulations.domain.applications.findings import open_findings, refresh_candidates
from regulations.domain.applications.legal_check import find_gaps
from regulations.models import Application, Binding, Finding
from regulations.vocabulary import FindingKind, LifecycleState


def recompute(*, on: date | None = None) -> list[Finding]:
    """Looks at every live application's basis on a day and opens what is new.

    Tells once per finding. Returns the new findings.
    """
    on = on or timezone.localdate()
    opened: list[Finding] = []
    for application in Application.objects.live_on(on):
        opened += open_findings(application, on)
    refresh_candidates(on)
    return opened


def health(
    application: Application,
    life: str | None,
    on: date,
    bound: Sequence[Binding] | None = None,
    open_findings: Sequence[Finding] = (),
) -> tuple[str, str]:
    """(tone, word) of an application's legal health on a day.

    The word always stands beside the colour.
    `doubts`: findings open that day that are no lack of basis, such as a parent that has ended.
    """
    if life == LifecycleState.RETIRED:
        return "muted", "Tidak dipakai lagi"
    missing = find_gaps(application, on, bound)
    if missing:
        worst = missing[0]
        if worst.problem == FindingKind.NO_BASIS and life != LifecycleState.LIVE:
            return "wait", "Belum ada dasar"
        return "stop" if life == LifecycleState.LIVE else "wait", str(
            FindingKind(worst.problem).label
        )
    if open_findings:
        return "wait", str(FindingKind(open_findings[0].problem).label)
    return "good", "Dasar lengkap dan berlaku"


DOUBTS = (FindingKind.PARENT_ENDED, FindingKind.AMENDED)


def findings_on(on: date) -> dict[int, list[Finding]]:
    """Findings open on a day that are no lack of basis, by application."""
    by_application: dict[int, list[Finding]] = {}
    open_then = Q(closed_on=None) | Q(closed_on__gt=on)
    rows = Finding.objects.filter(open_then, problem__in=DOUBTS, opened_on__lte=on)
    for finding in rows.order_by("id"):
        by_application.setdefault(finding.application_id, []).append(finding)
    return by_application
