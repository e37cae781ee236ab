"""Signing up to an event, and withdrawing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from egov.verbs.refusal import Refusal
from egov.web.requests import AuthenticatedHttpRequest
from egov.web.templatetags.portal import moment
from news.domain.signing_up import sign_up, withdraw
from news.models import Occurrence


@login_required
def sign_up_page(request: AuthenticatedHttpRequest, pk: int, occurrence: int) -> HttpResponse:
    """Takes a seat, waits for one with `tunggu`, or gives it back with `batal`."""
    rows = Occurrence.objects.visible_to(request.user).select_related("event")
    row = get_object_or_404(rows, pk=occurrence, event=pk)
    if request.method != "POST":  # back from signing in, or a reload
        return redirect(row.get_absolute_url())
    how: dict[str, Any] = {"actor": request.user, "occurrence": row, "now": timezone.now()}
    try:
        if "batal" in request.POST:
            withdraw(**how)
            done = "Pendaftaran dibatalkan"
        else:
            own = sign_up(**how, wait="tunggu" in request.POST)
            done = "Anda masuk daftar tunggu" if own.waiting else "Anda terdaftar"
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect(row.get_absolute_url())
    messages.success(request, f"{done}: {row.event.title}, {moment(row.begins_at)}.")
    return redirect(row.get_absolute_url())
