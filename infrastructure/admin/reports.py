"""What was reported from labels, for who keeps the things."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from egov.accounts.models import User
from egov.desk.action_pages import ActionsAdmin
from egov.desk.actions import DeskAction
from infrastructure.domain.reporting import close_report, reopen_report
from infrastructure.models import LabelReport


class DoneForm(forms.Form):
    note = forms.CharField(label="Yang dilakukan", max_length=300)


class OnReport(DeskAction):
    permission = "infrastructure.keep_report"


class CloseReport(OnReport):
    slug = "selesaikan"
    title = "Selesaikan"
    button = "Nyatakan selesai"
    form = DoneForm
    bulk = True
    undo = "buka-lagi"

    def available(self, obj: LabelReport) -> bool:
        return obj.closed_at is None

    def perform(self, actor: User, obj: LabelReport, data: dict[str, Any]) -> str:
        close_report(actor=actor, report=obj, note=data["note"])
        return "Laporan diselesaikan."


class ReopenReport(OnReport):
    slug = "buka-lagi"
    title = "Buka lagi"
    button = "Buka lagi"
    quiet = True

    def available(self, obj: LabelReport) -> bool:
        return obj.closed_at is not None

    def perform(self, actor: User, obj: LabelReport, data: dict[str, Any]) -> str:
        reopen_report(actor=actor, report=obj)
        return "Laporan terbuka lagi."


class OpenFilter(admin.SimpleListFilter):
    title = "keadaan"
    parameter_name = "keadaan"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("terbuka", "terbuka"), ("selesai", "selesai")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() in ("terbuka", "selesai"):
            return queryset.filter(closed_at__isnull=self.value() == "terbuka")
        return queryset


@admin.register(LabelReport)
class LabelReportAdmin(ActionsAdmin):
    list_display = ["asset", "answer", "note", "reported_at", "state", "actions_link"]
    list_filter = [OpenFilter, "answer"]
    list_select_related = ["asset", "asset__owner"]
    ordering = ["-id"]
    desk_actions = (CloseReport(), ReopenReport())
    page_is_actions = True
    show_facets = admin.ShowFacets.NEVER

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="keadaan")
    def state(self, row: LabelReport) -> str:
        return "terbuka" if row.closed_at is None else "selesai"

    def facts(self, request: HttpRequest, obj: LabelReport) -> list[tuple[str, Any]]:
        page = reverse("admin:infrastructure_asset_actions", args=[obj.asset_id])
        facts: list[tuple[str, Any]] = [
            ("Aset", format_html('<a href="{}">{}</a>', page, obj.asset)),
            ("Jawaban", obj.get_answer_display()),
            ("Keterangan", obj.note or "-"),
            ("Pada", obj.reported_at),
        ]
        if obj.photo_id is not None:
            photo = reverse("infrastructure:label_photo", args=[obj.pk])
            image = '<a href="{0}"><img src="{0}?kecil" alt="Foto laporan" width="240"></a>'
            facts.append(("Foto", format_html(image, photo)))
        if obj.closed_at is not None:
            facts.append(("Yang dilakukan", obj.closing_note))
        return facts
