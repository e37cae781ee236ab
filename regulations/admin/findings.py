"""Findings at the desk: what an application lacks, until an act closes it."""

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
from regulations.domain.applications.findings import close_finding
from regulations.models import Finding


class CloseForm(forms.Form):
    note = forms.CharField(
        label="Bagaimana diselesaikan?", max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class CloseFinding(DeskAction):
    slug = "tutup"
    title = "Tutup temuan"
    button = "Tutup temuan"
    help = (
        "Ikat dulu aplikasi pada dasar yang berlaku. "
        "Temuan tidak dapat ditutup selama sebabnya masih ada."
    )
    form = CloseForm
    permission = "regulations.close_finding"

    def available(self, obj: Finding) -> bool:
        return obj.closed_on is None

    def perform(self, actor: User, obj: Finding, data: dict[str, Any]) -> str:
        close_finding(actor=actor, finding=obj, note=data["note"])
        return "Temuan ditutup."


@admin.register(Finding)
class FindingAdmin(ActionsAdmin):
    list_display = ["application", "problem", "opened_on", "candidate", "closed_on"]
    list_select_related = ["application", "candidate__kind"]
    list_filter = ["problem", ("closed_on", admin.EmptyFieldListFilter)]
    ordering = ["closed_on", "-opened_on"]
    desk_actions = (CloseFinding(),)
    page_is_actions = True

    def facts(self, request: HttpRequest, obj: Finding) -> list[tuple[str, Any]]:
        offered = "belum ada"
        if obj.candidate_id:
            offered = format_html(
                '{} <a href="{}?application={}&regulation={}">Ikat</a>',
                obj.candidate,
                reverse("admin:regulations_binding_add"),
                obj.application_id,
                obj.candidate_id,
            )
        return [
            ("Aplikasi", obj.application),
            ("Temuan", obj.get_problem_display()),
            ("Ditemukan", obj.opened_on),
            ("Ikatan", obj.binding or "-"),
            ("Calon pengganti", offered),
            ("Ditutup", f"{obj.closed_on}: {obj.closing_note}" if obj.closed_on else "belum"),
        ]
