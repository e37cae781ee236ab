"""Findings at the desk: what an application lacks, until an act closes it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html

from egov.desk.acts import Act
from regulations.admin.legal_acts import LegalActs
from regulations.domain.applications.findings import close_finding
from regulations.models import Finding


class CloseForm(forms.Form):
    note = forms.CharField(
        label="Bagaimana diselesaikan?", max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


@admin.register(Finding)
class FindingAdmin(LegalActs):
    permission = "regulations.close_finding"
    list_display = ["application", "problem", "opened_on", "candidate", "closed_on"]
    list_select_related = ["application", "candidate__kind"]
    list_filter = ["problem", ("closed_on", admin.EmptyFieldListFilter)]
    ordering = ["closed_on", "-opened_on"]
    acts = (
        Act(
            "tutup",
            "Tutup temuan",
            "Tutup temuan",
            lambda actor, row, data: close_finding(actor=actor, finding=row, note=data["note"]),
            "Temuan ditutup.",
            form=CloseForm,
            when=lambda row: row.closed_on is None,
            help="Ikat dulu aplikasi pada dasar yang berlaku. "
            "Temuan tidak dapat ditutup selama sebabnya masih ada.",
        ),
    )

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

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return self.acts_view(request, object_id)
