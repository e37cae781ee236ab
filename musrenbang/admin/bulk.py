"""One decision for many proposals: the form, and what became of each."""

from __future__ import annotations

from itertools import chain
from typing import Any

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from egov.desk.frame import DeskAdmin
from egov.verbs.refusal import Refusal
from egov.web.params import int_param
from musrenbang.domain.deliberation import decide
from musrenbang.forms import BulkForm
from musrenbang.models import Proposal
from musrenbang.procedure import TABLE
from musrenbang.vocabulary import Outcome


def bulk_page(desk: DeskAdmin, request: HttpRequest, rows: Any) -> HttpResponse | None:
    """Asks for one outcome and reason, then decides each row; None where this office cannot."""
    outcomes = _outcomes_of(request.user)
    if not outcomes:
        sentence = "Jabatan Anda menyiapkan, tidak memutuskan."
        desk.message_user(request, sentence, messages.ERROR)
        return None
    applied = "apply" in request.POST
    form = BulkForm(request.POST if applied else None, outcomes=outcomes)
    context = {**desk.admin_site.each_context(request), "opts": desk.opts}
    if applied and form.is_valid():
        context |= {"title": "Hasil", "results": _decide_each(request, rows, form)}
        return render(request, "admin/bulk_result.html", context)
    context |= {
        "title": "Putuskan beberapa usulan",
        "form": form,
        "rows": rows,
        "checkbox": ACTION_CHECKBOX_NAME,
    }
    return render(request, "admin/bulk.html", context)


def _outcomes_of(user: Any) -> list[str]:
    """What the offices of this person decide.

    Without a merge: it names another proposal, each its own.
    """
    rules = [rule for rule in TABLE.values() if user.holds(*rule.decides)]
    outcomes = dict.fromkeys(chain.from_iterable(rule.outcomes for rule in rules))
    outcomes.pop(Outcome.MERGE, None)
    return list(outcomes)


def _decide_each(
    request: HttpRequest, rows: Any, form: BulkForm
) -> list[tuple[Proposal, bool, str]]:
    """(proposal, whether decided, the outcome or why not), who came first ranked first."""
    results = []
    proposals = rows.select_related(None).select_related("rw", "stage")
    for proposal in proposals.order_by("submitted_at", "id"):
        try:
            seen = int_param(request.POST.get(f"seen_{proposal.pk}"))
            decide(actor=request.user, proposal=proposal, seen=seen, **form.cleaned_data)
        except Refusal as refusal:
            results.append((proposal, False, refusal.sentence))
        else:
            word = str(Outcome(form.cleaned_data["outcome"]).label)
            results.append((proposal, True, word))
    return results
