"""The wall: what is down and why, where, and what nobody asks; for who keeps the inventory."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from egov.verbs.permission import require
from egov.web.requests import actor_of
from infrastructure.domain.status.wall import read_wall

AGAIN_S = 15  # wall.css says that it stopped when three turns in a row brought nothing


@never_cache
@require_safe
def wall(request: HttpRequest) -> HttpResponse:
    """The page; htmx asks only its changing part, and is told where the session has ended."""
    part = "#board" if request.headers.get("HX-Request") else ""
    now = timezone.now()
    context: dict[str, Any] = {"now": now, "again_s": AGAIN_S}
    if not request.user.is_authenticated:
        if not part:
            return redirect_to_login(request.get_full_path())
        return render(request, f"infrastructure/wall.html{part}", {**context, "ended": True})
    actor = actor_of(request)
    require(actor, "infrastructure.assess_impact")
    context["wall"] = read_wall(actor, now)
    return render(request, f"infrastructure/wall.html{part}", context)
