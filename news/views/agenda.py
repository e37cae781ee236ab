"""The agenda: as a list, as a month, as a week; one event."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from egov.verbs.refusal import Invalid
from egov.web.context import viewer
from egov.web.keyset import keyset_page
from egov.web.public import known_params, public_page
from news.domain.calendar import (
    DAY,
    SHOWN,
    asked_day,
    find_marks,
    midnight,
    month_days,
    week_days,
    weeks_between,
)
from news.domain.repeating import told
from news.filters import OccurrenceFilter
from news.models import Event, Occurrence, SignUp
from news.structured import event_data

PAGE = 25
RUNNING = 10  # of what began before the day that is shown
SHOWN_TIMES = 30  # of one event
IN_A_WEEK = 20  # of one day
SEATED = Q(sign_ups__withdrawn_at=None, sign_ups__waiting=False)
VIEWS = {"daftar": "Daftar", "bulan": "Bulan", "minggu": "Minggu"}
known_params(*OccurrenceFilter.base_filters)


@public_page
def agenda(request: HttpRequest) -> HttpResponse:
    """What happens from a day on (`?pada=`, today), in one of three views."""
    view = request.GET.get("tampilan") or "daftar"
    if view not in VIEWS:
        known = ", ".join(VIEWS)
        raise Invalid("unknown_view", f"Tampilan yang ada: {known}.", field="tampilan")
    day = asked_day(request.GET.get("pada", ""))
    narrowing = OccurrenceFilter(request.GET, Occurrence.objects.visible_to(viewer(request)))
    context = {
        "form": narrowing.form,
        "narrowed": narrowing.narrowed,
        "view": view,
        "views": VIEWS.items(),
        "day": day,
        "today": timezone.localdate(),
        **_SHOW[view](request, narrowing.qs, day),
    }
    status = 200 if narrowing.is_valid() else 422
    return render(request, f"news/agenda_{view}.html", context, status=status)


def _list(request: HttpRequest, rows: Any, day: date) -> dict[str, Any]:
    begin = midnight(day)
    cursor = request.GET.get("sesudah", "")
    coming = rows.for_list().filter(begins_at__gte=begin)
    page = keyset_page(coming, order=("begins_at", "id"), cursor=cursor, size=PAGE)
    running = rows.for_list().filter(begins_at__lt=begin, ends_at__gt=begin, cancelled_at=None)
    still = list(running.order_by("ends_at", "id")[:RUNNING]) if page.first else []
    return {
        "page": page,
        "days": [(d, list(group)) for d, group in groupby(page.items, key=_local_day)],
        "running": still,
        "running_soon_over": any(row.ends_at < begin + 4 * DAY for row in still),
    }


def _local_day(row: Occurrence) -> date:
    return timezone.localtime(row.begins_at).date()


def _month(_request: HttpRequest, rows: Any, day: date) -> dict[str, Any]:
    first, last = month_days(day)
    found = find_marks(_within(rows, first, last), shown=SHOWN)
    start = day.replace(day=1)
    return {
        "weeks": weeks_between(first, last, found, month=day.month),
        "before": (start - DAY).replace(day=1),
        "after": (start + timedelta(days=31)).replace(day=1),
    }


def _week(_request: HttpRequest, rows: Any, day: date) -> dict[str, Any]:
    first, last = week_days(day)
    found = find_marks(_within(rows, first, last), shown=IN_A_WEEK)
    (week,) = weeks_between(first, last, found, month=None)
    return {"week": week, "last": last, "before": first - 7 * DAY, "after": first + 7 * DAY}


def _within(rows: Any, first: date, last: date) -> Any:
    return rows.between(midnight(first), midnight(last + DAY))


_SHOW = {"daftar": _list, "bulan": _month, "minggu": _week}


@public_page
def event(request: HttpRequest, pk: int) -> HttpResponse:
    """One event with its times; who is signed in can sign up to those that have seats."""
    reader = viewer(request)
    rows = Event.objects.visible_to(reader).select_related("agency", "area__parent")
    shown = get_object_or_404(rows.prefetch_related("documents").defer("entry"), pk=pk)
    now = timezone.now()
    times: Any = shown.occurrences.order_by("begins_at", "id")
    coming: list[Any] = list(_with_seats(times.filter(ends_at__gt=now), shown)[: SHOWN_TIMES + 1])
    past: list[Any] = [] if coming else list(times.order_by("-begins_at")[:1])
    own = _own(reader, coming)
    for row in (*coming, *past):
        row.event = shown
        row.own, row.waits = row.pk in own, own.get(row.pk, False)
        row.left = seats_left(row, shown, now)
    context = {
        "event": shown,
        "rule": told(shown.rule),
        "times": coming[:SHOWN_TIMES],
        "more": len(coming) > SHOWN_TIMES,
        "past": past,
        "data": event_data(shown, (coming or past)[:1]),
    }
    return render(request, "news/event.html", context)


def _with_seats(times: Any, event: Event) -> Any:
    """With how many have signed up, where the event has seats."""
    if event.capacity is None:
        return times
    return times.annotate(taken=Count("sign_ups", filter=SEATED))


def _own(reader: Any, times: list[Occurrence]) -> dict[int, bool]:
    """The occurrences to which the reader has signed up, and whether they wait for a seat."""
    if reader is None or not times:
        return {}
    rows = SignUp.objects.standing().filter(user=reader, occurrence__in=times)
    return dict(rows.values_list("occurrence_id", "waiting"))


def seats_left(row: Any, event: Event, now: datetime) -> int | None:
    """How many seats are free; None where none are given, or it is too late."""
    if event.capacity is None or row.cancelled or row.begins_at <= now:
        return None
    return max(0, event.capacity - int(row.taken))
