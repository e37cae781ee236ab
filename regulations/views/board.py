"""Applications and what they stand on: the matrix, one application, and what regulations still owe."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render

from egov.acts.refusal import Invalid
from egov.ui.context import signed_in
from egov.ui.public import public_page
from regulations.board import board, figures
from regulations.force import force_of
from regulations.health import doubts_on, health
from regulations.models import Application, Clause, Following
from regulations.models.application import Element, Life
from regulations.published import published
from regulations.views.asof import TONES, asked_day, asof


@public_page
def applications(request: HttpRequest) -> HttpResponseBase:
    """The board a council delegation comes for; `?format=csv|xlsx|pdf` gives the same rows to take home."""
    on = asked_day(request)
    shape = request.GET.get("format", "")
    if shape in ("csv", "xlsx", "pdf"):
        name = f"aplikasi.{shape}"
        return published(request, name, on, filename=name, as_attachment=shape != "pdf")
    if shape:
        raise Invalid("unknown_format", "Format yang ada: pdf, csv, xlsx.", field="format")
    rows = board(on)
    sound = sum(r["tone"] == "good" for r in rows)
    groups = {label: [r for r in rows if r["element"] == label] for label in Element.labels}
    context = {
        "groups": groups,
        "total": len(rows),
        "sound": sound,
        "figures": figures(rows, on),
        **asof(on),
    }
    return render(request, "regulations/applications.html", context)


@public_page
def application(request: HttpRequest, code: str) -> HttpResponse:
    """On what this application stands, on a day; its steps and findings."""
    on = asked_day(request)
    found = get_object_or_404(Application.objects.with_life(on).select_related("owner"), code=code)
    bound = list(found.bindings.standing_on(on).with_law())
    bindings = [(b, force_of(b.regulation, on, b.provision)) for b in bound]
    tone, word = health(found, found.life, on, bound, doubts_on(on).get(found.pk, ()))
    context = {
        "application": found,
        "life": Life(found.life).label if found.life else "Belum diketahui",
        "bindings": [(b, state, TONES[state]) for b, state in bindings],
        "steps": found.steps.filter(on__lte=on),
        "followed": signed_in(request)
        and Following.objects.filter(user_id=request.user.pk or 0, application=found).exists(),
        "findings": found.findings.filter(opened_on__lte=on).select_related("candidate__kind"),
        "tone": tone,
        "health": word,
        **asof(on),
    }
    return render(request, "regulations/application.html", context)


@public_page
def debts(request: HttpRequest) -> HttpResponse:
    """The ledger of what regulations owe: delegations that nobody has settled, with days left or overdue, per initiating OPD."""
    on = asked_day(request)
    rows = (
        Clause.objects.debts(on)
        .select_related("provision__regulation__kind", "provision__regulation__initiator")
        .order_by("due_on", "id")[:300]
    )
    groups: dict[str, list[tuple[Clause, int | None]]] = {}
    for clause in rows:
        owner = clause.provision.regulation.initiator
        left = clause.days_left(on)
        groups.setdefault(owner.name if owner else "Pemrakarsa belum diketahui", []).append(
            (clause, abs(left) if left is not None else None)
        )
    return render(request, "regulations/debts.html", {"groups": groups, "on": on})
