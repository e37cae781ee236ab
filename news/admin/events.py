"""Events at the desk: recorded by their verb, edited; moved or cancelled by their occurrences."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from egov.accounts.models import User
from egov.desk.action_pages import ActionsAdmin
from egov.desk.actions import DeskAction
from egov.desk.exports import ExportsAdmin
from egov.desk.verb_forms import VerbAdmin, VerbForm
from egov.web.templatetags.portal import moment
from news import exports
from news.admin.own_agency import OfOwnAgency
from news.domain.changing import EventText, edit_event
from news.domain.documents import add_document
from news.domain.events import EventContent, record_event
from news.domain.repeating import Repeat, told
from news.forms import (
    AREA,
    DocumentForm,
    EditForm,
    RepeatFields,
    area_choice,
    key_field,
    moment_field,
    room_choice,
)
from news.models import Event
from news.vocabulary import PULLED_KINDS, EventKind

OWN_KINDS = [kind for kind in EventKind if kind not in PULLED_KINDS]
REPEATED = tuple(RepeatFields.base_fields)


class EventForm(OfOwnAgency, VerbForm):
    kind = forms.ChoiceField(label="Jenis", choices=[(k.value, k.label) for k in OWN_KINDS])
    text = forms.CharField(label="Keterangan", max_length=4000, required=False, widget=AREA)
    area = area_choice(label="Wilayah", required=False)
    room = room_choice()
    begins_at = moment_field("Mulai")
    ends_at = moment_field("Selesai")
    key = key_field()
    locals().update(RepeatFields.base_fields)

    class Meta:
        model = Event
        fields = [
            *("title", "kind", "audience", "agency", "begins_at", "ends_at", "all_day"),
            *("room", "place", "area", "latitude", "longitude", "text", "link", "capacity"),
        ]

    def run(self, data: dict[str, Any]) -> Event:
        names = EventContent.__dataclass_fields__.keys() - {"repeat"}
        repeat = _repeat(data) if data.get("frequency") else None
        content = EventContent(**{n: data[n] for n in names if n in data}, repeat=repeat)
        return record_event(actor=self.actor, content=content, key=data["key"], now=timezone.now())


def _repeat(data: dict[str, Any]) -> Repeat:
    days, week = tuple(data.get("weekdays") or ()), data.get("week")
    return Repeat(data["frequency"], days, week, data.get("count"), data.get("until"))


class Edit(DeskAction):
    slug = "ubah"
    title = "Ubah"
    button = "Simpan perubahan"
    help = "Waktunya diubah di Waktu acara. Perubahan terbaca umum dengan sebabnya."
    permission = "news.keep_event"
    form = EditForm

    def available(self, obj: Event) -> bool:
        return not obj.pulled

    def perform(self, actor: User, obj: Event, data: dict[str, Any]) -> str:
        values = {name: data[name] for name in EventText.__dataclass_fields__}
        edit_event(
            actor=actor,
            event=obj,
            content=EventText(**values),
            seen=data["seen"],
            reason=data["reason"],
            now=timezone.now(),
        )
        return "Perubahan disimpan. Yang terdaftar diberi tahu."


class AddDocument(DeskAction):
    slug = "dokumen"
    title = "Tambah dokumen"
    button = "Tambah"
    permission = "news.keep_event"
    form = DocumentForm
    quiet = True

    def perform(self, actor: User, obj: Event, data: dict[str, Any]) -> str:
        add_document(actor=actor, event=obj, upload=data["document"], title=data["title"])
        return "Dokumen ditambahkan."


@admin.register(Event)
class EventAdmin(ExportsAdmin, VerbAdmin, ActionsAdmin):
    form = EventForm
    export_columns = exports.EVENTS
    list_display = ["title", "kind", "audience", "agency", "when", "state"]
    list_filter = ["kind", "audience", "agency"]
    list_select_related = ["agency"]
    search_fields = ["title", "place"]
    ordering = ["-id"]
    fieldsets = [
        (None, {"fields": [*EventForm.Meta.fields, "key"]}),
        ("Pengulangan", {"fields": list(REPEATED)}),
    ]
    desk_actions = (Edit(), AddDocument())
    page_is_actions = True

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("entry")

    def export_rows(self, request: HttpRequest, rows: Any) -> Any:
        return exports.public_events(rows)

    @admin.display(description="mulai", ordering="begins_at")
    def when(self, row: Event) -> str:
        return moment(row.begins_at)

    @admin.display(description="keadaan")
    def state(self, row: Event) -> str:
        if row.cancelled_at:
            return "dibatalkan"
        return "mengikuti jadwal lain" if row.pulled else ""

    def facts(self, request: HttpRequest, obj: Event) -> list[tuple[str, Any]]:
        times = reverse("admin:news_occurrence_changelist")
        link = format_html(
            '<a href="{}?event={}">Pindahkan, batalkan, atau pulihkan</a>', times, obj.pk
        )
        page = format_html('<a href="{0}">{0}</a>', obj.get_absolute_url())
        return [
            ("Acara", obj.title),
            ("Jenis", obj.get_kind_display()),
            ("Untuk", obj.get_audience_display()),
            ("Perangkat daerah", obj.agency or "-"),
            ("Mulai", moment(obj.begins_at)),
            ("Selesai", moment(obj.ends_at)),
            ("Diulang", told(obj.rule) or "tidak"),
            ("Tempat", obj.place or "-"),
            ("Ruang", obj.room or "tidak dipesan"),
            ("Perubahan terakhir", obj.change_note or "-"),
            ("Waktu", link),
            ("Halaman umum", page if obj.is_public else "tidak ada"),
            ("Dibatalkan", obj.cancel_reason or "tidak"),
        ]
