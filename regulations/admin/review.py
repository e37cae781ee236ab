"""A regulation's parsed text beside its PDF: correct, confirm, then record what it says it does."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csp import csp_override

from egov.accounts.roles import Role as Office
from egov.verbs.refusal import Refusal
from regulations.domain.law.clauses import confirm_clauses
from regulations.domain.law.effects import effects_of, record_effect
from regulations.domain.text.review import Correction, add_part, confirm_text, correct_parts
from regulations.models import Clause, Provision, Regulation, RegulationFile
from regulations.views.as_of import FRAMES_PDF
from regulations.vocabulary import HEADINGS, PartKind

PARTS = 80  # on one page of the review


@csp_override(FRAMES_PDF)
def review(request: HttpRequest, found: Regulation, site: AdminSite) -> HttpResponse:
    """The officer's page. What was typed stays on the page when it is refused."""
    officer = request.user.holds(Office.LEGAL_OFFICER)  # type: ignore[union-attr]
    here = reverse("admin:regulations_regulation_review", args=[found.pk])
    start = request.GET.get("mulai", "0")
    first = int(start) if start.isascii() and start.isdecimal() and len(start) < 6 else 0
    parts = list(found.provisions.order_by("position")[first : first + PARTS + 1])
    more = len(parts) > PARTS
    parts = parts[:PARTS]
    error = ""
    if request.method == "POST" and officer:
        try:
            messages.success(request, _act(request, found))
            return HttpResponseRedirect(f"{here}?mulai={first}" if first else here)
        except Refusal as refusal:
            error = refusal.sentence
            _keep_typed(request, parts)
    document = (
        RegulationFile.objects.filter(regulation=found).select_related("confirmed_by").first()
    )
    confirmed = document is not None and document.confirmed_at is not None
    clauses = (
        Clause.objects.filter(provision__regulation=found)
        .select_related("provision")
        .order_by("provision__position", "id")
    )
    context = {
        **site.each_context(request),
        "title": f"Naskah {found.citation}",
        "opts": Regulation._meta,
        "regulation": found,
        "document": document,
        "pdf_url": found.pdf_address,
        "parts": parts,
        "headings": [k.value for k in HEADINGS],
        "kinds": PartKind.choices,
        "previous": max(0, first - PARTS) if first else None,
        "following": first + PARTS if more else None,
        "editable": officer and not confirmed and not (document is not None and document.waits),
        "chapters": found.provisions.filter(kind=PartKind.CHAPTER).count(),
        "articles": found.provisions.articles().count(),
        "confirmed": confirmed,
        "officer": officer,
        "error": error,
        "added": {
            name: request.POST.get(name, "")
            for name in ("new-kind", "new-label", "new-text", "new-after")
        },
        "effects": effects_of(found) if confirmed else [],
        "clauses": list(clauses[:300]) if confirmed else [],
    }
    return render(request, "admin/review.html", context)


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
            part.label, part.heading = (
                _typed(request, part.pk, "label"),
                _typed(request, part.pk, "heading"),
            )
            part.text, part.explanation = (
                _typed(request, part.pk, "text"),
                _typed(request, part.pk, "explanation"),
            )


def _act(request: HttpRequest, found: Regulation) -> str:
    """Calls the verb of the pressed button; returns what to tell."""
    actor: Any = request.user
    match request.POST.get("act", "save"):
        case "confirm":
            given = _corrections(request)
            count = confirm_text(actor=actor, regulation=found, corrections=given)
            return f"Susunan dipastikan. {count} ketentuan terbaca; periksa di bawah."
        case "add":
            return f"{_add(request, found).label} ditambahkan."
        case "effect":
            made_events = record_effect(
                actor=actor,
                regulation=found,
                key=request.POST.get("effect", ""),
                override=request.POST.get("override", ""),
            )
            return f"{len(made_events)} peristiwa hukum dicatat."
        case "clauses":
            wanted = list(map(int, filter(_is_id, request.POST.getlist("clause"))))
            count = confirm_clauses(actor=actor, regulation=found, ids=wanted)
            return f"{count} ketentuan dipastikan."
        case _:
            count = correct_parts(actor=actor, regulation=found, corrections=_corrections(request))
            return f"Tersimpan: {count} bagian diperbaiki." if count else "Tidak ada yang berubah."


def _add(request: HttpRequest, found: Regulation) -> Provision:
    after = request.POST.get("new-after", "")
    kind = request.POST.get("new-kind", PartKind.ARTICLE)
    return add_part(
        actor=request.user,
        regulation=found,
        kind=kind if kind in PartKind.values else PartKind.ARTICLE,
        label=request.POST.get("new-label", ""),
        text=request.POST.get("new-text", ""),
        after=found.provisions.filter(pk=int(after)).first() if _is_id(after) else None,
        corrections=_corrections(request),
    )
