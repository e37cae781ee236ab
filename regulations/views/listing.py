"""The list of regulations, and the search in it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from egov.web.keyset import keyset_page
from egov.web.public import known_params, public_page
from regulations.domain.exchange.citations import read_citation
from regulations.filters import LONGEST, RegulationListFilter
from regulations.models import Regulation
from regulations.search import cited_part, find_parts, near_titles
from regulations.views.as_of import TONES, as_of, as_of_date
from regulations.vocabulary import Force

PAGE = 25
known_params(*RegulationListFilter.base_filters)


@public_page
def regulation_list(request: HttpRequest) -> HttpResponse:
    """A citation goes straight to the cited pasal; else words, with filters.

    Hits are shown at their pasal. Newest first, by key.
    """
    on = as_of_date(request)
    cursor = request.GET.get("sesudah", "")
    rows = Regulation.objects.with_force(on).select_related("kind")
    narrowing = RegulationListFilter(request.GET, rows)
    asked = narrowing.wanted
    query, force = asked.get("q", "")[:LONGEST], asked.get("status", "")
    first = bool(query) and not cursor
    cited = read_citation(query) if first else None
    address = cited_part(cited) if cited else None
    if address is not None:
        return redirect(f"{address}{as_of(on)['as_of']}")
    page = keyset_page(narrowing.qs, order=("-year", "-id"), cursor=cursor, size=PAGE)
    (kind,) = asked.get("jenis") or [None]
    code = kind.code if kind else ""
    hits = find_parts(query, kind=code, force=force, on=on) if first else []
    context = {
        "form": narrowing.form,
        "found": [(r, Force(r.force), TONES[Force(r.force)]) for r in page.items],
        "page": page,
        "cited": cited,
        "narrowed": narrowing.narrowed,
        **as_of(on),
        "hits": hits,
        "near": near_titles(query) if query and not page.items and not hits else [],
    }
    status = 200 if narrowing.is_valid() else 422
    return render(request, "regulations/regulation_list.html", context, status=status)
