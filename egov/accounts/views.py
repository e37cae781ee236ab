from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from egov.accounts.contacts import masked
from egov.accounts.forms import ContactForm, RegisterForm, ResidenceForm
from egov.accounts.residents import confirm_contact, declare_residence, register, send_contact_code
from egov.acts.refusal import Refusal
from egov.areas.models import Area, Level
from egov.areas.names import name_key

FOUND = 30


def _next(request: HttpRequest) -> str:
    """Where to go afterwards, only within this portal."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    return target if url_has_allowed_host_and_scheme(target, {request.get_host()}) else ""


def find_village(request: HttpRequest, *, act: str, title: str) -> HttpResponse:
    """The first step of registering and of moving: which desa/kelurahan?"""
    query = request.GET.get("cari", "").strip()[:80]
    villages = Area.objects.current().level(Level.VILLAGE).select_related("parent").order_by("name_key", "code")
    found = list(villages.filter(name_key__contains=name_key(query))[:FOUND]) if name_key(query) else []
    if query and not found:
        found = list(villages.filter(aliases__name_key__contains=name_key(query)).distinct()[:FOUND]) if name_key(query) else []
    context = {"query": query, "found": found, "act": act, "title": title, "next": _next(request)}
    return render(request, "accounts/find_village.html", context)


@never_cache
def register_start(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("account_home")
    return find_village(request, act="register", title="Di mana Anda tinggal?")


def _village(code: str) -> Area:
    return get_object_or_404(Area.objects.current().level(Level.VILLAGE).select_related("parent"), code=code)


@never_cache
@sensitive_post_parameters("password", "contact", "name")
def register_form(request: HttpRequest, code: str) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("account_home")
    village = _village(code)
    form = RegisterForm(request.POST or None, village=village)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            if not ratelimit.consume(request, action="signup"):
                raise Refusal("too_many", "Terlalu banyak pendaftaran dari sambungan ini. Tunggu satu menit, lalu kirim lagi.")
            user = register(contact=data["contact"], name=data["name"], password=data["password"], rw=data["rw"])
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
            return redirect(_next(request) or "contact")
    context = {"form": form, "village": village, "next": _next(request)}
    return render(request, "accounts/register.html", context)


@never_cache
@login_required
def contact(request: HttpRequest) -> HttpResponse:
    """Enter the code that proves the contact, or ask for another."""
    user = request.user
    assert user.is_authenticated
    form = ContactForm(request.POST if "code" in request.POST else None)
    if request.method == "POST" and not user.contact_confirmed_at:
        try:
            if "again" in request.POST:
                send_contact_code(user=user)
                messages.success(request, "Kode baru sudah dikirim. Kode yang lama tidak berlaku lagi.")
                return redirect("contact")
            if form.is_valid():
                confirm_contact(user=user, code=form.cleaned_data["code"])
                messages.success(request, "Kontak Anda sudah dipastikan.")
                return redirect("account_home")
        except Refusal as refusal:
            form.refuse(refusal)
    channel = "email" if user.email else "sms" if settings.SMS_BACKEND else "print"
    context = {"form": form, "channel": channel, "masked": masked(user.email or user.phone)}
    return render(request, "accounts/contact.html", context)


@never_cache
@login_required
def move_start(request: HttpRequest) -> HttpResponse:
    return find_village(request, act="move", title="Di mana Anda tinggal sekarang?")


@never_cache
@login_required
def move_form(request: HttpRequest, code: str) -> HttpResponse:
    village = _village(code)
    form = ResidenceForm(request.POST or None, village=village)
    if request.method == "POST" and form.is_valid():
        assert request.user.is_authenticated
        declare_residence(user=request.user, rw=form.cleaned_data["rw"])
        messages.success(request, "Tempat tinggal Anda dicatat. Ketua RW akan memastikannya.")
        return redirect("account_home")
    return render(request, "accounts/move.html", {"form": form, "village": village})
