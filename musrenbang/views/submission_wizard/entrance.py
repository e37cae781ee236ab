"""The entrance: the first question for everybody, and beginning a draft."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from egov.accounts.models import User
from egov.accounts.signing_in import network
from egov.areas.models import Area
from egov.verbs.limit import Limit
from egov.verbs.refusal import TooMany
from egov.web.context import viewer
from egov.web.params import int_param
from egov.web.public import public_page
from musrenbang.domain.eligibility import ASSISTING
from musrenbang.domain.submission import open_channels
from musrenbang.models import Channel, Draft
from musrenbang.views.submission_wizard.frame import STEPS
from musrenbang.views.submission_wizard.keeping import keep_in_browser, kept_draft
from musrenbang.views.submission_wizard.offering import offer, offered_variants
from musrenbang.views.submission_wizard.placing import place_form
from musrenbang.vocabulary import Proposer

BEGUN = Limit("draft-begun", count=60, seconds=3600)  # a network: many people behind one carrier


@public_page
def start(request: HttpRequest) -> HttpResponse:
    """The first question; for who is signed in also the drafts they have."""
    user = viewer(request)
    if request.method == "POST":
        if user is None:
            return redirect_to_login(reverse("musrenbang:proposal_new"))
        return _begin(request, user)
    channels = open_channels()
    context: dict[str, Any] = {"channels": channels, "steps": STEPS}
    if user is not None:
        drafts = Draft.objects.filter(owner=user, sent_as=None).select_related("channel__cycle")
        context["drafts"] = drafts.order_by("-saved_at")[:10]
        context["residence"] = user.residence
        context["assists"] = user.holds(*ASSISTING)
        context["upcoming"] = None
    elif channels:
        context |= _first_question(request, channels)
    if not channels:
        upcoming = Channel.objects.filter(submission__startswith__gt=timezone.now())
        context["upcoming"] = upcoming.order_by("submission").first()
    return render(request, "musrenbang/start.html", context)


def _first_question(request: HttpRequest, channels: list[Channel]) -> dict[str, Any]:
    """What a stranger is asked first: of the channel for residents, the type of proposal."""
    channel = for_strangers(channels)
    query = request.GET.get("q", "").strip()[:100]
    variants = offered_variants(query, channel.kamus_edition) if channel else ()
    area = _asked_area(request)
    chosen = int_param(request.GET.get("jenis", ""), digits=17)
    return {
        "channel": channel,
        "query": query,
        "offer": offer(variants, query, area, chosen),
        "area": area,
        "chosen": chosen,
        "wrong": "salah" in request.GET,
    }


def _asked_area(request: HttpRequest) -> Area | None:
    """`?wilayah=<code>`: from where one comes to propose; None for a code of nothing."""
    code = request.GET.get("wilayah", "").replace("~", "/")[:24]
    rows = Area.objects.current().select_related("parent__parent")
    return rows.filter(code=code).first() if code and "\0" not in code else None


def for_strangers(channels: list[Channel]) -> Channel | None:
    """The channel in which everybody may begin: the first that takes citizens."""
    return next((c for c in channels if Proposer.RESIDENT in c.proposers), None)


@never_cache
def begin(request: HttpRequest) -> HttpResponse:
    """The second question, with the answer to the first; what is sent here begins the draft.

    It needs no account: the draft is kept for the browser.
    """
    channel = for_strangers(open_channels())
    if channel is None:
        return redirect("musrenbang:proposal_new")
    key = int_param(request.GET.get("variant", ""), digits=17)
    variant = offered_variants("", channel.kamus_edition).filter(pk=key).first() if key else None
    if variant is None:
        return redirect(f"{reverse('musrenbang:proposal_new')}?salah")
    area = _asked_area(request)
    form = place_form(request, channel, {"where": str(area)} if area is not None else {})
    if request.method == "POST" and form.is_valid():
        draft = Draft(channel=channel, data={"variant": variant.pk, **form.place})
        if request.user.is_authenticated:
            draft.owner = request.user
        elif not BEGUN.hit(network(get_adapter().get_client_ip(request))):
            sentence = "Terlalu banyak draf dimulai dari sambungan ini. Coba lagi satu jam lagi."
            raise TooMany("too_many", sentence)
        draft.save()
        response = redirect("musrenbang:proposal_step", draft=draft.pk, slug="titik")
        return response if draft.owner else keep_in_browser(response, draft)
    context = {"form": form, "variant": variant, "steps": STEPS, "begun": kept_draft(request)}
    return render(request, "musrenbang/begin.html", context)


def _begin(request: HttpRequest, user: User) -> HttpResponse:
    channels = open_channels()
    key = request.POST.get("channel", "")
    chosen = next((c for c in channels if str(c.pk) == key), None)
    if chosen is None and len(channels) == 1:
        chosen = channels[0]
    if chosen is None:
        messages.error(request, "Pilih jalur usulan yang sedang terbuka.")
        return redirect("musrenbang:proposal_new")
    draft = Draft.objects.create(owner=user, channel=chosen)
    if request.POST.get("assisted") and user.holds(*ASSISTING):
        draft.data = {"assisted": True}
        draft.save(update_fields=["data"])
    return redirect("musrenbang:proposal_step", draft=draft.pk, slug=STEPS[0].slug)
