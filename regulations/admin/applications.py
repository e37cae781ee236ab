"""Applications and the steps of their life at the desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from egov.desk.acts import Act
from egov.desk.frame import DeskInline
from regulations.admin.dates import DAY
from regulations.admin.legal_acts import LegalActs
from regulations.domain.applications.legal_check import find_gaps
from regulations.domain.applications.lifecycle import NEXT, go_live, life_of, move, record_running
from regulations.domain.law.events import recompute_soon
from regulations.models import Application, Binding, LifeStep
from regulations.vocabulary import LifecycleState


class StepInline(DeskInline):
    model = LifeStep
    fields = ["life", "on", "note"]
    readonly_fields = ["life", "on", "note"]
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


@admin.register(Application)
class ApplicationAdmin(LegalActs):
    permission = "regulations.move_application"
    list_display = ["name", "code", "element", "owner", "first_year", "obliges", "acts_link"]
    list_select_related = ["owner"]
    list_filter = ["element", "obliges", "owner"]
    search_fields = ["name", "code"]
    ordering = ["name"]
    inlines = [StepInline]
    change_form_template = "admin/application_change.html"
    acts = (
        Act(
            "berjalan",
            "Nyatakan berjalan",
            "Nyatakan berjalan",
            lambda actor, row, data: go_live(actor=actor, application=row, on=data["on"]),
            "Aplikasi dinyatakan berjalan.",
            form=LiveForm,
            when=lambda row: _now(row) not in (LifecycleState.LIVE, LifecycleState.RETIRED),
            help="Untuk aplikasi baru. Perlu payung yang berlaku pada hari itu; "
            "yang mewajibkan warga juga perlu pasal Perda.",
        ),
        Act(
            "catat",
            "Catat yang sudah berjalan",
            "Catat sudah berjalan",
            lambda actor, row, data: record_running(actor=actor, application=row, **data),
            "Tercatat berjalan. Bila dasarnya belum lengkap, temuannya terbuka sejak hari ini.",
            form=RunningForm,
            when=lambda row: _now(row) is None,
        ),
        Act(
            "ubah",
            "Ubah keadaan",
            "Simpan keadaan",
            lambda actor, row, data: move(actor=actor, application=row, **data),
            "Keadaan dicatat.",
            form=MoveForm,
            when=lambda row: bool(NEXT[_now(row)]),
        ),
    )

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

    @admin.display(description="tindakan")
    def acts_link(self, row: Application) -> str:
        return format_html('<a href="{}">Tindakan</a>', self.acts_address(row))
