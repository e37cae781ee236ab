"""The page that searches everything, and what it suggests while somebody types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from egov.portal.joining import search_source, search_sources
from egov.search.answering import Answer, answer, directly
from egov.search.asked import LABELS, LONGEST, Asked, read_asked, says_nothing
from egov.search.facets import Counts, Facets
from egov.search.guessing import suggestions
from egov.search.models import Entry
from egov.verbs.refusal import Invalid
from egov.web.context import viewer
from egov.web.public import public_page

OFFERED = 8  # values of one facet
HEADINGS = {"jenis": "Bagian", "kecamatan": "Kecamatan", "opd": "OPD", "tahun": "Tahun"}


@dataclass(frozen=True)
class Choice:
    """One value that the results can be narrowed to."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class FacetList:
    """The values of one facet, as links."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    chosen: bool


@require_safe
@public_page
def search(request: HttpRequest) -> HttpResponse:
    """A number or a citation goes straight to its page; other words to what fits them best."""
    try:
        asked = read_asked(request.GET.dict())
        address = directly(asked.text)
    except Invalid as refusal:
        typed = "" if refusal.code == "personal_number" else request.GET.get("q", "")[:LONGEST]
        return _shown(request, {"query": typed, "refusal": refusal}, 422)
    if address:
        return redirect(address)
    answered = answer(asked, viewer(request))
    chosen = search_source(asked.facets.kind)
    context = {
        "query": asked.text,
        "answer": answered,
        "rows": [(hit, search_source(hit.kind), _ended(hit)) for hit in answered.results.hits],
        "facets": _facets(answered, asked.facets),
        "more": chosen if chosen is not None and chosen.more else None,
        "following": asked.page + 1,
        "page": asked.page,
        "unread": bool(asked.text) and says_nothing(asked.text),
    }
    return _shown(request, context)


def _shown(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """The page; no search engine keeps what others searched for."""
    response = render(request, "home/search.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response


def _ended(hit: Entry) -> bool:
    return hit.ended(timezone.localdate())


def _facets(answered: Answer, facets: Facets) -> list[FacetList]:
    """What the results can be narrowed to; a facet with one value narrows nothing."""
    counts = answered.results.counts
    names = _names(counts)
    lists = []
    for parameter, name in LABELS.items():
        chosen = str(getattr(facets, name) or "")
        choices = [
            Choice(str(value), names.get((name, value), str(value)), n, str(value) == chosen)
            for value, n in counts.get(name, [])[:OFFERED]
        ]
        if len(choices) > 1 or chosen:
            label = HEADINGS[parameter]
            lists.append(FacetList(parameter, label, tuple(choices), bool(chosen)))
    return lists


def _names(counts: Counts) -> dict[tuple[str, Any], str]:
    """What values are called: kinds by their title, districts and OPD as the index names them."""
    names = {("kind", source.kind): source.title for source in search_sources()}
    districts = [value for value, _ in counts.get("district", [])[:OFFERED]]
    agencies = [value for value, _ in counts.get("agency", [])[:OFFERED]]
    if districts or agencies:
        called = Q(kind="wilayah", area__in=districts) | Q(kind="opd", agency__in=agencies)
        for row in Entry.objects.filter(called).only("kind", "area", "agency", "title"):
            name = ("district", row.area) if row.kind == "wilayah" else ("agency", row.agency)
            names[name] = row.title
    return names


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Words that titles begin with, from the second letter on; a script puts them under the box."""
    try:
        asked: Asked | None = read_asked({"q": request.GET.get("q", "")})
    except Invalid:
        asked = None
    words = suggestions(asked.text, timezone.now()) if asked is not None else []
    response = JsonResponse({"saran": words})
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "public, max-age=60"
    return response
