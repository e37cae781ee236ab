"""The agenda for calendars of others: all of it by filter, one event."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.db.models import Count, Max, StringAgg, Value
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.http import parse_etags

from egov.documents.calendar import calendar_bytes, calendar_response
from egov.verbs.refusal import Invalid
from news.filters import EventFilter
from news.models import Event

SECONDS = 300


def agenda_feed(request: HttpRequest) -> HttpResponse:
    """All public events by filter; 304 to who has them as they are. No cookie, no session."""
    narrowing = EventFilter(request.GET, Event.objects.in_feed(timezone.now()))
    if not narrowing.is_valid():
        field, errors = next(iter(narrowing.form.errors.items()))
        raise Invalid("bad_filter", str(errors[0]), field=field)
    rows = narrowing.qs
    state = rows.aggregate(newest=Max("changed_at"), count=Count("id"))
    etag = _etag(f"{state['newest']}{state['count']}{request.GET.urlencode()}")
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        return _cached(HttpResponseNotModified(), etag)
    # put together by the database: two thousand rows are one
    told = rows.aggregate(text=StringAgg("entry", Value(""), order_by="id"))["text"] or ""
    name = f"Agenda {settings.REGION_PROFILE.name}"
    content = calendar_bytes(name, [told], zone=settings.TIME_ZONE)
    return _cached(calendar_response(content, "agenda.ics"), etag)


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
