"""The agenda for calendars of others: all of it by filter, one event."""

from __future__ import annotations

import hashlib
from typing import IO, Any

from django.conf import settings
from django.db.models import Count, Max, StringAgg, Sum, Value
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.http import parse_etags

from egov.documents.calendar import calendar_bytes, calendar_response
from egov.files.kept import open_kept
from egov.verbs.refusal import Invalid
from news.filters import EventFilter
from news.models import Event

SECONDS = 300


def agenda_feed(request: HttpRequest) -> HttpResponse:
    """All public events by filter; 304 to who has them as they are. No cookie, no session."""
    rows = Event.objects.in_feed(timezone.now())
    if request.GET:
        rows = _narrowed(request, rows)
    state = rows.aggregate(Max("changed_at"), Count("id"), Max("id"), Sum("sequence"))
    version = f"{state}{request.GET.urlencode()}"
    etag = _etag(version)
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        return _cached(HttpResponseNotModified(), etag)
    if request.GET:
        content = _calendar_of(rows)
    else:  # what most ask for is put together once a version

        def make(out: IO[bytes]) -> int:
            return out.write(_calendar_of(rows))

        with open_kept("agenda.ics", version, make) as kept:
            content = kept.read()
    return _cached(calendar_response(content, "agenda.ics"), etag)


def _narrowed(request: HttpRequest, rows: Any) -> Any:
    narrowing = EventFilter(request.GET, rows)
    if not narrowing.is_valid():
        field, errors = next(iter(narrowing.form.errors.items()))
        raise Invalid("bad_filter", str(errors[0]), field=field)
    return narrowing.qs


def _calendar_of(rows: Any) -> bytes:
    """Put together by the database: two thousand events are one row."""
    told = rows.aggregate(text=StringAgg("entry", Value(""), order_by="id"))["text"] or ""
    name = f"Agenda {settings.REGION_PROFILE.name}"
    return calendar_bytes(name, [told], zone=settings.TIME_ZONE)


def event_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """One event, with all its times."""
    row = get_object_or_404(Event.objects.visible_to(), pk=pk)
    etag = _etag(f"{row.pk}{row.changed_at}")
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        return _cached(HttpResponseNotModified(), etag)
    content = calendar_bytes(row.title, [row.entry], zone=settings.TIME_ZONE)
    return _cached(calendar_response(content, f"acara-{row.pk}.ics"), etag)


def _etag(text: str) -> str:
    return f'W/"{hashlib.sha256(text.encode()).hexdigest()[:24]}"'


def _cached(response: HttpResponse, etag: str) -> HttpResponse:
    response["ETag"] = etag
    patch_cache_control(response, public=True, max_age=SECONDS)
    return response
