"""When guests are received: hours, and days on which nobody is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from egov.accounts.models import User
from egov.agencies.models import Agency
from egov.desk.action_pages import ActionsAdmin
from egov.desk.actions import DeskAction
from egov.desk.verb_forms import VerbAdmin, VerbForm
from egov.web.fields import day_field
from egov.web.templatetags.portal import short_day
from news.domain.visits.keeping_hours import (
    close_hours,
    lift_blackout,
    record_blackout,
    record_hours,
)
from news.models import BlackoutDay, Room, VisitHours
from news.models.visits.hosting import agencies_hosted_by
from news.vocabulary import EDITOR


class OfHost(forms.BaseForm):
    """The field `agency` offers the agencies whose guests the person receives."""

    actor: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Agency.objects.current().order_by("name")
        if not self.actor.holds(EDITOR):
            offered = offered.filter(pk__in=agencies_hosted_by(self.actor)[0])
        field: Any = self.fields["agency"]
        field.queryset = offered
        if len(offered[:2]) == 1:
            field.initial = offered[0].pk


def time_field(label: str) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, input_formats=["%H:%M"])


class HoursForm(OfHost, VerbForm):
    begins = time_field("Mulai")
    ends = time_field("Selesai")
    room = forms.ModelChoiceField(Room.objects.open(), label="Ruang", required=False)

    class Meta:
        model = VisitHours
        fields = ["agency", "weekday", "begins", "ends", "capacity", "room"]

    def run(self, data: dict[str, Any]) -> VisitHours:
        given = {name: data[name] for name in self.Meta.fields}
        return record_hours(actor=self.actor, now=timezone.now(), **given)


class BlackoutForm(OfHost, VerbForm):
    first = day_field("Hari pertama")
    last = day_field("Hari terakhir")

    class Meta:
        model = BlackoutDay
        fields = ["agency", "reason"]

    def run(self, data: dict[str, Any]) -> BlackoutDay:
        given = {name: data[name] for name in ("agency", "first", "last", "reason")}
        return record_blackout(actor=self.actor, now=timezone.now(), **given)


class CloseHours(DeskAction):
    slug = "tutup"
    title = "Tutup"
    button = "Tutup jam ini"
    help = "Tidak ditawarkan lagi; yang sudah dijanjikan tetap."
    permission = "news.keep_visit_hours"
    quiet = True

    def available(self, obj: VisitHours) -> bool:
        return obj.closed_at is None

    def perform(self, actor: User, obj: VisitHours, data: dict[str, Any]) -> str:
        close_hours(actor=actor, hours=obj, now=timezone.now())
        return "Jam terima ditutup."


class LiftBlackout(DeskAction):
    slug = "buka"
    title = "Buka lagi"
    button = "Terima tamu lagi"
    permission = "news.keep_blackout"
    quiet = True

    def available(self, obj: BlackoutDay) -> bool:
        return obj.lifted_at is None

    def perform(self, actor: User, obj: BlackoutDay, data: dict[str, Any]) -> str:
        lift_blackout(actor=actor, blackout=obj, now=timezone.now())
        return "Hari itu menerima tamu lagi."


@admin.register(VisitHours)
class VisitHoursAdmin(VerbAdmin, ActionsAdmin):
    form = HoursForm
    list_display = ["weekday", "begins", "ends", "capacity", "room", "agency", "state"]
    list_filter = ["agency"]
    list_select_related = ["agency", "room"]
    ordering = ["agency", "weekday", "begins"]
    fields = ["agency", "weekday", "begins", "ends", "capacity", "room"]
    desk_actions = (CloseHours(),)
    page_is_actions = True

    @admin.display(description="keadaan")
    def state(self, row: VisitHours) -> str:
        return "ditutup" if row.closed_at else "dibuka"

    def facts(self, request: HttpRequest, obj: VisitHours) -> list[tuple[str, Any]]:
        return [
            ("Jam", str(obj)),
            ("Paling banyak tamu", obj.capacity),
            ("Tempat", obj.place),
            ("Perangkat daerah", obj.agency),
            ("Keadaan", self.state(obj)),
        ]


@admin.register(BlackoutDay)
class BlackoutDayAdmin(VerbAdmin, ActionsAdmin):
    form = BlackoutForm
    list_display = ["reason", "period", "whose", "state"]
    list_select_related = ["agency"]
    ordering = ["-id"]
    fields = ["agency", "first", "last", "reason"]
    desk_actions = (LiftBlackout(),)
    page_is_actions = True

    def get_fields(self, request: HttpRequest, obj: BlackoutDay | None = None) -> Any:
        return self.fields if obj is None else ["agency", "days", "reason"]

    @admin.display(description="tanggal")
    def period(self, row: BlackoutDay) -> str:
        last = row.days.upper - timedelta(days=1)
        first, end = short_day(row.days.lower), short_day(last)
        return first if first == end else f"{first} s.d. {end}"

    @admin.display(description="untuk")
    def whose(self, row: BlackoutDay) -> str:
        return str(row.agency or "seluruh daerah")

    @admin.display(description="keadaan")
    def state(self, row: BlackoutDay) -> str:
        return "dibuka lagi" if row.lifted_at else "tidak menerima tamu"

    def facts(self, request: HttpRequest, obj: BlackoutDay) -> list[tuple[str, Any]]:
        return [
            ("Sebab", obj.reason),
            ("Tanggal", self.period(obj)),
            ("Untuk", self.whose(obj)),
            ("Keadaan", self.state(obj)),
        ]
