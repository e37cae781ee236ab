"""Following an application or a regulation."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from egov.web.requests import AuthenticatedHttpRequest
from regulations.domain.following import toggle_follow
from regulations.models import Application, Regulation
from regulations.views.as_of import regulation_or_404


@login_required
def follow(
    request: AuthenticatedHttpRequest,
    code: str = "",
    kind: str = "",
    year: int = 0,
    number: str = "",
) -> HttpResponse:
    """Follow an application or a regulation, or stop: a notice comes at each change."""
    target: Application | Regulation
    target = (
        get_object_or_404(Application, code=code) if code else regulation_or_404(kind, year, number)
    )
    if request.method != "POST":  # back from signing in, or a reload
        return redirect(target.get_absolute_url())
    following = toggle_follow(user=request.user, target=target)
    sentence = "Anda berhenti mengikuti halaman ini."
    if following:
        sentence = "Anda mengikuti halaman ini; kabar datang pada setiap perubahan."
    messages.success(request, sentence)
    return redirect(target.get_absolute_url())
