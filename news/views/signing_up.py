"""Signing up to an event, and withdrawing."""

from __future__ import annotations

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
    """Takes a seat, or gives it back with `batal`; back to the event either way."""
    rows = Occurrence.objects.visible_to(request.user).select_related("event")
    row = get_object_or_404(rows, pk=occurrence, event=pk)
    if request.method != "POST":  # back from signing in, or a reload
        return redirect(row.get_absolute_url())
    act = withdraw if "batal" in request.POST else sign_up
    try:
        act(actor=request.user, occurrence=row, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect(row.get_absolute_url())
    done = "Pendaftaran dibatalkan" if act is withdraw else "Anda terdaftar"
    messages.success(request, f"{done}: {row.event.title}, {moment(row.begins_at)}.")
    return redirect(row.get_absolute_url())
