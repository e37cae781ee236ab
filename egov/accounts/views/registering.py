"""The pages by which an account begins and a password is made anew."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from egov.accounts.codes import channel_of
from egov.accounts.contacts import masked
from egov.accounts.forms import CodeForm, ForgotForm, PasswordForm, RegisterForm
from egov.accounts.models import Registration
from egov.accounts.registering import ask_password_code, code_of_link, register, use_code, use_link
from egov.accounts.signing_in import network
from egov.accounts.tries import check_contacts, check_tries, count_wrong
from egov.accounts.views.residence import find_village, next_page, village_or_404
from egov.verbs.refusal import Refusal
from egov.web.params import int_param

BACKEND = "egov.accounts.signing_in.ContactBackend"


def _here(request: HttpRequest) -> str:
    return network(get_adapter().get_client_ip(request))


@never_cache
def register_start(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("home:account_home")
    return find_village(request, act="register", title="Di mana Anda tinggal?")


@never_cache
@sensitive_post_parameters("contact", "name")
def register_form(request: HttpRequest, code: str) -> HttpResponse:
    """Name, contact and RW. Ends on the code's page for everybody alike; signs nobody in."""
    if request.user.is_authenticated:
        return redirect("home:account_home")
    village = village_or_404(code)
    home = int_param(request.GET.get("rw", ""), digits=17)
    form = RegisterForm(request.POST or None, village=village, initial={"rw": home})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            check_contacts(data["contact"], _here(request))
            row = register(contact=data["contact"], name=data["name"], rw=data["rw"])
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            request.session["registration"] = str(row.pk)
            request.session["after_code"] = next_page(request)
            return redirect("accounts:code")
    context = {"form": form, "village": village, "next": next_page(request)}
    return render(request, "accounts/register.html", context)


def _registration(request: HttpRequest) -> Registration | None:
    """What was asked for in this browser, while it waits."""
    if "lain" in request.GET:
        request.session.pop("registration", None)
    key = request.session.get("registration")
    rows = Registration.objects.waiting().select_related("rw__parent")
    return rows.filter(pk=key).first() if key else None


@never_cache
@sensitive_post_parameters("code", "contact", "password")
def code(request: HttpRequest) -> HttpResponse:
    """The code that was sent or printed, and the password that the person chooses."""
    registration = _registration(request)
    initial = {"contact": request.session.get("code_contact", "")}
    form = CodeForm(request.POST or None, initial=initial, registered=registration is not None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        owner = {"contact": data.get("contact", ""), "registration": registration}
        # who asked in this browser has a code of their own, whatever others try elsewhere
        whose = f"registration {registration.pk}" if registration else data["contact"]
        try:
            check_tries(whose, _here(request))
            redeemed = use_code(code=data["code"], password=data["password"], **owner)
        except Refusal as refusal:
            if refusal.code == "wrong_code":
                count_wrong(whose, _here(request))
            form.refuse(refusal)
        else:
            request.session.pop("registration", None)
            request.session.pop("code_contact", None)
            after = request.session.pop("after_code", "")
            if redeemed.new:
                login(request, redeemed.user, backend=BACKEND)
                UserSession.objects.create_from_request(request)  # allauth's own sign-in writes it
                return redirect(after or "home:account_home")
            messages.success(request, "Kata sandi sudah dibuat. Silakan masuk.")
            return redirect("account_login")
    context: dict[str, Any] = {
        "form": form,
        "registration": registration,
        "asked": bool(initial["contact"]),
        "channel": str(channel_of(registration.kind)) if registration else "",
        "masked": masked(registration.value) if registration else "",
    }
    return render(request, "accounts/code.html", context)


@never_cache
@sensitive_post_parameters("contact")
def forgot(request: HttpRequest) -> HttpResponse:
    """Sends a code to a contact that has an account; says the same to everybody."""
    form = ForgotForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            check_contacts(form.cleaned_data["contact"], _here(request))
            ask_password_code(contact=form.cleaned_data["contact"])
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            request.session.pop("registration", None)
            request.session["code_contact"] = form.cleaned_data["contact"]
            return redirect("accounts:code")
    return render(request, "accounts/forgot.html", {"form": form})


@never_cache
@sensitive_post_parameters("password")
def invitation(request: HttpRequest, key: int, token: str) -> HttpResponse:
    """A mailed link: the person makes a password of their own. Opening the page uses nothing."""
    live = code_of_link(key=key, token=token) is not None
    form = PasswordForm(request.POST or None)
    if live and request.method == "POST" and form.is_valid():
        try:
            use_link(key=key, token=token, password=form.cleaned_data["password"])
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Kata sandi sudah dibuat. Silakan masuk.")
            return redirect("account_login")
    return render(request, "accounts/invitation.html", {"form": form, "live": live})
