"""The inventory in figures: for a delegation, a report, a slide."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from egov.web.context import viewer
from egov.web.exports import Table, asked_format, export_response
from egov.web.public import public_page
from egov.web.templatetags.portal import day
from infrastructure.domain.figures import figures_for
from infrastructure.drawings.bars import chart


@require_safe
@public_page
def figures(request: HttpRequest) -> HttpResponse:
    """All groups that this reader may know; `?format=csv`, `xlsx` or `pdf`."""
    on = timezone.localdate()
    groups = figures_for(viewer(request), on)
    asked = asked_format(request)
    if asked:
        heads = ["kelompok", "angka", "nilai", "satuan", "keterangan", "tanggal"]
        rows = [
            (group.title, row.word, row.value, row.unit, row.released, on.isoformat())
            for group in groups
            for row in group.rows
        ]
        return export_response(asked, Table("Infrastruktur dalam angka", heads, rows))
    return render(request, "infrastructure/figures.html", {"groups": groups, "on": on})


@require_safe
@public_page
def figures_svg(request: HttpRequest) -> HttpResponse:
    """The same as one drawing with its day, to be put on a slide."""
    on = timezone.localdate()
    drawing = chart(figures_for(viewer(request), on))
    context = {"chart": drawing, "day": day(on)}
    return render(request, "infrastructure/figures.svg", context, content_type="image/svg+xml")
