"""What the planner configures of the calendar: cycles, channels, stages."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html

from egov.desk.acts import Act, ActsAdmin
from egov.desk.frame import DeskAdmin, DeskInline
from egov.web.templatetags.portal import number
from musrenbang.domain.calendar import (
    close_stage,
    last_moment,
    not_discussed,
    reopen_stage,
    undecided,
)
from musrenbang.forms import ReopenForm, StageForm
from musrenbang.models import Channel, Cycle, Stage
from musrenbang.vocabulary import PLANNER


class StageInline(DeskInline):
    model = Stage
    form = StageForm
    fields = ["position", "tier", "name", "window", "end_now", "closed_at"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:  # type: ignore[override]
        in_use = bool(obj and obj.proposals.exists())
        return ["closed_at", *(["position", "tier"] if in_use else [])]

    formfield_overrides = DeskAdmin.formfield_overrides


@admin.register(Cycle)
class CycleAdmin(DeskAdmin):
    list_display = ["year", "name", "example"]


@admin.register(Channel)
class ChannelAdmin(DeskAdmin):
    list_display = ["name", "cycle", "submission"]
    list_select_related = ["cycle"]
    list_filter = ["cycle"]
    inlines = [StageInline]


@admin.register(Stage)
class StageAdmin(ActsAdmin):
    form = StageForm
    change_form_template = "admin/stage_change.html"
    list_display = ["name", "channel", "tier", "window", "closed_at", "acts_link"]
    fields = ["channel", "position", "tier", "name", "window", "end_now", "closed_at"]
    list_select_related = ["channel__cycle"]
    list_filter = ["tier", "channel__cycle"]
    acts = (
        Act(
            "tutup",
            "Tutup tahap ini",
            "Tutup tahap",
            lambda actor, row, _data: close_stage(stage=row, actor=actor),
            "Tahap ditutup. Pengusul diberi tahu.",
            when=lambda row: row.closed_at is None and timezone.now() >= row.closes,
            help="Semua yang masih menunggu di tahap ini menjadi tidak dibahas. "
            "Banyaknya tertulis di halaman ini.",
        ),
        Act(
            "buka",
            "Buka kembali tahap ini",
            "Buka kembali",
            lambda actor, row, data: reopen_stage(stage=row, actor=actor, **data),
            "Tahap dibuka kembali. Pengusul diberi tahu.",
            form=ReopenForm,
            when=lambda row: row.phase(timezone.now()) == "over" or not_discussed(row).exists(),
            help="Yang menjadi tidak dibahas di tahap ini menunggu keputusan lagi. "
            "Keputusan lama tetap terbaca.",
        ),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:  # type: ignore[override]
        # a stage that proposals stand in keeps its place; only its dates and name change
        in_use = bool(obj and obj.proposals.exists())
        return ["closed_at", *(["channel", "tier", "position"] if in_use else [])]

    def may_act(self, request: HttpRequest, obj: Any) -> bool:
        return bool(request.user.holds(PLANNER))  # type: ignore[union-attr]

    def facts(self, request: HttpRequest, obj: Stage) -> list[tuple[str, Any]]:
        return [
            ("Tahap", f"{obj.name}, {obj.channel}"),
            ("Hari terakhir", last_moment(obj)),
            ("Ditutup", obj.closed_at or "belum"),
            ("Masih menunggu", f"{number(undecided(obj).count())} usulan"),
            ("Tidak dibahas", f"{number(not_discussed(obj).count())} usulan"),
        ]

    @admin.display(description="tindakan")
    def acts_link(self, row: Stage) -> str:
        return format_html('<a href="{}">Tutup atau buka kembali</a>', self.acts_address(row))
