"""What waits for the legal officer, on the desk's first page."""

from __future__ import annotations

from typing import Any

from django.db.models.functions import Lower
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from egov.accounts.roles import Role
from egov.desk.overviews import Figure, Line, Overview
from egov.verbs.permission import may
from egov.web.requests import actor_of
from regulations.domain.applications.health import DOUBTS, bindings_on_dead_law
from regulations.domain.grounds import lost_grounds
from regulations.models import Application, Clause, Finding, RegulationFile
from regulations.models.event import LAW

SHOWN = 8  # rows of each kind on the first page; the rest stands in its list


def law_panel(request: HttpRequest, about: None) -> dict[str, Any] | None:
    """What waits for the legal officer: how much of it, and the first of each kind."""
    if not may(request.user, "regulations.bind_application"):
        return None
    today = timezone.localdate()
    unsearched = Application.objects.unsearched_on(today)
    dead = bindings_on_dead_law(today)
    texts = RegulationFile.objects.filter(confirmed_at=None)
    return {
        "counts": _standing(
            ("ikatan pada peraturan yang tidak berlaku", len(dead)),
            ("temuan terbuka", Finding.objects.filter(closed_on=None).count()),
            ("aplikasi belum diteliti", unsearched.count()),
            ("naskah menunggu dipastikan", texts.count()),
        ),
        "dead": dead[:SHOWN],
        "unsearched": unsearched.select_related("owner").order_by(Lower("name"))[:SHOWN],
    }


def lost_grounds_panel(request: HttpRequest, about: None) -> dict[str, Any] | None:
    """What other apps found on law that does not hold, for the legal officer."""
    if not may(request.user, "regulations.bind_application"):
        return None
    lost = lost_grounds(timezone.localdate())
    lines = [
        Line(ground.sentence, ground.address, f"{ground.path}: {ground.word}")
        for ground in lost[:SHOWN]
    ]
    figures = [Figure("dasar yang tidak berlaku", len(lost))] if lost else []
    return Overview("dasar-lain", "Dasar di luar registri aplikasi", lines, figures).context()


def _standing(*counts: tuple[str, int]) -> list[tuple[str, int]]:
    """Only of what there is something."""
    return [(word, count) for word, count in counts if count]


def open_findings_panel(request: HttpRequest, about: None) -> dict[str, Any] | None:
    """Open findings: all for the legal officer, one's own agency's for a verifier."""
    user = actor_of(request)
    rows = (
        Finding.objects.filter(closed_on=None)
        .select_related("application", "candidate__kind")
        .prefetch_related(f"candidate__{LAW}")
        .order_by("opened_on", "id")
    )
    binds = may(user, "regulations.bind_application")
    if not may(user, "regulations.close_finding"):
        own = [a.agency_id for a in user.appointments_now if a.role == Role.VERIFIER]
        if not own:
            return None
        rows = rows.filter(application__owner__in=own)
    findings = list(rows[:31])
    if not findings:
        return None
    rows_shown = [(row, _leads_to(row, binds)) for row in findings[:30]]
    return {"findings": rows_shown, "more": len(findings) > 30, "today": timezone.localdate()}


def _leads_to(finding: Finding, binds: bool) -> str:
    """Where it is done: a lack on the page of the application's basis, a doubt on its own."""
    if binds and finding.problem not in DOUBTS:
        return reverse("admin:regulations_application_actions", args=[finding.application_id])
    return reverse("admin:regulations_finding_change", args=[finding.pk])


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
