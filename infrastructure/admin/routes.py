"""Which way alerts go: routes and their steps, each changed by its verb."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from egov.accounts.models import User
from egov.desk.action_pages import ActionsAdmin
from egov.desk.actions import DeskAction
from egov.desk.frame import knows_accounts
from egov.desk.history import Happening, Said, Source, tracked
from egov.desk.verb_forms import VerbAdmin
from egov.web.templatetags.components import tag
from infrastructure.admin.outages import office_label
from infrastructure.admin.route_forms import (
    ChangeForm,
    ChangeStepForm,
    ChosenStep,
    RouteForm,
    StepFields,
    WayFields,
    step_of,
    step_words,
    way_of,
)
from infrastructure.models import AlertRoute, AlertStep
from infrastructure.monitoring.routes import (
    add_step,
    bring_back_route,
    change_route,
    change_step,
    end_route,
    remove_step,
)
from infrastructure.vocabulary import AssetKind


class OnRoute(DeskAction):
    permission = "infrastructure.keep_routes"
    quiet = True

    def available(self, obj: AlertRoute) -> bool:
        return obj.ended_at is None


class AddStep(OnRoute):
    slug = "tambah-langkah"
    title = "Tambah langkah"
    button = "Tambahkan"
    form = StepFields
    quiet = False
    undo = "hapus-langkah"

    def perform(self, actor: User, obj: AlertRoute, data: dict[str, Any]) -> str:
        row = add_step(actor=actor, route=obj, step=step_of(data))
        return f"Langkah ditambahkan, {step_words(row)}."


class ChangeStep(OnRoute):
    slug = "ubah-langkah"
    title = "Ubah langkah"
    button = "Ubah langkah ini"
    form = ChangeStepForm

    def perform(self, actor: User, obj: AlertRoute, data: dict[str, Any]) -> str:
        row = change_step(actor=actor, row=data["step"], step=step_of(data))
        return f"Langkah diubah, {step_words(row)}."


class RemoveStep(OnRoute):
    slug = "hapus-langkah"
    title = "Hapus langkah"
    button = "Hapus langkah ini"
    help = "Yang sudah direncanakan untuk gangguan terbuka tetap dikirim."
    form = ChosenStep
    undo = "tambah-langkah"

    def perform(self, actor: User, obj: AlertRoute, data: dict[str, Any]) -> str:
        told = step_words(data["step"])
        remove_step(actor=actor, row=data["step"])
        return f"Langkah dihapus, {told}."


class ChangeRoute(OnRoute):
    slug = "ubah"
    title = "Ubah jalur"
    button = "Simpan"
    help = "Berlaku bagi gangguan sesudah ini."
    form = ChangeForm

    def perform(self, actor: User, obj: AlertRoute, data: dict[str, Any]) -> str:
        change_route(actor=actor, route=obj, way=way_of(data))
        return "Jalur diubah."


class EndRoute(OnRoute):
    slug = "akhiri"
    title = "Akhiri jalur"
    button = "Tidak dipakai lagi"
    help = "Gangguan sesudah ini memakai jalur lain; tanpa jalur, operatornya dikabari seketika."
    undo = "pakai-lagi"

    def perform(self, actor: User, obj: AlertRoute, data: dict[str, Any]) -> str:
        end_route(actor=actor, route=obj, now=timezone.now())
        return f"Jalur {obj} tidak dipakai lagi."


class BringBack(OnRoute):
    slug = "pakai-lagi"
    title = "Pakai lagi"
    button = "Pakai lagi"
    undo = "akhiri"

    def available(self, obj: AlertRoute) -> bool:
        return obj.ended_at is not None

    def perform(self, actor: User, obj: AlertRoute, data: dict[str, Any]) -> str:
        bring_back_route(actor=actor, route=obj)
        return f"Jalur {obj} dipakai lagi."


class HoldsFilter(admin.SimpleListFilter):
    title = "keadaan"
    parameter_name = "keadaan"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("berlaku", "berlaku"), ("diakhiri", "diakhiri")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() not in ("berlaku", "diakhiri"):
            return queryset
        return queryset.filter(ended_at__isnull=self.value() == "berlaku")


@admin.register(AlertRoute)
class AlertRouteAdmin(VerbAdmin, ActionsAdmin):
    form = RouteForm
    list_note = "Jalur pertama yang cocok dipakai. Tanpa jalur, operatornya dikabari seketika."
    list_display = ["position", "name", "severity", "agency", "area", "state", "actions_link"]
    list_display_links = ["name"]
    list_filter = [HoldsFilter]
    list_select_related = ["agency", "area"]
    ordering = ["position", "id"]
    fieldsets = (
        (None, {"fields": tuple(WayFields.base_fields)}),
        ("Langkah pertama", {"fields": tuple(StepFields.base_fields)}),
    )
    desk_actions = (
        AddStep(),
        ChangeStep(),
        RemoveStep(),
        ChangeRoute(),
        EndRoute(),
        BringBack(),
    )
    page_is_actions = True
    show_facets = admin.ShowFacets.NEVER

    @admin.display(description="keadaan")
    def state(self, row: AlertRoute) -> str:
        ended = row.ended_at is not None
        word = tag("muted", "Diakhiri") if ended else tag("good", "Berlaku")
        return format_html("<div>{}</div>", word)

    def facts(self, request: HttpRequest, obj: AlertRoute) -> list[tuple[str, Any]]:
        steps = obj.steps.select_related("channel")
        lines = format_html_join("", "<li>{}</li>", ((step_words(step),) for step in steps))
        kinds = ", ".join(str(AssetKind(kind).label) for kind in obj.kinds)
        facts: list[tuple[str, Any]] = [
            ("Urutan", obj.position),
            ("Langkah", format_html("<ol>{}</ol>", lines) if lines else "belum ada"),
            ("Paling rendah", obj.get_severity_display()),
            ("Jenis aset", kinds or "semua"),
            ("Perangkat daerah", obj.agency or "semua"),
            ("Wilayah", obj.area.label if obj.area else "semua"),
            ("Berlaku", _hours(obj.hours_from, obj.hours_to) or "sepanjang hari"),
            ("Tenang", _hours(obj.quiet_from, obj.quiet_to) or "tidak pernah"),
            ("Ingatkan lagi", f"tiap {obj.reminder_min} menit" if obj.reminder_min else "tidak"),
        ]
        if obj.ended_at is not None:
            facts.append(("Diakhiri", obj.ended_at))
        return facts

    def history_sources(self, request: HttpRequest, obj: Any) -> list[Source]:
        """Of the route, and of its steps: those that were removed too."""
        events: Any = AlertStep.pgh_event_model  # type: ignore[attr-defined]
        rows = events.objects.filter(route=obj.pk).select_related("channel")
        steps = tracked(rows, say=_steps_said, accounts=knows_accounts(request.user))
        return [*super().history_sources(request, obj), steps]


def _hours(begin: Any, end: Any) -> str:
    return f"{begin:%H.%M} sampai {end:%H.%M}" if begin and end else ""


def _steps_said(happenings: Sequence[Happening]) -> list[Said | None]:
    words = {"insert": "Langkah ditambahkan", "delete": "Langkah dihapus"}
    return [
        Said(f"{words.get(h.kind, 'Langkah diubah')}: {_event_words(h.row)}") for h in happenings
    ]


def _event_words(row: Any) -> str:
    receiver = office_label(row.office) if row.office else str(row.channel)
    return f"{receiver}, setelah {row.after_min} menit"
