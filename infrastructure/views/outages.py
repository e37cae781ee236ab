"""The link of an alert's mail: what happened, and one press that says who is at it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from egov.verbs.refusal import Refusal
from infrastructure.monitoring.acknowledging import acknowledge, by_link


@never_cache
@csrf_exempt  # the link is what is known; there may be no session at all
@require_http_methods(["GET", "HEAD", "POST"])
def acknowledge_outage(request: HttpRequest, token: str) -> HttpResponse:
    """Reading takes nothing on; the press does, once."""
    try:
        outage, person = by_link(token)
    except Refusal as refusal:
        context: dict[str, Any] = {"refusal": refusal}
        return render(request, "infrastructure/acknowledge.html", context, status=refusal.status)
    context, status = {"outage": outage}, 200
    if request.method == "POST":
        try:
            note = request.POST.get("catatan", "")
            outage = acknowledge(actor=person, outage=outage, note=note, now=timezone.now())
            context = {"outage": outage, "done": True}
        except Refusal as refusal:
            context, status = {"outage": outage, "refusal": refusal}, refusal.status
    return render(request, "infrastructure/acknowledge.html", context, status=status)
