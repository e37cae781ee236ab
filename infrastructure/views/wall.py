"""The wall: what is down and why, where, and what nobody asks; for who keeps the inventory."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from egov.verbs.permission import require
from egov.web.requests import actor_of
from infrastructure.domain.status.wall import read_wall


@never_cache
@login_required
@require_safe
def wall(request: HttpRequest) -> HttpResponse:
    """The page; asked by htmx only its changing part, every quarter of a minute."""
    actor = actor_of(request)
    require(actor, "infrastructure.assess_impact")
    now = timezone.now()
    context: dict[str, Any] = {"wall": read_wall(actor, now), "now": now}
    part = "#board" if request.headers.get("HX-Request") else ""
    return render(request, f"infrastructure/wall.html{part}", context)
