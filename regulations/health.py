"""Legal health over time: recomputed daily and at each legal event."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from egov.acts.outbox import announce
from regulations.basis import lacks
from regulations.findings import open_findings
from regulations.models import Application, Binding, Finding
from regulations.models.application import Life, Problem


def recompute(*, on: date | None = None) -> list[Finding]:
    """Looks at every live application's basis on a day and opens what is new; tells once per finding. Returns the new findings."""
    on = on or timezone.localdate()
    opened: list[Finding] = []
    for application in Application.objects.live_on(on):
        for finding in open_findings(application, on):
            announce("finding.opened", {"finding": finding.pk})
            opened.append(finding)
    return opened


def health(application: Application, life: str | None, on: date, bound: Sequence[Binding] | None = None) -> tuple[str, str]:
    """(tone, word) of an application's legal health on a day: the word always stands beside the colour."""
    if life == Life.RETIRED:
        return "muted", "Tidak dipakai lagi"
    missing = lacks(application, on, bound)
    if not missing:
        return "good", "Dasar lengkap dan berlaku"
    worst = missing[0]

    return "stop" if life == Life.LIVE else "wait", str(Problem(worst.problem).label)
