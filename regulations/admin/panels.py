"""What waits for the legal officer, on the desk's first page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from egov.accounts.roles import Role
from egov.verbs.permission import may
from egov.web.requests import actor_of
from regulations.models import Clause, Finding, RegulationFile


def open_findings_panel(request: HttpRequest, about: None) -> dict[str, Any] | None:
    """Open findings: all for the legal officer, one's own agency's for a verifier."""
    user = actor_of(request)
    rows = (
        Finding.objects.filter(closed_on=None)
        .select_related("application", "candidate__kind")
        .order_by("opened_on", "id")
    )
    if not may(user, "regulations.close_finding"):
        own = [a.agency_id for a in user.appointments_now if a.role == Role.VERIFIER]
        if not own:
            return None
        rows = rows.filter(application__owner__in=own)
    findings = list(rows[:31])
    if not findings:
        return None
    return {"findings": findings[:30], "more": len(findings) > 30, "today": timezone.localdate()}


def texts_panel(request: HttpRequest, about: None) -> dict[str, Any] | None:
    """What waits for the legal officer's eye.

    Texts to hold against their PDF, clauses to confirm, debts that fall due.
    """
    if not may(request.user, "regulations.confirm_text"):
        return None
    texts = list(
        RegulationFile.objects.filter(confirmed_at=None)
        .defer("text")
        .select_related("regulation__kind")
        .order_by("-read_at")[:11]
    )
    clauses = Clause.objects.filter(
        confirmed_at=None, provision__regulation__document__confirmed_at__isnull=False
    )
    debts = (
        Clause.objects.debts()
        .filter(due_on__isnull=False)
        .select_related("provision__regulation__kind")
        .order_by("due_on")[:5]
    )
    today = timezone.localdate()
    context = {
        "texts": texts[:10],
        "more": len(texts) > 10,
        "clauses": clauses.exists(),
        "debts": [(d, d.days_left(today)) for d in debts],
    }
    return context if texts or context["clauses"] or context["debts"] else None
