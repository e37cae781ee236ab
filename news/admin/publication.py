"""The calendar of publication: what was and will be public when, and what lapses."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone

from egov.desk.frame import DeskAdmin
from news.domain.calendar import DAY, asked_day, midnight, month_days
from news.models import Edition


@dataclass(frozen=True)
class Line:
    """A text on its day; `at` in the region's time."""

    at: str
    title: str
    word: str
    address: str


@dataclass
class Cell:
    day: date
    rows: list[Line] = field(default_factory=list)


class WhenFilter(admin.SimpleListFilter):
    """When texts are public, in three parts."""

    title = "terbit"
    parameter_name = "terbit"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("terjadwal", "terjadwal"), ("minggu", "7 hari terakhir"), ("lama", "sebelumnya")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        now = timezone.now()
        week = now - timedelta(days=7)
        if self.value() == "terjadwal":
            return queryset.filter(publish_at__gt=now, revoked_at=None).order_by("publish_at")
        if self.value() == "minggu":
            return queryset.filter(publish_at__range=(week, now))
        return queryset.filter(publish_at__lt=week) if self.value() == "lama" else queryset


class PublicationCalendar(DeskAdmin):
    """Adds `kalender/` to the texts."""

    def get_urls(self) -> list[Any]:
        page = self.admin_site.admin_view(self.calendar_view)
        own = path("kalender/", page, name="news_edition_calendar")
        return [own, *super().get_urls()]

    def calendar_view(self, request: HttpRequest) -> HttpResponse:
        """A month of one's own texts, `?pada=` a day of it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        day = asked_day(request.GET.get("pada", ""))
        first, last = month_days(day)
        lines = _lines(Edition.objects.administered_by(request.user), first, last)
        days = [first + n * DAY for n in range((last - first).days + 1)]
        cells = [Cell(each, lines[each]) for each in days]
        start = day.replace(day=1)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Kalender terbit",
            "day": day,
            "today": timezone.localdate(),
            "weeks": [cells[n : n + 7] for n in range(0, len(cells), 7)],
            "before": (start - DAY).replace(day=1),
            "after": (start + timedelta(days=31)).replace(day=1),
        }
        return render(request, "admin/publication_calendar.html", context)


def _lines(rows: Any, first: date, last: date) -> dict[date, list[Line]]:
    """What happens on which day: two queries, whatever their number."""
    lines: dict[date, list[Line]] = defaultdict(list)
    standing = rows.filter(revoked_at=None, article__withdrawn_at=None).only(
        "title", "publish_at", "number", "lapses_on"
    )
    out = standing.filter(publish_at__gte=midnight(first), publish_at__lt=midnight(last + DAY))
    now = timezone.now()
    for row in out.order_by("publish_at", "id"):
        moment = timezone.localtime(row.publish_at)
        word = "terjadwal" if row.publish_at > now else "terbit"
        word = f"{word}, perbaikan" if row.is_correction else word
        lines[moment.date()].append(_line(row, f"{moment:%H.%M}", word))
    lapsing = standing.filter(approved_at__isnull=False, lapses_on__range=(first, last))
    for row in lapsing.order_by("lapses_on", "id"):
        lines[row.lapses_on].append(_line(row, "", "berlaku sampai hari ini"))
    return lines


def _line(row: Edition, at: str, word: str) -> Line:
    return Line(at, row.title, word, reverse("admin:news_edition_actions", args=[row.pk]))
