"""What everybody reads of visits: what one is, who came, what was shown."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from egov.documents.calendar import calendar_response
from egov.files.documents import send_document
from egov.web.context import viewer
from egov.web.public import public_page
from news.domain.visits.dossier import newest_dossier
from news.domain.visits.letters import visit_calendar
from news.domain.visits.slots import standing_booking
from news.domain.visits.statistics import yearly
from news.models import Edition, Visit, VisitDossier, VisitHours, VisitMaterial
from news.procedure import PUBLIC_NOTES, VisitActKind
from news.views.visits.line import line_of

SHOWN = 10


@public_page
def visits(request: HttpRequest) -> HttpResponse:
    """What a visit is and what is free; who comes next. No form, no cookie."""
    rows = Visit.objects.visible_to(viewer(request)).filter(
        bookings__released_at=None, bookings__ends_at__gte=timezone.now()
    )
    coming = rows.select_related("event").order_by("bookings__begins_at", "pk")[:SHOWN]
    hours = VisitHours.objects.open().select_related("agency", "room")
    context = {
        "coming": list(coming),
        "hours": list(hours.order_by("weekday", "begins")[:20]),
        "answer_days": settings.VISIT_ANSWER_DAYS,
    }
    return render(request, "news/visits/about.html", context)


@public_page
def statistics(request: HttpRequest) -> HttpResponse:
    return render(request, "news/visits/statistics.html", {"years": yearly()})


@public_page
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    """One visit: institution, topic, time, what was shown and asked; never people."""
    row = _visible(request, pk)
    acts = list(row.acts.filter(kind__in=PUBLIC_NOTES).order_by("id"))
    notes = {act.kind: act.note for act in acts}  # the newest of each kind
    dossier = newest_dossier(row)
    news = Edition.objects.live(timezone.now()).filter(article__agenda=row.event)
    context = {
        "visit": row,
        "booking": standing_booking(row),
        "line": line_of(row),
        "programme": _lines(notes.get(VisitActKind.PROGRAMME, "")),
        "minutes": notes.get(VisitActKind.MINUTES, ""),
        "dossier": dossier,
        "content": dossier.content if dossier else {},
        "questions": list(row.questions.visible_to()),
        "materials": list(row.materials.all()),
        "articles": list(news.select_related("article")[:SHOWN]),
    }
    return render(request, "news/visits/visit.html", context)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _visible(request: HttpRequest, pk: int) -> Visit:
    rows: Any = Visit.objects.visible_to(viewer(request)).with_state()
    found: Visit = get_object_or_404(rows.select_related("host", "event"), pk=pk)
    return found


def visit_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """The calendar entry of a confirmed visit."""
    return calendar_response(visit_calendar(_visible(request, pk)), f"kunjungan-{pk}.ics")


def dossier_pdf(request: HttpRequest, pk: int) -> HttpResponseBase:
    dossier = _dossier(request, pk)
    return _file(dossier.pdf, f"berkas-kunjungan-{pk}.pdf", "application/pdf")


def dossier_zip(request: HttpRequest, pk: int) -> HttpResponseBase:
    dossier = _dossier(request, pk)
    return _file(dossier.archive, f"berkas-kunjungan-{pk}.zip", "application/zip")


def _dossier(request: HttpRequest, pk: int) -> VisitDossier:
    """The newest that is ready."""
    dossier = newest_dossier(_visible(request, pk))
    if dossier is None:
        raise Http404
    return dossier


def _file(stored: Any, name: str, kind: str) -> FileResponse:
    response = FileResponse(stored.open("rb"), as_attachment=True, filename=name, content_type=kind)
    response["Cache-Control"] = "public, max-age=60"
    return response


def material(request: HttpRequest, pk: int, material: int) -> HttpResponseBase:
    """A document that was shown."""
    rows = VisitMaterial.objects.filter(visit=_visible(request, pk)).select_related("document")
    row = get_object_or_404(rows, pk=material)
    return send_document(row.document, title=row.title, public=True)
