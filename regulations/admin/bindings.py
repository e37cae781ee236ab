"""Bindings at the desk: bound, held against their pasal, ended."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html

from egov.accounts.models import User
from egov.desk.action_pages import ActionsAdmin
from egov.desk.actions import DeskAction
from egov.desk.verb_forms import VerbAdmin, VerbForm
from egov.web.fields import day_field
from regulations.domain.applications.bindings import bind, end, renew
from regulations.models import Binding
from regulations.models.event import LAW
from regulations.templatetags.legal import dead


class BindingForm(VerbForm):
    start = day_field("Mulai")
    until = day_field("Sampai (tidak termasuk)", required=False)

    class Meta:
        model = Binding
        fields = ["application", "regulation", "provision", "role", "quote"]

    def run(self, data: dict[str, Any]) -> Binding:
        return bind(actor=self.actor, **data)


class EndForm(forms.Form):
    on = day_field("Berakhir pada (hari itu tidak termasuk)")


class Renew(DeskAction):
    slug = "perbarui"
    title = "Periksa dan perbarui kutipan"
    button = "Perbarui kutipan hari ini"
    help = "Bandingkan kutipan dengan bunyi pasal yang berlaku hari ini."
    permission = "regulations.renew_binding"

    def available(self, obj: Binding) -> bool:
        return timezone.localdate() in obj.valid

    def perform(self, actor: User, obj: Binding, data: dict[str, Any]) -> str:
        renew(actor=actor, binding=obj)
        return "Kutipan diperbarui mulai hari ini; ikatan lama tetap tersimpan sampai kemarin."


class End(DeskAction):
    slug = "akhiri"
    title = "Akhiri ikatan"
    button = "Akhiri"
    form = EndForm
    permission = "regulations.end_binding"

    def available(self, obj: Binding) -> bool:
        return obj.valid.upper is None or obj.valid.upper > timezone.localdate()

    def perform(self, actor: User, obj: Binding, data: dict[str, Any]) -> str:
        end(actor=actor, binding=obj, on=data["on"])
        return "Ikatan diakhiri."


@admin.register(Binding)
class BindingAdmin(VerbAdmin, ActionsAdmin):
    form = BindingForm
    list_display = ["application", "role", "law", "provision", "period", "checked_on"]
    list_select_related = ["application", "regulation__kind", "provision__regulation__kind"]
    list_filter = ["role"]
    autocomplete_fields = ["application", "regulation", "provision"]
    ordering = ["-id"]
    desk_actions = (Renew(), End())
    page_is_actions = True

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related(f"regulation__{LAW}")

    @admin.display(description="peraturan", ordering="regulation")
    def law(self, row: Binding) -> str:
        """Dead law says that it is dead."""
        mark = dead(row.regulation, timezone.localdate(), row.provision)
        return format_html("<div>{} {}</div>", row.regulation, mark)

    @admin.display(description="masa", ordering="valid")
    def period(self, row: Binding) -> str:
        """As people say it: the last day is one on which it still stood."""
        begins, upper = row.valid.lower, row.valid.upper
        since = f"sejak {date_format(begins, 'j F Y')}" if begins else "sejak awal"
        if upper is None:
            return since
        return f"{since} sampai {date_format(upper - timedelta(days=1), 'j F Y')}"

    def facts(self, request: HttpRequest, obj: Binding) -> list[tuple[str, Any]]:
        return [
            ("Aplikasi", obj.application),
            ("Sebagai", obj.get_role_display()),
            ("Peraturan", self.law(obj)),
            ("Pasal", obj.provision.label if obj.provision else "seluruhnya"),
            ("Mulai", obj.valid.lower),
            ("Sampai", obj.valid.upper or "tidak ditentukan"),
            ("Kutipan", obj.quote or "-"),
            ("SHA-256 kutipan", obj.quote_sha256 or "-"),
            ("Diperiksa", obj.checked_on),
        ]
