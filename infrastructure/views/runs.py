"""Impacts that were kept: their list, each one's page and PDF, and what becomes of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from egov.accounts.models import User
from egov.documents.pdf import pdf_response
from egov.verbs.permission import may, require
from egov.verbs.refusal import Refusal
from egov.web.keyset import keyset_page
from egov.web.requests import actor_of
from infrastructure.documents import run_pdf
from infrastructure.domain.runs import close_run, rename_run, reopen_run
from infrastructure.domain.telling import readable, to_call
from infrastructure.forms import TitleForm
from infrastructure.models import ImpactRun
from infrastructure.views.impact import told_context


@login_required
@require_safe
def impact_runs(request: HttpRequest) -> HttpResponse:
    """All that were kept, newest first; closed ones with `?tertutup=1`."""
    actor = actor_of(request)
    require(actor, "infrastructure.assess_impact")
    closed = request.GET.get("tertutup") == "1"
    kept = ImpactRun.objects.visible_to(actor).defer("scope", "result")
    rows = kept.select_related("agency").annotate(figures=F("result__figures"))
    rows = rows.filter(closed_at__isnull=False) if closed else rows.open()
    page = keyset_page(rows, order=("-id",), cursor=request.GET.get("sesudah", ""))
    context = {"page": page, "closed": closed}
    return render(request, "infrastructure/impact_runs.html", context)


@login_required
def impact_run(request: HttpRequest, number: int) -> HttpResponse:
    """One that was kept, as it was told then; `?format=pdf` the same on paper."""
    actor = actor_of(request)
    require(actor, "infrastructure.assess_impact")
    runs = ImpactRun.objects.visible_to(actor).select_related("agency", "run_by", "closed_by")
    run = get_object_or_404(runs, pk=number)
    form, status = TitleForm(initial={"judul": run.title}), 200
    if request.method == "POST":
        form = TitleForm(request.POST) if "ganti" in request.POST else form
        try:
            if not form.is_bound or form.is_valid():
                messages.success(request, _act(actor, run, request, form))
                return redirect(run)
        except Refusal as refusal:
            form.refuse(refusal)
            status = refusal.status
        status = status if status != 200 else 422
    told = readable(run.result, actor)
    if request.GET.get("format") == "pdf":
        return pdf_response(run_pdf(run, told), f"dampak-{run.pk}.pdf")
    context: dict[str, Any] = {
        **told_context(told),
        "run": run,
        "form": form,
        "keeps": may(actor, "infrastructure.keep_run", run),
        "to_call": to_call(told, actor),
    }
    return render(request, "infrastructure/impact_run.html", context, status=status)


def _act(actor: User, run: ImpactRun, request: HttpRequest, form: TitleForm) -> str:
    """Does what the button says; returns what is told afterwards."""
    if form.is_bound:
        rename_run(actor=actor, run=run, title=form.cleaned_data["judul"])
        return "Judul diganti."
    if "buka" in request.POST:
        reopen_run(actor=actor, run=run)
        return "Hitungan dibuka lagi."
    close_run(actor=actor, run=run, now=timezone.now())
    return "Hitungan ditutup. Ia tetap dapat dibaca di daftar yang ditutup."
