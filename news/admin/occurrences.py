"""Times of events at the desk: moved, cancelled, reinstated."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from egov.accounts.models import User
from egov.desk.action_pages import ActionsAdmin
from egov.desk.actions import DeskAction
from egov.desk.verb_forms import VerbAdmin
from egov.web.templatetags.portal import moment
from news.domain.changing import (
    Change,
    cancel_occurrences,
    change_occurrences,
    reinstate_occurrences,
)
from news.forms import CancelForm, MoveForm, ReinstateForm
from news.models import Occurrence


class OnOccurrence(DeskAction):
    permission = "news.keep_occurrence"

    def available(self, obj: Occurrence) -> bool:
        return not obj.cancelled and not obj.event.pulled


class Move(OnOccurrence):
    slug = "pindah"
    title = "Pindahkan"
    button = "Pindahkan"
    help = "Waktu bergeser sama jauhnya untuk semua yang diubah."
    form = MoveForm

    def perform(self, actor: User, obj: Occurrence, data: dict[str, Any]) -> str:
        rows = change_occurrences(
            actor=actor,
            occurrence=obj,
            extent=data["extent"],
            change=Change(data["begins_at"], data["ends_at"], data["place"]),
            reason=data["reason"],
            now=timezone.now(),
        )
        return f"{len(rows)} waktu dipindahkan. Yang terdaftar diberi tahu."


class Cancel(OnOccurrence):
    slug = "batal"
    title = "Batalkan"
    button = "Batalkan acara"
    help = "Yang dibatalkan tetap terbaca dengan sebabnya."
    form = CancelForm
    quiet = True
    undo = "pulihkan"

    def perform(self, actor: User, obj: Occurrence, data: dict[str, Any]) -> str:
        rows = cancel_occurrences(actor=actor, occurrence=obj, now=timezone.now(), **data)
        return f"{len(rows)} waktu dibatalkan. Yang terdaftar diberi tahu."


class Reinstate(OnOccurrence):
    slug = "pulihkan"
    title = "Pulihkan"
    button = "Adakan lagi"
    help = "Kembali pada waktu dan tempat sebelum dibatalkan."
    form = ReinstateForm

    def available(self, obj: Occurrence) -> bool:
        return obj.cancelled and not obj.event.pulled

    def perform(self, actor: User, obj: Occurrence, data: dict[str, Any]) -> str:
        rows = reinstate_occurrences(actor=actor, occurrence=obj, now=timezone.now(), **data)
        return f"{len(rows)} waktu jadi diadakan. Yang terdaftar diberi tahu."


@admin.register(Occurrence)
class OccurrenceAdmin(VerbAdmin, ActionsAdmin):
    list_display = ["title", "begins_at", "ends_at", "place", "state", "actions_link"]
    list_filter = ["event__kind", "event__agency"]
    list_select_related = ["event"]
    search_fields = ["event__title"]
    ordering = ["-begins_at", "-id"]
    desk_actions = (Move(), Cancel(), Reinstate())
    page_is_actions = True

    def lookup_allowed(self, lookup: str, value: Any, request: Any = None) -> bool:
        return lookup == "event" or super().lookup_allowed(lookup, value, request)

    @admin.display(description="acara", ordering="event__title")
    def title(self, row: Occurrence) -> str:
        return row.event.title

    @admin.display(description="tempat")
    def place(self, row: Occurrence) -> str:
        return row.place

    @admin.display(description="keadaan")
    def state(self, row: Occurrence) -> str:
        if row.cancelled:
            return "dibatalkan"
        return "berubah" if row.change_note else ""

    def facts(self, request: HttpRequest, obj: Occurrence) -> list[tuple[str, Any]]:
        event = reverse("admin:news_event_actions", args=[obj.event_id])
        return [
            ("Acara", format_html('<a href="{}">{}</a>', event, obj.event.title)),
            ("Mulai", moment(obj.begins_at)),
            ("Selesai", moment(obj.ends_at)),
            ("Tempat", obj.place or "-"),
            ("Perubahan", obj.change_note or "-"),
            ("Terdaftar", f"{obj.sign_ups.seated().count()} orang"),
            ("Daftar tunggu", f"{obj.sign_ups.in_line().count()} orang"),
            ("Dibatalkan", obj.cancel_reason or "tidak"),
        ]
