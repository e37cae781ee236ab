"""Planned work at the desk: changed, cancelled, begun and ended; announced from a kept impact."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html

from egov.accounts.models import User
from egov.desk.action_pages import ActionsAdmin
from egov.desk.actions import DeskAction
from egov.web.templatetags.portal import moment
from infrastructure.forms import PlanForm
from infrastructure.models import Maintenance, MaintenanceWindow
from infrastructure.planned.verbs import (
    LONGEST_REASON,
    begin_window,
    cancel_maintenance,
    change_maintenance,
    end_window,
)


class OnMaintenance(DeskAction):
    permission = "infrastructure.keep_maintenance"

    def available(self, obj: Maintenance) -> bool:
        return obj.cancelled_at is None


class ChangeForm(PlanForm):
    def about(self, obj: Maintenance) -> None:
        names = ("title", "reason", "begins_at", "ends_at", "recurrence", "until_on")
        for name in names:
            self.fields[name].initial = getattr(obj, name)


class Change(OnMaintenance):
    slug = "ubah"
    title = "Ubah kata atau waktunya"
    button = "Ubah dan kabarkan"
    form = ChangeForm
    quiet = True

    def perform(self, actor: User, obj: Maintenance, data: dict[str, Any]) -> str:
        plan = ChangeForm.plan_of(data)
        change_maintenance(actor=actor, maintenance=obj, plan=plan, now=timezone.now())
        return "Perubahannya dikabarkan kepada yang terdampak."


class CancelForm(forms.Form):
    reason = forms.CharField(label="Alasan untuk umum", max_length=LONGEST_REASON)


class Cancel(OnMaintenance):
    slug = "batalkan"
    title = "Batalkan"
    button = "Batalkan dan kabarkan"
    form = CancelForm
    quiet = True

    def perform(self, actor: User, obj: Maintenance, data: dict[str, Any]) -> str:
        cancel_maintenance(actor=actor, maintenance=obj, reason=data["reason"], now=timezone.now())
        return "Pembatalannya dikabarkan kepada yang terdampak."


class Begin(OnMaintenance):
    slug = "mulai"
    title = "Mulai sekarang"
    button = "Mulai"
    help = "Yang padam karenanya tidak membangunkan siapa pun."

    def available(self, obj: Maintenance) -> bool:
        return super().available(obj) and _next(obj) is not None and _running(obj) is None

    def perform(self, actor: User, obj: Maintenance, data: dict[str, Any]) -> str:
        window = _next(obj)
        assert window is not None  # it is offered only then
        begin_window(actor=actor, window=window, now=timezone.now())
        return "Pekerjaan dimulai; halaman status mengatakannya."


class End(OnMaintenance):
    slug = "selesai"
    title = "Nyatakan selesai"
    button = "Selesai"
    help = "Sejak itu yang padam adalah gangguan."

    def available(self, obj: Maintenance) -> bool:
        return super().available(obj) and _running(obj) is not None

    def perform(self, actor: User, obj: Maintenance, data: dict[str, Any]) -> str:
        window = _running(obj)
        assert window is not None  # it is offered only then
        end_window(actor=actor, window=window, now=timezone.now())
        return "Pekerjaan selesai."


def _next(obj: Maintenance) -> MaintenanceWindow | None:
    return obj.windows.ahead().order_by("begins_at").first()


def _running(obj: Maintenance) -> MaintenanceWindow | None:
    return obj.windows.running().first()


@admin.register(Maintenance)
class MaintenanceAdmin(ActionsAdmin):
    list_display = ["title", "begins_at", "ends_at", "recurrence", "state", "actions_link"]
    list_filter = ["recurrence"]
    ordering = ["-begins_at", "-id"]
    desk_actions = (Begin(), End(), Change(), Cancel())
    page_is_actions = True

    def get_queryset(self, request: HttpRequest) -> Any:
        return Maintenance.objects.administered_by(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="keadaan")
    def state(self, row: Maintenance) -> str:
        if row.cancelled_at is not None:
            return "dibatalkan"
        return "berulang" if row.recurrence != "none" else "direncanakan"

    def facts(self, request: HttpRequest, obj: Maintenance) -> list[tuple[str, Any]]:
        windows = obj.windows.filter(cancelled_at=None).order_by("begins_at")[:12]
        times = "; ".join(f"{moment(w.begins_at)} sampai {moment(w.ends_at)}" for w in windows)
        run = format_html('<a href="{}">{}</a>', obj.run.get_absolute_url(), obj.run)
        facts: list[tuple[str, Any]] = [
            ("Alasan", obj.reason),
            ("Waktu", times or "-"),
            ("Dampak", run),
            ("Yang terdampak", f"{obj.targets.count()} aset dan aplikasi"),
        ]
        if obj.cancelled_at is not None:
            facts.append(("Dibatalkan", obj.cancelling_reason))
        return facts
