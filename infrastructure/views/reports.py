"""What is found out each night, for the named offices that answer for it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from egov.verbs.permission import require
from egov.web.requests import actor_of
from infrastructure.domain.standing import standing_for

SHOWN = 50


@login_required
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(actor, "infrastructure.read_standing")
    standing = standing_for(actor)
    made = min((report.made_at for report in standing.values()), default=None)
    rows = {kind: report.rows[:SHOWN] for kind, report in standing.items()}
    more = {kind: max(0, len(report.rows) - SHOWN) for kind, report in standing.items()}
    context = {**rows, "made": made, "more": more}
    return render(request, "infrastructure/reports.html", context)
