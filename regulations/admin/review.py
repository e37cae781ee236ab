"""A regulation's parsed text beside its PDF: correct, confirm, then record what it says it does."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.csp import csp_override

from egov.desk.action_pages import ActionPage, ActionsAdmin
from egov.verbs.permission import may
from egov.web.params import int_param
from regulations.admin.review_actions import REVIEW_ACTIONS, PartsForm
from regulations.domain.law.effects import effects_of
from regulations.models import Clause, Provision, Regulation, RegulationFile
from regulations.views.as_of import FRAMES_PDF
from regulations.vocabulary import HEADINGS, PartKind

PARTS = 80  # on one page of the review
NEW_PART = ("new-kind", "new-label", "new-text", "new-after")


@csp_override(FRAMES_PDF)
def review(request: HttpRequest, desk: ActionsAdmin, regulation: Regulation) -> HttpResponse:
    """The officer's page. What was typed stays on the page when it is refused."""
    here = reverse("admin:regulations_regulation_review", args=[regulation.pk])
    first = int_param(request.GET.get("mulai"), digits=5) or 0

    def describe() -> dict[str, Any]:
        return _parts(request, regulation, first) | _state(request, regulation)

    after = f"{here}?mulai={first}" if first else here
    page = ActionPage(after, REVIEW_ACTIONS, "admin/review.html", describe)
    return desk.run_actions(request, regulation, page)


def _parts(request: HttpRequest, regulation: Regulation, first: int) -> dict[str, Any]:
    """A page of the text's parts, as they were typed where they were refused."""
    parts = list(regulation.provisions.order_by("position")[first : first + PARTS + 1])
    more = len(parts) > PARTS
    parts = parts[:PARTS]
    _keep_typed(request, parts)
    return {
        "parts": parts,
        "headings": [k.value for k in HEADINGS],
        "kinds": PartKind.choices,
        "previous": max(0, first - PARTS) if first else None,
        "following": first + PARTS if more else None,
        "added": {name: request.POST.get(name, "") for name in NEW_PART},
    }


def _state(request: HttpRequest, regulation: Regulation) -> dict[str, Any]:
    """How far the text is: read, counted, confirmed; and once confirmed, what it does."""
    officer = may(request.user, "regulations.correct_text", regulation)
    documents = RegulationFile.objects.filter(regulation=regulation)
    document = documents.select_related("confirmed_by").first()
    confirmed = document is not None and document.confirmed_at is not None
    clauses = (
        Clause.objects.filter(provision__regulation=regulation)
        .select_related("provision")
        .order_by("provision__position", "id")
    )
    return {
        "title": f"Naskah {regulation.citation}",
        "regulation": regulation,
        "pdf_url": regulation.pdf_address,
        "officer": officer,
        "document": document,
        "editable": officer and not confirmed and not (document is not None and document.waits),
        "chapters": regulation.provisions.filter(kind=PartKind.CHAPTER).count(),
        "articles": regulation.provisions.articles().count(),
        "confirmed": confirmed,
        "effects": effects_of(regulation) if confirmed else [],
        "clauses": list(clauses[:300]) if confirmed else [],
    }


def _keep_typed(request: HttpRequest, parts: list[Provision]) -> None:
    form = PartsForm(request.POST)
    for part in parts:
        if f"part-{part.pk}-label" in request.POST:
            for name in ("label", "heading", "text", "explanation"):
                setattr(part, name, form.typed(part.pk, name))
