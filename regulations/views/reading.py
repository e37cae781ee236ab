"""One regulation to read as of a day: whole, or one part of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csp import csp_override

from egov.web.params import int_param
from egov.web.public import public_page
from regulations.domain.applications.standing import keep_standing
from regulations.domain.exchange.bundle import json_ld_text
from regulations.domain.law.states import force_of
from regulations.domain.parsing.units import find_unit, lead, units
from regulations.domain.text.versions import amendments_among, text_as_of
from regulations.models import (
    Binding,
    Clause,
    LegalEvent,
    Provision,
    Regulation,
    RegulationFile,
)
from regulations.models.event import LAW
from regulations.views.as_of import FRAMES_PDF, TONES, as_of, as_of_date, regulation_or_404
from regulations.views.portions import fits_one_page, sheets, under_heading
from regulations.vocabulary import HEADINGS, ClauseKind, PartKind

SHOWN = 100  # changes of single parts


@public_page
@csp_override(FRAMES_PDF)
def regulation(request: HttpRequest, kind: str, year: int, number: str) -> HttpResponse:
    return reading_page(request, regulation_or_404(kind, year, number))


def reading_page(request: HttpRequest, regulation: Regulation) -> HttpResponse:
    """All that the registry knows of one regulation; `?pada=` answers as of a day.

    Status banner, timeline, relations both ways, the text, its PDF, and the applications
    standing on it.
    """
    on = as_of_date(request)
    state = force_of(regulation, on)
    acts = list(_acts(regulation))
    changes = regulation.changes.all()
    penal = Clause.objects.filter(provision__regulation=regulation, kind=ClauseKind.PENAL)
    standing = Binding.objects.standing_on(on).filter(regulation=regulation)
    bindings = list(standing.select_related("application", "provision"))
    if on == timezone.localdate():
        keep_standing(regulation, bindings)
    context = {
        "regulation": regulation,
        "force": state,
        "tone": TONES[state],
        **as_of(on),
        "base": regulation.get_absolute_url(),
        "pdf_url": regulation.pdf_address,
        "incoming": [event for event in changes if event.provision_id is None],
        "partial": [event for event in changes if event.provision_id][:SHOWN],
        "outgoing": acts,
        **_text(regulation, request.GET.get("bagian", ""), on),
        "json_ld_text": json_ld_text(regulation, on, acts),
        "penal_misplaced": not regulation.kind.penal and penal.exists(),
        "document": _document(regulation),
        "bindings": bindings,
    }
    return render(request, "regulations/regulation.html", context)


def _acts(regulation: Regulation) -> QuerySet[LegalEvent]:
    """What it does to whole regulations, with these and what `force_of` reads of them."""
    whole = regulation.acts.filter(provision=None).select_related("target__kind")
    return whole.prefetch_related(f"target__{LAW}")


def _text(regulation: Regulation, asked: str, on: date) -> dict[str, Any]:
    """The parts as they read on a day: all, or of a long text the headings to open.

    `asked`: the path of the part to read here, of a long text that has no pages of its own.
    """
    provisions = regulation.provisions.all()
    whole = fits_one_page(provisions)
    parts = list(provisions if whole else provisions.defer("search", "text", "explanation"))
    amendments = amendments_among(regulation.changes.all())
    # another region's long text has no pages of its own: it is read here, part by part
    opened = None
    if regulation.other_region and not whole and asked:
        opened = next((i for i, part in enumerate(parts) if part.path == asked), None)
    under = {}
    if opened is not None:
        under = under_heading(regulation, parts, opened, amendments, on)
    return {
        "whole": under.get("whole", whole),
        "parts": under.get("parts") or text_as_of(parts, amendments, on),
        "opened": parts[opened] if opened is not None else None,
        "headings": [p for p in parts if p.kind in (PartKind.BOOK, PartKind.CHAPTER)],
    }


def _document(regulation: Regulation) -> RegulationFile | None:
    return RegulationFile.objects.filter(regulation=regulation).defer("text").first()


@public_page
@csp_override(FRAMES_PDF)
def provision(request: HttpRequest, kind: str, year: int, number: str, path: str) -> HttpResponse:
    """One part at its own address.

    A BAB with what stands under it, a pasal, or an ayat, huruf or angka of it (/pasal-3/ayat-1/).
    """
    on = as_of_date(request)
    regulation = regulation_or_404(kind, year, number)
    name, _, inner = path.strip("/").partition("/")
    parts = list(regulation.provisions.defer("search", "text", "explanation"))
    index = next((i for i, p in enumerate(parts) if p.path == name), None)
    if index is None:
        raise Http404
    part = parts[index]
    state = force_of(regulation, on, part)
    amendments = amendments_among(regulation.changes.all())
    context: dict[str, Any] = {
        "part": part,
        "regulation": regulation,
        "force": state,
        "tone": TONES[state],
        **as_of(on),
        "base": regulation.get_absolute_url(),
        "before": parts[index - 1] if index else None,
        "after": parts[index + 1] if index + 1 < len(parts) else None,
        "document": _document(regulation),
    }
    if part.kind not in HEADINGS:
        sheet = int_param(request.GET.get("lembar"), digits=5) or 1
        context |= _pinpointed(part, amendments, on, inner, sheet)
        return render(request, "regulations/provision.html", context)
    if inner:
        raise Http404
    context |= under_heading(regulation, parts, index, amendments, on)
    return render(request, "regulations/chapter.html", context)


def _pinpointed(
    part: Provision, amendments: Sequence[LegalEvent], on: date, inner: str, sheet: int
) -> dict[str, Any]:
    """A pasal as it reads on a day, and the ayat, huruf or angka of it that `inner` names."""
    history = [event for event in amendments if event.provision_id == part.pk]
    version = next(iter(text_as_of([part], history, on)), None)
    pieces = sheets(version.text if version else "")
    sheet = min(sheet, len(pieces))
    text = pieces[sheet - 1]
    below = units(text) if len(pieces) == 1 else []
    unit = find_unit(below, inner) if inner else None
    if inner and unit is None:
        raise Http404
    steps = inner.split("/") if inner else []
    chain = [find_unit(below, "/".join(steps[: i + 1])) for i in range(len(steps))]
    return {
        "wording": version,
        "lead": lead(text) if below else text,
        "units": below,
        "unit": unit,
        "pinpoint": " ".join([part.label, *(u.label for u in chain if u)]),
        "sheet": sheet,
        "sheets": len(pieces),
        "history": history,
    }
