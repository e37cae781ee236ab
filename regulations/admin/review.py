"""A regulation's parsed text beside its PDF: correct, confirm, then record what it says it does."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csp import csp_override

from egov.verbs.permission import may
from egov.verbs.refusal import Refusal
from regulations.domain.law.clauses import confirm_clauses
from regulations.domain.law.effects import effects_of, record_effect
from regulations.domain.text.review import Correction, add_part, confirm_text, correct_parts
from regulations.models import Clause, Provision, Regulation, RegulationFile
from regulations.views.as_of import FRAMES_PDF
from regulations.vocabulary import HEADINGS, PartKind

PARTS = 80  # on one page of the review
NEW_PART = ("new-kind", "new-label", "new-text", "new-after")


@csp_override(FRAMES_PDF)
def review(request: HttpRequest, regulation: Regulation, site: AdminSite) -> HttpResponse:
    """The officer's page. What was typed stays on the page when it is refused."""
    officer = may(request.user, "regulations.correct_text", regulation)
    here = reverse("admin:regulations_regulation_review", args=[regulation.pk])
    start = request.GET.get("mulai", "0")
    first = int(start) if start.isascii() and start.isdecimal() and len(start) < 6 else 0
    parts = list(regulation.provisions.order_by("position")[first : first + PARTS + 1])
    more = len(parts) > PARTS
    parts = parts[:PARTS]
    error = ""
    if request.method == "POST" and officer:
        try:
            messages.success(request, _act(request, regulation))
            return HttpResponseRedirect(f"{here}?mulai={first}" if first else here)
        except Refusal as refusal:
            error = refusal.sentence
            _keep_typed(request, parts)
    context = {
        **site.each_context(request),
        "title": f"Naskah {regulation.citation}",
        "opts": Regulation._meta,
        "regulation": regulation,
        "pdf_url": regulation.pdf_address,
        "parts": parts,
        "headings": [k.value for k in HEADINGS],
        "kinds": PartKind.choices,
        "previous": max(0, first - PARTS) if first else None,
        "following": first + PARTS if more else None,
        "officer": officer,
        "error": error,
        "added": {name: request.POST.get(name, "") for name in NEW_PART},
        **_state(regulation, officer),
    }
    return render(request, "admin/review.html", context)


def _state(regulation: Regulation, officer: bool) -> dict[str, Any]:
    """How far the text is: read, counted, confirmed; and once confirmed, what it does."""
    documents = RegulationFile.objects.filter(regulation=regulation)
    document = documents.select_related("confirmed_by").first()
    confirmed = document is not None and document.confirmed_at is not None
    clauses = (
        Clause.objects.filter(provision__regulation=regulation)
        .select_related("provision")
        .order_by("provision__position", "id")
    )
    return {
        "document": document,
        "editable": officer and not confirmed and not (document is not None and document.waits),
        "chapters": regulation.provisions.filter(kind=PartKind.CHAPTER).count(),
        "articles": regulation.provisions.articles().count(),
        "confirmed": confirmed,
        "effects": effects_of(regulation) if confirmed else [],
        "clauses": list(clauses[:300]) if confirmed else [],
    }


def _typed(request: HttpRequest, pk: int, name: str) -> str:
    return request.POST.get(f"part-{pk}-{name}", "")


def _corrections(request: HttpRequest) -> list[Correction]:
    keys = [
        k.removeprefix("part-").removesuffix("-label")
        for k in request.POST
        if k.startswith("part-") and k.endswith("-label")
    ]
    return [
        Correction(
            int(key),
            _typed(request, int(key), "label"),
            _typed(request, int(key), "heading"),
            _typed(request, int(key), "text"),
            _typed(request, int(key), "explanation"),
            bool(_typed(request, int(key), "remove")),
        )
        for key in keys
        if _is_id(key)
    ]


def _is_id(text: str) -> bool:
    return text.isdecimal() and len(text) < 12


def _keep_typed(request: HttpRequest, parts: list[Provision]) -> None:
    for part in parts:
        if f"part-{part.pk}-label" in request.POST:
            for name in ("label", "heading", "text", "explanation"):
                setattr(part, name, _typed(request, part.pk, name))


def _act(request: HttpRequest, regulation: Regulation) -> str:
    """Calls the verb of the pressed button; returns what to tell."""
    actor: Any = request.user
    match request.POST.get("act", "save"):
        case "confirm":
            corrections = _corrections(request)
            count = confirm_text(actor=actor, regulation=regulation, corrections=corrections)
            return f"Susunan dipastikan. {count} ketentuan terbaca; periksa di bawah."
        case "add":
            return f"{_add(request, regulation).label} ditambahkan."
        case "effect":
            events = record_effect(
                actor=actor,
                regulation=regulation,
                key=request.POST.get("effect", ""),
                override=request.POST.get("override", ""),
            )
            return f"{len(events)} peristiwa hukum dicatat."
        case "clauses":
            wanted = list(map(int, filter(_is_id, request.POST.getlist("clause"))))
            count = confirm_clauses(actor=actor, regulation=regulation, ids=wanted)
            return f"{count} ketentuan dipastikan."
        case _:
            count = correct_parts(
                actor=actor, regulation=regulation, corrections=_corrections(request)
            )
            return f"Tersimpan: {count} bagian diperbaiki." if count else "Tidak ada yang berubah."


def _add(request: HttpRequest, regulation: Regulation) -> Provision:
    after = request.POST.get("new-after", "")
    kind = request.POST.get("new-kind", PartKind.ARTICLE)
    return add_part(
        actor=request.user,
        regulation=regulation,
        kind=kind if kind in PartKind.values else PartKind.ARTICLE,
        label=request.POST.get("new-label", ""),
        text=request.POST.get("new-text", ""),
        after=regulation.provisions.filter(pk=int(after)).first() if _is_id(after) else None,
        corrections=_corrections(request),
    )
