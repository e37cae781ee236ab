"""Applications and the steps of their life at the desk."""

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
from egov.desk.frame import DeskInline
from regulations import exports
from regulations.admin.dates import DAY
from regulations.admin.search_boxes import APPLICATIONS
from regulations.admin.searching import CloseSearch, ReopenSearch
from regulations.domain.applications.legal_check import find_gaps
from regulations.domain.applications.lifecycle import NEXT, go_live, life_of, move, record_running
from regulations.domain.law.events import recompute_soon
from regulations.models import Application, Binding, LifeStep
from regulations.vocabulary import LifecycleState


class StepInline(DeskInline):
    model = LifeStep
    fields = ["life", "entered_on", "note"]
    readonly_fields = ["life", "entered_on", "note"]
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class LiveForm(forms.Form):
    on = forms.DateField(label="Sejak", initial=timezone.localdate, **DAY)


class RunningForm(forms.Form):
    year = forms.IntegerField(label="Dipakai sejak tahun")
    source = forms.CharField(
        label="Diketahui dari",
        max_length=200,
        help_text="Dokumen atau pengumuman yang menyebutnya.",
    )


class MoveForm(forms.Form):
    life = forms.ChoiceField(
        label="Menjadi",
        choices=[
            (value, label)
            for value, label in LifecycleState.choices
            if value != LifecycleState.LIVE
        ],
    )
    on = forms.DateField(label="Sejak", initial=timezone.localdate, **DAY)
    note = forms.CharField(
        label="Keterangan",
        max_length=300,
        required=False,
        help_text="Wajib bila dihentikan atau tidak dipakai lagi.",
    )

    def about(self, application: Application) -> None:
        """Only what may follow the present state is offered."""
        field: Any = self.fields["life"]
        field.choices = [(life.value, life.label) for life in NEXT[_now(application)]]


def _now(row: Application) -> LifecycleState | None:
    return life_of(row, timezone.localdate())


def _cited(binding: Binding) -> str:
    part = f", {binding.provision.label}" if binding.provision else ""
    return f"{binding.regulation}{part}"


class GoLive(DeskAction):
    slug = "berjalan"
    title = "Nyatakan berjalan"
    button = "Nyatakan berjalan"
    help = (
        "Untuk aplikasi baru. Perlu payung yang berlaku pada hari itu; "
        "yang mewajibkan warga juga perlu pasal Perda."
    )
    form = LiveForm
    permission = "regulations.move_application"

    def available(self, obj: Application) -> bool:
        return _now(obj) not in (LifecycleState.LIVE, LifecycleState.RETIRED)

    def perform(self, actor: User, obj: Application, data: dict[str, Any]) -> str:
        go_live(actor=actor, application=obj, on=data["on"])
        return "Aplikasi dinyatakan berjalan."


class RecordRunning(DeskAction):
    slug = "catat"
    title = "Catat yang sudah berjalan"
    button = "Catat sudah berjalan"
    form = RunningForm
    permission = "regulations.move_application"

    def available(self, obj: Application) -> bool:
        return _now(obj) is None

    def perform(self, actor: User, obj: Application, data: dict[str, Any]) -> str:
        record_running(actor=actor, application=obj, **data)
        return "Tercatat berjalan. Dasarnya belum diteliti sampai diikat atau dicari tuntas."


class Move(DeskAction):
    slug = "ubah"
    title = "Ubah keadaan"
    button = "Simpan keadaan"
    form = MoveForm
    permission = "regulations.move_application"

    def available(self, obj: Application) -> bool:
        return bool(NEXT[_now(obj)])

    def perform(self, actor: User, obj: Application, data: dict[str, Any]) -> str:
        move(actor=actor, application=obj, **data)
        return "Keadaan dicatat."


@admin.register(Application)
class ApplicationAdmin(ExportsAdmin, ActionsAdmin):
    export_columns = exports.APPLICATIONS
    list_display = ["name", "code", "element", "owner", "first_year", "obliges", "actions_link"]
    list_select_related = ["owner"]
    list_filter = ["element", "obliges", "owner"]
    search_fields = ["name", "code"]
    searchable = APPLICATIONS
    search_help_text = "Kata dari nama atau tujuannya, atau kodenya."
    ordering = ["name"]
    inlines = [StepInline]
    change_form_template = "admin/acted_on_change.html"
    desk_actions = (GoLive(), RecordRunning(), Move(), CloseSearch(), ReopenSearch())

    def export_rows(self, request: HttpRequest, rows: Any) -> Any:
        return exports.applications_to_export(rows, timezone.localdate())

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        # what it obliges may need another basis now
        recompute_soon()

    def facts(self, request: HttpRequest, obj: Application) -> list[tuple[str, Any]]:
        now = _now(obj)
        today = timezone.localdate()
        standing = obj.bindings.standing_on(today).select_related("regulation__kind", "provision")
        add = reverse("admin:regulations_binding_add")
        link = format_html('<a href="{}?application={}">Ikat pada peraturan</a>', add, obj.pk)
        return [
            ("Kode", obj.code),
            ("Pemilik", obj.owner),
            ("Keadaan", now.label if now else "belum tercatat"),
            ("Mewajibkan warga", "ya" if obj.obliges or obj.tax_or_levy else "tidak"),
            *((binding.get_role_display(), _cited(binding)) for binding in standing),
            *(("Yang kurang", gap.sentence) for gap in find_gaps(obj, today)),
            ("Ikatan baru", link),
        ]
