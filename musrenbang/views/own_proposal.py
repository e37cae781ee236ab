"""What the proposer does with what was sent: complete, change, withdraw, carry on."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from egov.files.documents import send_document, store_document
from egov.files.pictures import store_picture
from egov.verbs.refusal import Refusal
from egov.web.context import viewer
from musrenbang.domain.appeals import appeal, appeal_until
from musrenbang.domain.attaching import attach
from musrenbang.domain.carrying import carry, carrying_channels
from musrenbang.domain.deliberation import complete
from musrenbang.domain.eligibility import completing_office
from musrenbang.domain.own_proposal import edit, withdraw
from musrenbang.forms import CarryForm, CompleteForm, WithdrawForm
from musrenbang.forms.moderation import AppealForm
from musrenbang.forms.own_proposal import AttachForm
from musrenbang.models import Proposal
from musrenbang.views.proposals import VIEW, public_proposal


def _own(request: HttpRequest, number: str) -> Proposal:
    """One's own proposal, or that of the office that entered it; 404 for everybody else."""
    proposal = public_proposal(request, number)
    if not completing_office(request.user, proposal):
        raise Http404
    return proposal


def _content_form(request: HttpRequest, proposal: Proposal) -> CompleteForm:
    initial = {n: getattr(proposal, n) for n in ("title", "problem", "wish", "address")}
    initial["volume"] = f"{proposal.volume.normalize():f}".replace(".", ",")
    return CompleteForm(request.POST or None, request.FILES or None, initial=initial)


def _content(form: CompleteForm, actor_id: int | None) -> dict[str, Any]:
    """`changes` and `photos` of a checked form, the pictures stored."""
    uploads = form.cleaned_data.pop("photo")
    photos = [store_picture(upload=each, actor_id=actor_id) for each in uploads]
    return {"changes": form.cleaned_data, "photos": photos}


@never_cache
@login_required
def proposal_complete(request: HttpRequest, number: str) -> HttpResponse:
    """The proposer completes what was sent back."""
    proposal = _own(request, number)
    form = _content_form(request, proposal)
    if request.method == "POST" and form.is_valid():
        try:
            content = _content(form, request.user.pk)
            complete(actor=request.user, proposal=proposal, **content)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Usulan sudah dilengkapi dan menunggu keputusan lagi.")
            return redirect("musrenbang:proposal", number=number)
    returned = proposal.decisions.filter(outcome="return").order_by("-sequence").first()
    context = {"proposal": proposal, "form": form, "returned": returned}
    return render(request, "musrenbang/complete.html", context)


@never_cache
@login_required
def proposal_edit(request: HttpRequest, number: str) -> HttpResponse:
    """Texts, volume and photos, before the first act of an office."""
    proposal = _own(request, number)
    assert request.user.is_authenticated
    form = _content_form(request, proposal)
    if request.method == "POST" and form.is_valid():
        try:
            edit(actor=request.user, proposal=proposal, **_content(form, request.user.pk))
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Perubahan tersimpan. Versi sebelumnya tetap ada.")
            return redirect("musrenbang:proposal", number=number)
    return render(request, "musrenbang/edit.html", {"proposal": proposal, "form": form})


@never_cache
@login_required
def proposal_withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """With a reason that everybody reads; what was decided stays to be read."""
    proposal = _own(request, number)
    assert request.user.is_authenticated
    form = WithdrawForm(request.POST or None, initial={"seen": proposal.decided})
    if request.method == "POST" and form.is_valid():
        try:
            withdraw(actor=request.user, proposal=proposal, **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Usulan ditarik. Pendukungnya diberi tahu.")
            return redirect("musrenbang:proposal", number=number)
    return render(request, "musrenbang/withdraw.html", {"proposal": proposal, "form": form})


@never_cache
@login_required
def proposal_carry(request: HttpRequest, number: str) -> HttpResponse:
    """The same wish in a later year, with its number and history."""
    proposal = _own(request, number)
    assert request.user.is_authenticated
    channels = carrying_channels(proposal, timezone.now())
    form = CarryForm(request.POST or None, channels=channels)
    if request.method == "POST" and form.is_valid():
        try:
            carry(actor=request.user, proposal=proposal, **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            year = proposal.channel.cycle.year
            messages.success(request, f"Usulan Anda sekarang berjalan untuk tahun {year}.")
            return redirect("musrenbang:proposal", number=number)
    context = {"proposal": proposal, "form": form, "channels": channels}
    return render(request, "musrenbang/carry.html", context)


@never_cache
@login_required
def proposal_versions(request: HttpRequest, number: str) -> HttpResponse:
    """What it said before each change, for its proposer and the offices that work with it."""
    proposal, _ = _read_by_staff(request, number)
    context = {"proposal": proposal, "versions": proposal.versions.order_by("-number")}
    return render(request, "musrenbang/versions.html", context)


@never_cache
@login_required
def proposal_appeal(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """The proposer asks the planner to show again what was withheld."""
    proposal = _own(request, number)
    assert request.user.is_authenticated
    withholding = get_object_or_404(proposal.withholdings, pk=pk)
    form = AppealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            appeal(actor=request.user, withholding=withholding, **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Keberatan dikirim kepada perencana.")
            return redirect("musrenbang:proposal", number=number)
    context = {
        "proposal": proposal,
        "withholding": withholding,
        "until": appeal_until(withholding),
        "form": form,
    }
    return render(request, "musrenbang/appeal.html", context)


def _read_by_staff(request: HttpRequest, number: str) -> tuple[Proposal, bool]:
    """The proposal and whether it is one's own; 404 for who neither owns nor works with it."""
    proposal = public_proposal(request, number)
    reader = viewer(request)
    mine = bool(completing_office(request.user, proposal))
    if not mine and (reader is None or not reader.has_perm(VIEW, proposal)):
        raise Http404
    return proposal, mine


@never_cache
@login_required
def proposal_documents(request: HttpRequest, number: str) -> HttpResponse:
    """Letters and papers with the proposal; its proposer adds to them."""
    proposal, mine = _read_by_staff(request, number)
    assert request.user.is_authenticated
    form = AttachForm(request.POST or None, request.FILES or None) if mine else None
    if form is not None and request.method == "POST" and form.is_valid():
        try:
            upload, kind = form.cleaned_data["document"], form.cleaned_data["kind"]
            document = store_document(upload=upload, actor_id=request.user.pk)
            attach(actor=request.user, proposal=proposal, kind=kind, document=document)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Lampiran tersimpan.")
            return redirect("musrenbang:documents", number=number)
    rows = proposal.documents.select_related("document")
    context = {"proposal": proposal, "form": form, "documents": rows}
    return render(request, "musrenbang/documents.html", context)


@never_cache
@login_required
def proposal_document(request: HttpRequest, number: str, pk: int) -> FileResponse:
    proposal, _ = _read_by_staff(request, number)
    row = get_object_or_404(proposal.documents.select_related("document"), pk=pk)
    title = f"{row.get_kind_display()} {proposal.number}"
    return send_document(row.document, title=title, public=False)
