"""Where one lives: the first step of registering and of moving."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from egov.accounts.forms import ResidenceForm
from egov.accounts.residents import declare_residence
from egov.areas.models import Area, Level
from egov.search.names import name_key
from egov.web.requests import AuthenticatedHttpRequest

FOUND = 30


def next_page(request: HttpRequest) -> str:
    """Where to go afterwards, only within this portal."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    return target if url_has_allowed_host_and_scheme(target, {request.get_host()}) else ""


def find_village(request: HttpRequest, *, act: str, title: str) -> HttpResponse:
    """Which desa/kelurahan?"""
    query = request.GET.get("cari", "").strip()[:80]
    key = name_key(query)
    villages = Area.objects.current().level(Level.VILLAGE).select_related("parent")
    villages = villages.order_by("name_key", "code")
    matches = list(villages.filter(name_key__contains=key)[:FOUND]) if key else []
    if key and not matches:
        matches = list(villages.filter(aliases__name_key__contains=key).distinct()[:FOUND])
    context = {
        "query": query,
        "found": matches,
        "act": act,
        "title": title,
        "next": next_page(request),
    }
    return render(request, "accounts/find_village.html", context)


def village_or_404(code: str) -> Area:
    villages = Area.objects.current().level(Level.VILLAGE).select_related("parent")
    return get_object_or_404(villages, code=code)


@never_cache
@login_required
def move_start(request: HttpRequest) -> HttpResponse:
    return find_village(request, act="move", title="Di mana Anda tinggal sekarang?")


@never_cache
@login_required
def move_form(request: AuthenticatedHttpRequest, code: str) -> HttpResponse:
    village = village_or_404(code)
    form = ResidenceForm(request.POST or None, village=village)
    if request.method == "POST" and form.is_valid():
        declare_residence(user=request.user, rw=form.cleaned_data["rw"])
        messages.success(request, "Tempat tinggal Anda dicatat. Ketua RW akan memastikannya.")
        return redirect(next_page(request) or "home:account_home")
    return render(request, "accounts/move.html", {"form": form, "village": village})
