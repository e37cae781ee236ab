"""The entrance: who may propose, until when, and beginning a draft."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from egov.accounts.models import User
from egov.web.context import viewer
from egov.web.public import public_page
from musrenbang.domain.eligibility import ASSISTING
from musrenbang.domain.submission import open_channels
from musrenbang.models import Channel, Draft
from musrenbang.views.submission_wizard.frame import STEPS


@public_page
def start(request: HttpRequest) -> HttpResponse:
    """Who may propose, until when, and the drafts one has."""
    user = viewer(request)
    if request.method == "POST":
        if user is None:
            return redirect_to_login(reverse("musrenbang:proposal_new"))
        return _begin(request, user)
    context: dict[str, Any] = {"channels": open_channels(), "steps": STEPS}
    if user is not None:
        drafts = Draft.objects.filter(owner=user, sent_as=None).select_related("channel__cycle")
        context["drafts"] = drafts.order_by("-saved_at")[:10]
        context["residence"] = user.residence
        context["assists"] = user.holds(*ASSISTING)
        context["upcoming"] = None
    if not context["channels"]:
        upcoming = Channel.objects.filter(submission__startswith__gt=timezone.now())
        context["upcoming"] = upcoming.order_by("submission").first()
    return render(request, "musrenbang/start.html", context)


def _begin(request: HttpRequest, user: User) -> HttpResponse:
    channels = open_channels()
    key = request.POST.get("channel", "")
    chosen = next((c for c in channels if str(c.pk) == key), None)
    if chosen is None and len(channels) == 1:
        chosen = channels[0]
    if chosen is None:
        messages.error(request, "Pilih jalur usulan yang sedang terbuka.")
        return redirect("musrenbang:proposal_new")
    if not user.residence and not user.holds(*ASSISTING):
        messages.error(request, "Nyatakan dulu di RW mana Anda tinggal.")
        return redirect("accounts:move")
    draft = Draft.objects.create(owner=user, channel=chosen)
    if request.POST.get("assisted") and user.holds(*ASSISTING):
        draft.data = {"assisted": True}
        draft.save(update_fields=["data"])
    return redirect("musrenbang:proposal_step", draft=draft.pk, slug=STEPS[0].slug)
