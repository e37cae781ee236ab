"""One's own name and contacts."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from egov.accounts.codes import channel_of
from egov.accounts.forms import ContactForm, NewContactForm, RenameForm
from egov.accounts.models import ProvedHow, User
from egov.accounts.own_account import (
    add_contact,
    prove_contact,
    remove_contact,
    rename,
    send_contact_code,
)
from egov.verbs.refusal import Refusal
from egov.web.params import int_param
from egov.web.requests import AuthenticatedHttpRequest

SENT = "Kode sudah dikirim. Kode yang lama tidak berlaku lagi."
PRINTED = "Minta kode kepada kantor desa/kelurahan: petugas mencetaknya untuk Anda."


def _told(channel: str) -> str:
    return PRINTED if channel == ProvedHow.PRINT else SENT


@never_cache
@login_required
@sensitive_post_parameters("contact", "code")
def contacts(request: AuthenticatedHttpRequest) -> HttpResponse:
    """All contacts of one's account: prove one by its code, add one, take one off."""
    user = request.user
    rows = list(user.contacts.order_by("id"))
    adding = NewContactForm(request.POST if "add" in request.POST else None)
    proving = ContactForm(request.POST if "code" in request.POST else None)
    error = ""
    if request.method == "POST":
        try:
            sentence = _act(request, user, adding, proving)
        except Refusal as refusal:
            if "add" in request.POST:
                adding.refuse(refusal)
            elif "code" in request.POST:
                proving.refuse(refusal)
            else:
                error = refusal.sentence
        else:
            if sentence:
                messages.success(request, sentence)
                return redirect("accounts:contact")
    context = {
        "contacts": [(row, channel_of(row.kind) == ProvedHow.PRINT) for row in rows],
        "adding": adding,
        "proving": proving,
        "asked": int_param(request.POST.get("contact_id")),
        "error": error,
        "events": user.account_events.order_by("-id")[:20],
    }
    return render(request, "accounts/contacts.html", context)


def _act(request: HttpRequest, user: User, adding: NewContactForm, proving: ContactForm) -> str:
    """Calls the verb of the pressed button; returns what to tell, empty when a form is at fault."""
    if "add" in request.POST:
        if not adding.is_valid():
            return ""
        row = add_contact(user=user, contact=adding.cleaned_data["contact"])
        return "Kontak ini sudah dipastikan." if row.proved_at else _told(channel_of(row.kind))
    row = get_object_or_404(user.contacts, pk=int_param(request.POST.get("contact_id")))
    if "remove" in request.POST:
        remove_contact(actor=user, contact=row)
        return "Kontak dihapus."
    if "again" in request.POST:
        return _told(send_contact_code(contact=row))
    if not proving.is_valid():
        return ""
    prove_contact(user=user, contact=row, code=proving.cleaned_data["code"])
    return "Kontak Anda sudah dipastikan."


@never_cache
@login_required
def name(request: AuthenticatedHttpRequest) -> HttpResponse:
    user = request.user
    form = RenameForm(request.POST or None, initial={"name": user.name})
    if request.method == "POST" and form.is_valid():
        try:
            rename(actor=user, user=user, name=form.cleaned_data["name"])
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Nama Anda sudah diubah.")
            return redirect("home:account_home")
    return render(request, "accounts/name.html", {"form": form})
