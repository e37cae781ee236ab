"""What the planner configures of the calendar: cycles, channels, stages."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from egov.accounts.models import User
from egov.desk.action_pages import ActionsAdmin
from egov.desk.actions import DeskAction
from egov.desk.frame import DeskAdmin, DeskInline
from egov.desk.periods import window_of
from egov.web.templatetags.portal import number
from musrenbang.domain.calendar import (
    close_stage,
    ended_by,
    last_moment,
    reopen_stage,
    undecided,
)
from musrenbang.domain.procedures import load_procedure
from musrenbang.domain.silence import at_the_end
from musrenbang.forms import ChannelForm, ProcedureForm, ReopenForm, StageForm
from musrenbang.models import Channel, Cycle, Stage
from musrenbang.vocabulary import Proposer

RULE = (
    "act",
    "decider",
    "role",
    "preparer",
    "outcomes",
    "after_decline",
    "silence",
    "needs",
    "ranks",
    "basis",
)


class StageInline(DeskInline):
    """The dates of a channel's stages; what is done there, their own pages say."""

    model = Stage
    form = StageForm
    fields = ["position", "tier", "name", "window", "end_now", "closed_at"]
    readonly_fields = ["position", "tier", "closed_at"]
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    formfield_overrides = DeskAdmin.formfield_overrides


@admin.register(Cycle)
class CycleAdmin(DeskAdmin):
    list_display = ["year", "name", "example"]


class LoadProcedure(DeskAction):
    slug = "tata-cara"
    title = "Pakai tata cara"
    button = "Pakai tata cara ini"
    help = (
        "Tahap yang sudah ada tetap pada jadwalnya; tahap baru mendapat jadwal masa pengusulan, "
        "betulkan sesudahnya."
    )
    form = ProcedureForm
    permission = "musrenbang.load_procedure"

    def available(self, obj: Channel) -> bool:
        return not obj.proposals.exists()

    def perform(self, actor: User, obj: Channel, data: dict[str, Any]) -> str:
        stages = load_procedure(actor=actor, channel=obj, **data)
        return f"Jalur ini memakai {obj.procedure}, {len(stages)} tahap."


@admin.register(Channel)
class ChannelAdmin(ActionsAdmin):
    form = ChannelForm
    change_form_template = "admin/acted_on_change.html"
    list_display = ["name", "cycle", "procedure", "open_days", "actions_link"]
    autocomplete_fields = ["open_areas"]
    desk_actions = (LoadProcedure(),)
    actions_word = "Tata cara"
    list_select_related = ["cycle"]
    list_filter = ["cycle"]
    inlines = [StageInline]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        # for whom and for which places is what it was, once a proposal stands in it
        in_use = bool(obj and obj.proposals.exists())
        return ["procedure", *(["proposers", "who", "place_level"] if in_use else [])]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who proposes in words, where it cannot be changed any more."""
        fields = list(super().get_fields(request, obj))
        return [name for name in fields if name != "proposers" or "who" not in fields]

    @admin.display(description="yang mengusulkan")
    def who(self, obj: Channel) -> str:
        return ", ".join(Proposer(one).label for one in obj.proposers)

    def facts(self, request: HttpRequest, obj: Channel) -> list[tuple[str, Any]]:
        stages = ", ".join(stage.name for stage in obj.stages.order_by("position"))
        return [
            ("Jalur", str(obj)),
            ("Tata cara", obj.procedure or "disusun sendiri"),
            ("Tahap", stages or "belum ada"),
            ("Usulan", "sudah ada" if obj.proposals.exists() else "belum ada"),
        ]

    @admin.display(description="masa pengusulan", ordering="submission")
    def open_days(self, obj: Channel) -> str:
        return window_of(obj.submission)


class CloseStage(DeskAction):
    slug = "tutup"
    title = "Tutup tahap ini"
    button = "Tutup tahap"
    help = (
        "Yang masih menunggu di tahap ini diperlakukan menurut tata caranya; "
        "banyaknya dan apa jadinya tertulis di halaman ini."
    )
    permission = "musrenbang.close_stage"
    undo = "buka"

    def available(self, obj: Stage) -> bool:
        return obj.closed_at is None and timezone.now() >= obj.closes

    def perform(self, actor: User, obj: Stage, data: dict[str, Any]) -> str:
        close_stage(stage=obj, actor=actor)
        return "Tahap ditutup. Pengusul diberi tahu."


class ReopenStage(DeskAction):
    slug = "buka"
    title = "Buka kembali tahap ini"
    button = "Buka kembali"
    help = (
        "Yang menjadi tidak dibahas atau naik tanpa keputusan menunggu di sini lagi, "
        "bila belum ada yang memutuskannya. "
        "Keputusan lama tetap terbaca."
    )
    form = ReopenForm
    permission = "musrenbang.reopen_stage"

    def available(self, obj: Stage) -> bool:
        return obj.phase(timezone.now()) == "over" or ended_by(obj).exists()

    def perform(self, actor: User, obj: Stage, data: dict[str, Any]) -> str:
        reopen_stage(stage=obj, actor=actor, **data)
        return "Tahap dibuka kembali. Pengusul diberi tahu."


@admin.register(Stage)
class StageAdmin(ActionsAdmin):
    form = StageForm
    change_form_template = "admin/acted_on_change.html"
    list_display = ["name", "channel", "tier", "schedule", "closed_at", "actions_link"]
    fieldsets = [
        (
            None,
            {"fields": ["channel", "position", "tier", "name", "window", "end_now", "closed_at"]},
        ),
        ("Tata cara", {"fields": RULE}),
    ]
    list_select_related = ["channel__cycle"]
    list_filter = ["tier", "channel__cycle"]
    desk_actions = (CloseStage(), ReopenStage())
    actions_word = "Tutup atau buka kembali"

    @admin.display(description="jadwal", ordering="window")
    def schedule(self, obj: Stage) -> str:
        return window_of(obj.window)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        # a stage that proposals stand in, or stood, is what it was; only dates and name change
        in_use = bool(obj and (obj.proposals.exists() or obj.decisions.exists()))
        return ["closed_at", *(["channel", "tier", "position", *RULE] if in_use else [])]

    def facts(self, request: HttpRequest, obj: Stage) -> list[tuple[str, Any]]:
        return [
            ("Tahap", f"{obj.name}, {obj.channel}"),
            ("Hari terakhir", last_moment(obj)),
            ("Ditutup", obj.closed_at or "belum"),
            ("Masih menunggu", f"{number(undecided(obj).count())} usulan"),
            ("Yang tidak diputuskan", at_the_end(obj, list(obj.channel.stages.all()))),
            ("Berakhir atau naik karenanya", f"{number(ended_by(obj).count())} usulan"),
        ]
