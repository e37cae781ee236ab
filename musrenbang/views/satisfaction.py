"""The page on which somebody rates how well the procedure served them."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from egov.verbs.refusal import Refusal
from musrenbang.domain.satisfaction import moment_for, rate, rated
from musrenbang.forms.satisfaction import RatingForm
from musrenbang.views.proposals import public_proposal


@never_cache
@login_required
def proposal_rate(request: HttpRequest, number: str) -> HttpResponse:
    """404 for who neither proposed nor supported it, and at no moment of asking."""
    proposal = public_proposal(request, number)
    assert request.user.is_authenticated
    moment = moment_for(request.user, proposal)
    if moment is None:
        raise Http404
    form = RatingForm(request.POST or None, moment=moment)
    if request.method == "POST" and form.is_valid():
        try:
            rate(actor=request.user, proposal=proposal, **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Terima kasih. Nilai Anda ikut dihitung malam ini.")
            return redirect("musrenbang:proposal", number=number)
    done = request.method == "GET" and rated(request.user, proposal, moment)
    context = {"proposal": proposal, "form": form, "moment": moment, "done": done}
    return render(request, "musrenbang/rate.html", context)
