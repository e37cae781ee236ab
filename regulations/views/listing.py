"""The list of regulations, and the search in it."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from egov.web.keyset import keyset_page
from egov.web.public import public_page
from regulations.domain.exchange.citations import read_citation
from regulations.models import Regulation, RegulationKind
from regulations.search import cited_part, find_parts, find_regulations, near_titles
from regulations.views.as_of import TONES, as_of, as_of_date
from regulations.vocabulary import Force

PAGE = 25


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
        address = cited_part(cited)
        if address is not None:
            return redirect(f"{address}{as_of(on)['as_of']}")
    rows = find_regulations(query, kind=kind, force=wanted, on=on)
    page = keyset_page(rows, order=("-year", "-id"), cursor=cursor, size=PAGE)
    hits = find_parts(query, kind=kind, force=wanted, on=on) if query and not cursor else []
    of_kind = Regulation.objects.filter(kind=OuterRef("pk"))
    context = {
        "found": [(r, Force(r.force), TONES[Force(r.force)]) for r in page.items],
        "page": page,
        "query": query,
        "cited": cited,
        "kind": kind,
        "status": wanted,
        "kinds": RegulationKind.objects.filter(Exists(of_kind)),
        "forces": Force,
        **as_of(on),
        "hits": hits,
        "near": near_titles(query) if query and not page.items and not hits else [],
    }
    return render(request, "regulations/regulation_list.html", context)
