"""The last step: everything once more, and sending."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from egov.areas.models import Area, Level
from egov.verbs.refusal import Invalid, Refusal
from musrenbang import forms
from musrenbang.domain.conditions import check_answers
from musrenbang.domain.personal import warnings
from musrenbang.domain.submission import draft_content, send_draft
from musrenbang.domain.validation import cost_of
from musrenbang.models import Draft
from musrenbang.views.submission_wizard.frame import BY_SLUG, keep, show, step_of


def review(request: HttpRequest, draft: Draft) -> HttpResponse:
    form = forms.SendForm(request.POST or None, initial=draft.data)
    if draft.data.get("assisted"):
        form.fields["show_name"].label = "Warga yang hadir setuju namanya ditampilkan kepada umum"
    missing = None
    if request.method == "POST" and form.is_valid():
        keep(draft, {"show_name": form.cleaned_data["show_name"]})
        try:
            proposal = send_draft(draft=draft)
        except Refusal as refusal:
            form.refuse(refusal)
            missing = step_of(refusal.field)
        else:
            response = redirect("musrenbang:receipt", number=proposal.number)
            response["Location"] += "?terkirim"
            return response
    return show(request, draft, "periksa", form, **_summary(draft, missing))


def _summary(draft: Draft, missing: str | None) -> dict[str, Any]:
    """The draft as it would be sent, and the step that is still to fill.

    `missing` is the step that sending has already named.
    """
    content, cost, answers = None, None, []
    try:
        content = draft_content(draft)
        answers = check_answers(content.variant.entry.asked.all(), content.answers)
    except Invalid as refusal:
        missing = missing or step_of(refusal.field)
    else:
        cost = cost_of(content.volume, content.variant.unit_price)  # type: ignore[attr-defined]
    area = Area.objects.filter(pk=draft.data.get("rw")).select_related("parent").first()
    village = area.parent if area is not None and area.level == Level.RW else area
    return {
        "content": content,
        "missing": BY_SLUG.get(missing or ""),
        "cost": cost,
        "answers": answers,
        "area": area,
        "village": village,
        "needs_account": draft.owner is None,
        "photos": list(draft.photos.order_by("uploaded_at")),
        "warnings": list(warnings(draft.data)),
    }
