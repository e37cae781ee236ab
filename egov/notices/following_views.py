"""Pages of following: with an account, or by a link that a mail brought."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from egov.accounts.models import User
from egov.accounts.signing_in import network
from egov.gateway.door import is_open
from egov.notices import subscriptions
from egov.notices.forms import AddressForm, PaceForm
from egov.notices.models import Reader, Subscription
from egov.notices.subscriptions import Thing, thing, who_has
from egov.notices.texting import number_of, want_no_texts, want_texts
from egov.verbs.refusal import Refusal
from egov.web.context import viewer
from egov.web.params import int_param
from egov.web.requests import AuthenticatedHttpRequest


@never_cache
def follow(request: HttpRequest) -> HttpResponse:
    """`?jenis=usulan&kunci=2027-000123-4`: follow it, change the pace, or stop."""
    wanted = thing(request.GET.get("jenis", ""), request.GET.get("kunci", ""))
    reader = viewer(request)
    return _by_account(request, reader, wanted) if reader else _by_mail(request, wanted)


def _by_account(request: HttpRequest, reader: User, wanted: Thing) -> HttpResponse:
    kind, key = wanted.kind, wanted.key
    row = Subscription.objects.filter(user=reader, kind=kind, key=key).first()
    if request.method == "POST" and "berhenti" in request.POST:
        subscriptions.unfollow(user=reader, kind=kind, key=key)
        messages.success(request, f"Anda berhenti mengikuti {wanted.label}.")
        return redirect(wanted.url)
    form = PaceForm(request.POST or None, initial={"pace": row.pace} if row else None)
    if request.method == "POST" and form.is_valid():
        try:
            pace = form.cleaned_data["pace"]
            subscriptions.follow(user=reader, kind=kind, key=key, pace=pace)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"Anda mengikuti {wanted.label}.")
            return redirect(wanted.url)
    return render(request, "notices/follow.html", {"thing": wanted, "form": form, "row": row})


def _by_mail(request: HttpRequest, wanted: Thing) -> HttpResponse:
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        client = network(get_adapter().get_client_ip(request))
        try:
            subscriptions.ask_by_mail(
                **form.cleaned_data, kind=wanted.kind, key=wanted.key, network=client
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return render(request, "notices/asked.html", {"thing": wanted})
    return render(request, "notices/follow.html", {"thing": wanted, "form": form})


@never_cache
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the mail; a person presses the button, a program that reads mail does not."""
    row = subscriptions.asked_by(token)
    wanted = thing(row.kind, row.key)
    if request.method == "POST":
        subscriptions.confirm(token=token)
        return render(request, "notices/confirmed.html", {"thing": wanted, "row": row})
    return render(request, "notices/confirm.html", {"thing": wanted, "row": row})


@never_cache
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """What one follows, reached from the foot of a mail: end one, pause, go on, erase."""
    who = who_has(token)
    if request.method == "POST":
        _change(request, who)
        still = isinstance(who, User) or Reader.objects.filter(pk=who.pk).exists()
        return redirect("notices:by_link", token) if still else _ended(request)
    context = {"rows": subscriptions.of(who), "who": who, "token": token}
    return render(request, "notices/subscriptions.html", context | _of_reader(who))


def _of_reader(who: User | Reader) -> dict[str, Any]:
    if not isinstance(who, Reader):
        return {}
    paused = who.paused_until if who.paused_until and who.paused_until > timezone.now() else None
    return {"reader": True, "paused": paused}


def _change(request: HttpRequest, who: User | Reader) -> None:
    """One of the acts of the page."""
    if key := int_param(request.POST.get("akhiri"), digits=17):
        subscriptions.end_one(who=who, pk=key)
    elif "hapus" in request.POST:
        subscriptions.end_all(who=who)
    elif isinstance(who, Reader) and "jeda" in request.POST:
        subscriptions.pause(who=who, until=timezone.now() + subscriptions.PAUSE)
    elif isinstance(who, Reader) and "lanjut" in request.POST:
        subscriptions.pause(who=who, until=None)


@never_cache
def copy_by_link(_request: HttpRequest, token: str) -> HttpResponse:
    """All that is kept of a reader, as JSON; an account has its own copy elsewhere."""
    who = who_has(token)
    if not isinstance(who, Reader):
        return redirect("home:account_home")
    kept = subscriptions.copy_of(who)
    return JsonResponse(
        kept, headers={"Content-Disposition": 'attachment; filename="salinan.json"'}
    )


@csrf_exempt
@never_cache
def end_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """One click ends all (RFC 8058: the mail program POSTs); a GET shows the button."""
    who = who_has(token)
    if request.method == "POST":
        subscriptions.end_all(who=who)
        return _ended(request)
    return render(request, "notices/end.html", {"many": who.subscriptions.count()})


def _ended(request: HttpRequest) -> HttpResponse:
    return render(request, "notices/ended.html")


def _change_own(request: AuthenticatedHttpRequest) -> str:
    """The acts of one's own page; what is said of them."""
    if "sms" in request.POST:
        try:
            want_texts(user=request.user)
        except Refusal as refusal:
            return refusal.sentence
        return "SMS dikirim ke nomor Anda bila ada kabar."
    if "tanpa-sms" in request.POST:
        want_no_texts(user=request.user)
        return "Tidak ada SMS lagi."
    _change(request, request.user)
    return "Sudah diakhiri."


@never_cache
@login_required
def own(request: AuthenticatedHttpRequest) -> HttpResponse:
    """What one's account follows."""
    if request.method == "POST":
        messages.success(request, _change_own(request))
        return redirect("notices:own")
    context = {
        "rows": subscriptions.of(request.user),
        "who": request.user,
        "texts": hasattr(request.user, "text_consent"),
        "texts_offered": is_open() and number_of(request.user),
    }
    return render(request, "notices/subscriptions.html", context)
