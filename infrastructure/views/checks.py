"""What nobody watches yet, to be taken up at once."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from egov.verbs.permission import require
from egov.verbs.refusal import Refusal
from egov.web.requests import actor_of
from infrastructure.monitoring.suggesting import sites_without_checks, suggest, take_up


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def suggestions(request: HttpRequest) -> HttpResponse:
    """Ticked ones become checks; nothing else does."""
    actor = actor_of(request)
    require(actor, "infrastructure.keep_check")
    chosen, refusal, status = set(request.POST.getlist("pilih")), None, 200
    if request.method == "POST":
        try:
            added = take_up(actor=actor, keys=chosen, now=timezone.now())
            messages.success(request, f"{len(added)} pemeriksaan dibuat.")
            return redirect("admin:infrastructure_check_changelist")
        except Refusal as raised:
            refusal, status = raised, raised.status
    context = {
        "suggestions": suggest(actor),
        "chosen": chosen,
        "refusal": refusal,
        "dark_sites": sites_without_checks(actor),
    }
    return render(request, "infrastructure/suggestions.html", context, status=status)
