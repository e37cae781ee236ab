"""Applications and what they stand on.

The matrix, one application, and what regulations still owe.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from egov.accounts.models import User
from egov.verbs.permission import may
from egov.web.context import viewer
from egov.web.exports import asked_format
from egov.web.public import public_page
from regulations.domain.applications.board import board, figures, headline
from regulations.domain.applications.health import findings_on, health
from regulations.domain.exchange.published import published
from regulations.domain.law.states import force_of
from regulations.models import Application, Clause
from regulations.models.event import LAW
from regulations.views.as_of import TONES, as_of, as_of_date
from regulations.vocabulary import BasisState, LifecycleState, ServiceElement


@public_page
def applications(request: HttpRequest) -> HttpResponseBase:
    """The board a council delegation comes for.

    `?format=csv|xlsx|pdf` gives the same rows to take home.
    """
    on = as_of_date(request)
    shape = asked_format(request)
    if shape:
        name = f"aplikasi.{shape}"
        return published(request, name, on, filename=name, as_attachment=shape != "pdf")
    rows = board(on)
    groups: dict[Any, list[dict[str, Any]]] = {label: [] for label in ServiceElement.labels}
    for row in rows:
        groups[row["element"]].append(row)
    context = {
        "groups": groups,
        "headline": headline(rows),
        "unsearched": any(r["state"] == BasisState.UNSEARCHED for r in rows),
        "figures": figures(rows, on),
        **as_of(on),
    }
    return render(request, "regulations/applications.html", context)


@public_page
def application(request: HttpRequest, code: str) -> HttpResponse:
    """On what this application stands, on a day; its steps and findings."""
    on = as_of_date(request)
    rows = Application.objects.with_life(on).with_search(on).select_related("owner")
    application = get_object_or_404(rows, code=code)
    bound = list(application.bindings.standing_on(on).with_law())
    bindings = [(b, force_of(b.regulation, on, b.provision)) for b in bound]
    stands = health(application, on, bound, findings_on(on).get(application.pk, ()))
    reader = viewer(request)
    context = {
        "application": application,
        "life": LifecycleState(application.life).label if application.life else "Belum diketahui",
        "bindings": [(b, state, TONES[state]) for b, state in bindings],
        "steps": application.steps.filter(entered_on__lte=on),
        "findings": _findings(application, on),
        "health": stands,
        "desk_address": _desk_address(reader, application),
        "searches": application.searches.filter(stated_on__lte=on),
        **as_of(on),
    }
    return render(request, "regulations/application.html", context)


def _desk_address(reader: User | None, application: Application) -> str:
    """Where the legal officer who reads the page completes the basis; nothing for others."""
    if not may(reader, "regulations.bind_application", application):
        return ""
    return reverse("admin:regulations_application_actions", args=[application.pk])


def _findings(application: Application, on: date) -> Any:
    """Those opened by a day, their candidates with what `force_of` reads."""
    rows = application.findings.filter(opened_on__lte=on).select_related("candidate__kind")
    return rows.prefetch_related(f"candidate__{LAW}")


@public_page
def debts(request: HttpRequest) -> HttpResponse:
    """The ledger of what regulations owe.

    Delegations that nobody has settled, with days left or overdue, per initiating OPD.
    """
    on = as_of_date(request)
    owed = Clause.objects.debts(on).select_related(
        "provision__regulation__kind", "provision__regulation__initiator"
    )
    groups: dict[str, list[tuple[Clause, int | None]]] = {}
    for clause in owed.order_by("due_on", "id")[:300]:
        owner = clause.provision.regulation.initiator
        name = owner.name if owner else "Pemrakarsa belum diketahui"
        left = clause.days_left(on)
        days = abs(left) if left is not None else None
        groups.setdefault(name, []).append((clause, days))
    return render(request, "regulations/debts.html", {"groups": groups, "on": on})
