"""Regulations to read.

Search, a regulation as of a day, its parts, its PDF, two texts beside each other.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef, Sum
from django.db.models.functions import Length
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.csp import CSP
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override

from egov.verbs.refusal import Invalid
from egov.web.context import signed_in
from egov.web.keyset import keyset_page
from egov.web.public import public_page
from regulations.domain.exchange.bundle import json_ld_text
from regulations.domain.exchange.citations import Citation, read_citation
from regulations.domain.following import toggle_follow
from regulations.domain.law.states import force_of
from regulations.domain.text.comparing import ComparedRow, compare_texts
from regulations.domain.text.parsing.units import find_unit, lead, units
from regulations.domain.text.versions import Version, amendments_of, text_as_of
from regulations.models import (
    Application,
    Binding,
    Clause,
    Following,
    Provision,
    Regulation,
    RegulationFile,
    RegulationKind,
)
from regulations.search import cited_part, find_parts, find_regulations, near_titles
from regulations.views.as_of import FRAMES_PDF, TONES, as_of, as_of_date, by_eli, regulation_or_404
from regulations.vocabulary import HEADINGS, ClauseKind, Force, PartKind

PAGE = 25
# letters; a longer text is read BAB by BAB, so that no page is heavy on a poor line
WHOLE_TEXT = 90_000
FRAMED_PDF = {**settings.SECURE_CSP, "frame-ancestors": [CSP.SELF]}


@public_page
def regulation_list(request: HttpRequest) -> HttpResponse:
    """A citation goes straight to the cited pasal; else words, with filters.

    Hits are shown at their pasal. Newest first, by key.
    """
    on = as_of_date(request)
    query, kind, wanted, cursor = (
        request.GET.get(n, "").strip()[:300] for n in ("q", "jenis", "status", "sesudah")
    )
    query = query[:200]
    cited = read_citation(query) if query and not cursor else None
    if cited:
        found = cited_part(cited)
        if found is not None:
            return redirect(f"{found}{as_of(on)['as_of']}")
    rows = find_regulations(query, kind=kind, force=wanted, on=on)
    page = keyset_page(rows, order=("-year", "-id"), cursor=cursor, size=PAGE)
    hits = find_parts(query, kind=kind, force=wanted, on=on) if query and not cursor else []
    held = Regulation.objects.filter(kind=OuterRef("pk"))
    context = {
        "found": [(r, Force(r.force), TONES[Force(r.force)]) for r in page.items],
        "page": page,
        "query": query,
        "cited": cited,
        "kind": kind,
        "status": wanted,
        "kinds": RegulationKind.objects.filter(Exists(held)),
        "forces": Force,
        **as_of(on),
        "hits": hits,
        "near": near_titles(query) if query and not page.items and not hits else [],
    }
    return render(request, "regulations/regulation_list.html", context)


@public_page
@csp_override(FRAMES_PDF)
def regulation(request: HttpRequest, kind: str, year: int, number: str) -> HttpResponse:
    return reading_page(request, regulation_or_404(kind, year, number))


def reading_page(request: HttpRequest, found: Regulation) -> HttpResponse:
    """All that the registry knows of one regulation; `?pada=` answers as of a day.

    Status banner, timeline, relations both ways, the text, its PDF, and the applications
    standing on it.
    """
    on = as_of_date(request)
    state = force_of(found, on)
    size = found.provisions.aggregate(size=Sum(Length("text") + Length("explanation")))["size"] or 0
    whole = size <= WHOLE_TEXT
    provisions = found.provisions.all()
    parts = list(provisions if whole else provisions.defer("search", "text", "explanation"))
    amendments = amendments_of(found)
    # another region's long text has no pages of its own: it is read here, part by part
    asked = request.GET.get("bagian", "")
    opened = None
    if found.other_region and not whole and asked:
        opened = next((i for i, part in enumerate(parts) if part.path == asked), None)
    under = _under(found, parts, opened, amendments, on) if opened is not None else {}
    acts = list(found.acts.filter(provision=None).select_related("target__kind"))
    partial = found.changes.filter(provision__isnull=False)
    following = Following.objects.filter(user_id=request.user.pk or 0, regulation=found)
    penal = Clause.objects.filter(provision__regulation=found, kind=ClauseKind.PENAL)
    bindings = Binding.objects.standing_on(on).filter(regulation=found)
    context = {
        "regulation": found,
        "force": state,
        "tone": TONES[state],
        **as_of(on),
        "base": found.get_absolute_url(),
        "pdf_url": found.pdf_address,
        "incoming": found.changes.filter(provision=None).select_related("source__kind"),
        "partial": partial.select_related("source__kind", "provision")[:100],
        "outgoing": acts,
        "whole": under.get("whole", whole),
        "parts": under.get("parts") or text_as_of(parts, amendments, on),
        "opened": parts[opened] if opened is not None else None,
        "headings": [p for p in parts if p.kind in (PartKind.BOOK, PartKind.CHAPTER)],
        "json_ld_text": json_ld_text(found, on, acts),
        "followed": signed_in(request) and following.exists(),
        "penal_misplaced": not found.kind.penal and penal.exists(),
        "document": RegulationFile.objects.filter(regulation=found).defer("text").first(),
        "bindings": bindings.select_related("application", "provision"),
    }
    return render(request, "regulations/regulation.html", context)


@public_page
@csp_override(FRAMES_PDF)
def provision(request: HttpRequest, kind: str, year: int, number: str, path: str) -> HttpResponse:
    """One part at its own address.

    A BAB with what stands under it, a pasal, or an ayat, huruf or angka of it (/pasal-3/ayat-1/).
    """
    on = as_of_date(request)
    found = regulation_or_404(kind, year, number)
    name, _, inner = path.strip("/").partition("/")
    parts = list(found.provisions.defer("search", "text", "explanation"))
    index = next((i for i, p in enumerate(parts) if p.path == name), None)
    if index is None:
        raise Http404
    part = parts[index]
    state = force_of(found, on, part)
    amendments = amendments_of(found)
    context: dict[str, Any] = {
        "part": part,
        "regulation": found,
        "force": state,
        "tone": TONES[state],
        **as_of(on),
        "base": found.get_absolute_url(),
        "before": parts[index - 1] if index else None,
        "after": parts[index + 1] if index + 1 < len(parts) else None,
        "document": RegulationFile.objects.filter(regulation=found).defer("text").first(),
    }
    if part.kind in HEADINGS:
        if inner:
            raise Http404
        context |= _under(found, parts, index, amendments, on)
        return render(request, "regulations/chapter.html", context)
    history = [event for event in amendments if event.provision_id == part.pk]
    wording = next(iter(text_as_of([part], history, on)), None)
    sheets = _sheets(wording.text if wording else "")
    sheet = min(_number(request, "lembar") or 1, len(sheets))
    text = sheets[sheet - 1]
    below = units(text) if len(sheets) == 1 else []
    unit = find_unit(below, inner) if inner else None
    if inner and unit is None:
        raise Http404
    steps = inner.split("/") if inner else []
    chain = [find_unit(below, "/".join(steps[: i + 1])) for i in range(len(steps))]
    context |= {
        "wording": wording,
        "lead": lead(text) if below else text,
        "units": below,
        "unit": unit,
        "pinpoint": " ".join([part.label, *(u.label for u in chain if u)]),
        "sheet": sheet,
        "sheets": len(sheets),
        "history": history,
    }
    return render(request, "regulations/provision.html", context)


def _number(request: HttpRequest, name: str) -> int:
    """A number in the address, such as `?lembar=2`; 0 where there is none."""
    given = request.GET.get(name, "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 6 else 0


def _lines(text: str) -> Iterator[str]:
    """The lines of a text; one that is too long for a page in pieces."""
    for printed in text.split("\n"):
        yield from textwrap.wrap(printed, WHOLE_TEXT // 2) or [""]


def _sheets(text: str) -> list[str]:
    """A long part, such as a Lampiran of tariffs, in pieces that a page can carry.

    Cut at line ends.
    """
    if len(text) <= WHOLE_TEXT:
        return [text]
    pieces, held, size = [], list[str](), 0
    for line in _lines(text):
        if size + len(line) > WHOLE_TEXT and held:
            pieces.append("\n".join(held))
            held, size = [], 0
        held.append(line)
        size += len(line) + 1
    return [*pieces, "\n".join(held)]


def _under(
    found: Regulation, parts: list[Provision], index: int, amendments: Any, on: Any
) -> dict[str, Any]:
    """What stands under a heading: its pasal with their text.

    Or only its inner headings where that is too long for one page.
    """
    kind = PartKind(parts[index].kind)
    inner = (*HEADINGS[HEADINGS.index(kind) + 1 :], PartKind.ARTICLE) if kind in HEADINGS else ()
    end = next((i for i in range(index + 1, len(parts)) if parts[i].kind not in inner), len(parts))
    start = index + 1 if inner else index
    inside = found.provisions.filter(pk__in=[part.pk for part in parts[start:end]])
    size = inside.aggregate(size=Sum(Length("text") + Length("explanation")))["size"] or 0
    whole = size <= WHOLE_TEXT
    below = list(inside if whole else inside.defer("search", "text", "explanation"))
    rows: list[Version] = text_as_of(below, amendments, on)
    return {"parts": rows, "whole": whole, "after": parts[end] if end < len(parts) else None}


@public_page
def compare(request: HttpRequest, kind: str, year: int, number: str) -> HttpResponse:
    """Two texts beside each other.

    A regulation on two days (`?dari=&sampai=`), or with another one (`?dengan=perda 1 2009`).
    """
    new = regulation_or_404(kind, year, number)
    asked = request.GET.get("dengan", "").strip()[:200]
    until = as_of_date(request, "sampai")
    old = new
    if asked:
        cited = read_citation(asked)
        place = asked.split("/")
        if cited is None and len(place) == 3 and place[1].isdecimal():
            old = regulation_or_404(place[0], int(place[1]), place[2])
        else:
            match = _cited(cited) if cited else None
            if match is None:
                raise Invalid(
                    "unknown_regulation",
                    "Peraturan itu belum ada di registri. Tulis seperti: perda 1 2009.",
                    field="dengan",
                )
            old = match
    first = old.commences_on or old.promulgated_on or old.enacted_on
    since = as_of_date(request, "dari") if request.GET.get("dari") or first is None else first
    left = text_as_of(list(old.provisions.articles()), amendments_of(old), since)
    right = text_as_of(list(new.provisions.articles()), amendments_of(new), until)
    rows = compare_texts(left, right, same=old == new)
    targets = new.acts.values_list("target", flat=True)
    sources = new.changes.values_list("source", flat=True)
    related = Regulation.objects.select_related("kind").filter(pk__in=[*targets, *sources])
    context = {
        "regulation": new,
        "old": old,
        "since": since,
        "until": until,
        "asked": asked,
        **_shown(rows, _number(request, "mulai")),
        "empty": not any(w.text for w in left) or not any(w.text for w in right),
        "related": related.exclude(pk=new.pk),
    }
    return render(request, "regulations/compare.html", context)


def _cited(cited: Citation) -> Regulation | None:
    rows = Regulation.objects.select_related("kind").filter(other_region="")
    return rows.filter(kind__code=cited.kind, number__iexact=cited.number, year=cited.year).first()


def _shown(rows: list[ComparedRow], first: int) -> dict[str, Any]:
    """As many rows of a comparison as one page can carry, from `?mulai=` on."""
    size, end = 0, first
    while end < len(rows) and size <= WHOLE_TEXT:
        row = rows[end]
        size += 0 if row.state == "sama" else sum(len(p.text) for p in (*row.left, *row.right))
        end += 1
    return {"rows": rows[first:end], "further": end if end < len(rows) else None}


@login_required
def follow(
    request: HttpRequest, code: str = "", kind: str = "", year: int = 0, number: str = ""
) -> HttpResponse:
    """Follow an application or a regulation, or stop: a notice comes at each change."""
    target: Application | Regulation
    target = (
        get_object_or_404(Application, code=code) if code else regulation_or_404(kind, year, number)
    )
    if request.method != "POST":  # back from signing in, or a reload
        return redirect(target.get_absolute_url())
    user: Any = request.user
    following = toggle_follow(user=user, target=target)
    sentence = "Anda berhenti mengikuti halaman ini."
    if following:
        sentence = "Anda mengikuti halaman ini; kabar datang pada setiap perubahan."
    messages.success(request, sentence)
    return redirect(target.get_absolute_url())


@xframe_options_sameorigin
@csp_override(FRAMED_PDF)
def regulation_pdf(
    request: HttpRequest, kind: str, year: int, number: str, country: str = ""
) -> FileResponse:
    """The PDF as it was uploaded: regulations are public.

    Its hash names this very file, so a cache may keep it.
    """
    found = (
        by_eli(country, kind, year, number) if country else regulation_or_404(kind, year, number)
    )
    document = get_object_or_404(RegulationFile.objects.defer("text"), regulation=found)
    response = FileResponse(document.file.open("rb"), content_type="application/pdf")
    response["Cache-Control"] = "public, max-age=86400" if document.confirmed_at else "no-cache"
    response["ETag"] = f'"{document.sha256}"'
    name = f"{found.kind.code}-{found.year}-{found.number_in_address}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
