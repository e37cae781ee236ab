"""The switch that stops all checks, and starts them again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from egov.accounts.models import User
from egov.desk.action_pages import ActionsAdmin
from egov.desk.actions import DeskAction
from egov.desk.verb_forms import VerbAdmin, VerbForm
from infrastructure.models import Stoppage
from infrastructure.monitoring.stopping import resume_checks, stop_checks


class StopForm(VerbForm):
    reason = forms.CharField(label="Alasan", max_length=300)

    class Meta:
        model = Stoppage
        fields = ["reason"]

    def run(self, data: dict[str, Any]) -> Stoppage:
        return stop_checks(actor=self.actor, reason=data["reason"], now=timezone.now())


class ResumeAll(DeskAction):
    slug = "jalankan"
    title = "Jalankan lagi"
    button = "Jalankan semua pemeriksaan lagi"
    permission = "infrastructure.stop_checks"

    def available(self, obj: Stoppage) -> bool:
        return obj.resumed_at is None

    def perform(self, actor: User, obj: Stoppage, data: dict[str, Any]) -> str:
        resume_checks(actor=actor, stoppage=obj, now=timezone.now())
        return "Semua pemeriksaan berjalan lagi."


@admin.register(Stoppage)
class StoppageAdmin(VerbAdmin, ActionsAdmin):
    form = StopForm
    list_note = "Menambah satu baris menghentikan semua pemeriksaan portal sampai dijalankan lagi."
    list_display = ["reason", "stopped_at", "resumed_at", "actions_link"]
    ordering = ["-id"]
    desk_actions = (ResumeAll(),)
    page_is_actions = True

    def facts(self, request: HttpRequest, obj: Stoppage) -> list[tuple[str, Any]]:
        return [
            ("Alasan", obj.reason),
            ("Dihentikan", obj.stopped_at),
            ("Dijalankan lagi", obj.resumed_at or "belum"),
        ]
