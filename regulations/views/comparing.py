"""Two texts of regulations beside each other."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from egov.verbs.refusal import Invalid
from egov.web.params import int_param
from egov.web.public import public_page
from regulations.domain.exchange.citations import Citation, read_citation
from regulations.domain.text.comparing import ComparedRow, compare_texts
from regulations.domain.text.versions import amendments_of, text_as_of
from regulations.models import Regulation
from regulations.views.as_of import as_of_date, regulation_or_404
from regulations.views.portions import WHOLE_TEXT


@public_page
def compare(request: HttpRequest, kind: str, year: int, number: str) -> HttpResponse:
    """Two texts beside each other.

    A regulation on two days (`?dari=&sampai=`), or with another one (`?dengan=perda 1 2009`).
    """
    new = regulation_or_404(kind, year, number)
    asked = request.GET.get("dengan", "").strip()[:200]
    until = as_of_date(request, "sampai")
    old = _other(asked) if asked else new
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
        **_shown(rows, int_param(request.GET.get("mulai"), digits=5) or 0),
        "empty": not any(w.text for w in left) or not any(w.text for w in right),
        "related": related.exclude(pk=new.pk),
    }
    return render(request, "regulations/compare.html", context)


def _other(asked: str) -> Regulation:
    """The regulation that a person names: "perda 1 2009", or the end of its address."""
    cited = read_citation(asked)
    place = asked.split("/")
    year = int_param(place[1], digits=4) if len(place) == 3 else None
    if cited is None and year is not None:
        return regulation_or_404(place[0], year, place[2])
    match = _cited(cited) if cited else None
    if match is None:
        raise Invalid(
            "unknown_regulation",
            "Peraturan itu belum ada di registri. Tulis seperti: perda 1 2009.",
            field="dengan",
        )
    return match


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
