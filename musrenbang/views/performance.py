"""How well the procedure serves, for everybody; the same figures to take along."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from egov.web.exports import Column, asked_format, export_response, table_of
from egov.web.params import int_param
from egov.web.public import public_page
from musrenbang.models import Performance, Rating
from musrenbang.views.submission_wizard.frame import BY_SLUG, SLUGS
from musrenbang.vocabulary import tier_word

COLUMNS = (
    Column("tahun", lambda row: row[0], 8),
    Column("kelompok", lambda row: row[1], 24),
    Column("bagian", lambda row: row[2], 30),
    Column("ukuran", lambda row: row[3], 30),
    Column("nilai", lambda row: row[4], 12),
)
SENTENCES = 6  # of the page
Fact = tuple[int, str, str, str, float]


@public_page
def performance(request: HttpRequest) -> HttpResponse:
    """One planning year, the newest by itself; `?format=csv|xlsx` gives its figures."""
    rows = list(Performance.objects.all())
    year = int_param(request.GET.get("tahun", ""), digits=4)
    shown = next((row for row in rows if row.year == year), rows[0] if rows else None)
    shape = asked_format(request, ("csv", "xlsx"))
    if shape:
        facts = _facts(shown) if shown is not None else ()
        return export_response(shape, table_of("Kinerja musrenbang", COLUMNS, facts))
    context = {
        "rows": rows,
        "shown": shown,
        "funnel": _funnel(shown),
        "stations": _stations(shown),
        "ratings": _ratings(shown),
        "said": _said(shown),
    }
    return render(request, "musrenbang/performance.html", context)


def _funnel(shown: Performance | None) -> list[dict[str, Any]]:
    """Each step with how many came to it, finished it and left there."""
    if shown is None or not shown.data["begun"]:
        return []
    came, lines = shown.data["begun"], []
    for slug in SLUGS:  # jsonb keeps no order
        finished = shown.data["finished"][slug]
        lines.append(
            {
                "title": BY_SLUG[slug].title,
                "came": came,
                "finished": finished,
                "left": max(0, came - finished),
            }
        )
        came = finished
    return lines


def _stations(shown: Performance | None) -> list[dict[str, Any]]:
    stations = shown.data["stations"] if shown is not None else []
    return [{**row, "word": tier_word(row["tier"])} for row in stations]


def _ratings(shown: Performance | None) -> list[dict[str, Any]]:
    rows = shown.satisfaction if shown is not None else []
    return [{**row, "word": row["moment"].label} for row in rows]


def _said(shown: Performance | None) -> list[Rating]:
    """The newest sentences that an office let through."""
    if shown is None:
        return []
    rows = Rating.objects.public().filter(proposal__channel__cycle__year=shown.year)
    return list(rows.only("moment", "score", "sentence", "given_at").order_by("-id")[:SENTENCES])


def _facts(shown: Performance) -> Iterator[Fact]:
    """The figures of the page, one a row."""
    year = shown.year
    for line in _funnel(shown):
        for measure, name in (("came", "sampai di langkah"), ("finished", "selesai")):
            yield year, "langkah formulir", line["title"], name, line[measure]
    sent = shown.data["sent"]
    yield year, "pengirim", "warga sendiri", "usulan", sent["citizens"]
    yield year, "pengirim", "dimasukkan kantor", "usulan", sent["offices"]
    for line in _ratings(shown):
        for score, many in enumerate(line["given"], start=1):
            yield year, "kepuasan", line["word"], f"nilai {score}", many
        yield year, "kepuasan", line["word"], "rata-rata", line["mean"]
    named = [("stasiun", row["word"], row) for row in _stations(shown)]
    named += [("perangkat daerah", row["name"], row) for row in shown.data["agencies"]]
    for group, name, row in named:
        yield year, group, name, "keputusan", row["many"]
        yield year, group, name, "hari, separuh lebih cepat", row["median"]
        yield year, group, name, "hari, 9 dari 10 lebih cepat", row["slow"]
