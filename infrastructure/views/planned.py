"""Announcing planned work from an impact that was kept."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from egov.verbs.permission import require
from egov.verbs.refusal import Refusal
from egov.web.requests import actor_of
from infrastructure.forms import PlanForm
from infrastructure.models import ImpactRun
from infrastructure.planned.verbs import plan_maintenance


@never_cache
@login_required
def plan(request: HttpRequest, number: int) -> HttpResponse:
    """The form; what is announced is told at once to those it concerns."""
    actor = actor_of(request)
    require(actor, "infrastructure.assess_impact")
    run = get_object_or_404(ImpactRun.objects.visible_to(actor), pk=number)
    require(actor, "infrastructure.keep_run", run)
    form = PlanForm(request.POST or None, initial={"key": uuid.uuid4().hex})
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            key = form.cleaned_data["key"] or uuid.uuid4().hex
            announced = PlanForm.plan_of(form.cleaned_data)
            row = plan_maintenance(
                actor=actor, run=run, plan=announced, key=key, now=timezone.now()
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Pemeliharaan diumumkan kepada yang terdampak.")
            return redirect("admin:infrastructure_maintenance_actions", row.pk)
    if form.errors:
        status = 422
    context = {"run": run, "form": form, "figures": run.result["figures"]}
    return render(request, "infrastructure/plan.html", context, status=status)
