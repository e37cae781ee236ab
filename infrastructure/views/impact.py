"""What a cut takes with it, for those who may know where the city can be hurt."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from egov.verbs.permission import require
from egov.verbs.refusal import Invalid
from egov.web.requests import actor_of
from infrastructure.domain.cutting import read_cut
from infrastructure.domain.impacting import assess

SHOWN = 50  # sites and applications that are told one by one


@login_required
def impact(request: HttpRequest) -> HttpResponse:
    """`?kode=FO-TGL-014,SEG-31#2`: offices, things, applications with their law, people, why."""
    actor = actor_of(request)
    require(actor, "infrastructure.assess_impact")
    text = request.GET.get("kode", "")
    report, refusal, status = None, "", 200
    if "kode" in request.GET:
        try:
            report = assess(user=actor, cut=read_cut(user=actor, text=text))
        except Invalid as invalid:
            refusal, status = invalid.sentence, invalid.status
    context: dict[str, Any] = {"text": text, "report": report, "refusal": refusal}
    if report is not None:
        context |= {"sites": report.sites[:SHOWN], "stopped": report.applications[:SHOWN]}
        context |= {"more_sites": max(0, len(report.sites) - SHOWN)}
        context |= {"more_stopped": max(0, len(report.applications) - SHOWN)}
    return render(request, "infrastructure/impact.html", context, status=status)
