"""Bindings at the desk: bound, held against their pasal, ended."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from egov.desk.acts import Act
from egov.desk.verb_forms import VerbAdmin, VerbForm
from regulations.admin.dates import DAY
from regulations.admin.legal_acts import LegalActs
from regulations.domain.applications.bindings import bind, end, renew
from regulations.models import Binding


class BindingForm(VerbForm):
    start = forms.DateField(label="Mulai", **DAY)
    until = forms.DateField(label="Sampai (tidak termasuk)", required=False, **DAY)

    class Meta:
        model = Binding
        fields = ["application", "regulation", "provision", "role", "quote"]

    def run(self, data: dict[str, Any]) -> Binding:
        return bind(actor=self.actor, **data)


class EndForm(forms.Form):
    on = forms.DateField(label="Berakhir pada (hari itu tidak termasuk)", **DAY)


@admin.register(Binding)
class BindingAdmin(VerbAdmin, LegalActs):
    permission = "regulations.renew_binding"
    form = BindingForm
    list_display = ["application", "role", "regulation", "provision", "valid", "checked_on"]
    list_select_related = ["application", "regulation__kind", "provision__regulation__kind"]
    list_filter = ["role"]
    autocomplete_fields = ["application", "regulation", "provision"]
    ordering = ["-id"]
    acts = (
        Act(
            "perbarui",
            "Periksa dan perbarui kutipan",
            "Perbarui kutipan hari ini",
            lambda actor, row, _data: renew(actor=actor, binding=row),
            "Kutipan diperbarui mulai hari ini; ikatan lama tetap tersimpan sampai kemarin.",
            when=lambda row: timezone.localdate() in row.valid,
            help="Bandingkan kutipan dengan bunyi pasal yang berlaku hari ini.",
        ),
        Act(
            "akhiri",
            "Akhiri ikatan",
            "Akhiri",
            lambda actor, row, data: end(actor=actor, binding=row, on=data["on"]),
            "Ikatan diakhiri.",
            form=EndForm,
            when=lambda row: row.valid.upper is None or row.valid.upper > timezone.localdate(),
        ),
    )

    def facts(self, request: HttpRequest, obj: Binding) -> list[tuple[str, Any]]:
        return [
            ("Aplikasi", obj.application),
            ("Sebagai", obj.get_role_display()),
            ("Peraturan", obj.regulation),
            ("Pasal", obj.provision.label if obj.provision else "seluruhnya"),
            ("Mulai", obj.valid.lower),
            ("Sampai", obj.valid.upper or "tidak ditentukan"),
            ("Kutipan", obj.quote or "-"),
            ("SHA-256 kutipan", obj.quote_sha256 or "-"),
            ("Diperiksa", obj.checked_on),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return self.acts_view(request, object_id)
