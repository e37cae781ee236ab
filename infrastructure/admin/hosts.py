"""What a monitor's list of hosts says otherwise: taken or left, row by row."""

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
from infrastructure.admin.fields import ReasonForm
from infrastructure.domain.hosts import leave_difference, suggested_code, take_difference
from infrastructure.models import DeviceRole, HostDifference
from infrastructure.vocabulary import DifferenceState, HostChange

WORDS = {"mgmt_ip": "alamat", "serial": "nomor seri"}


class TakeForm(ReasonForm):
    """Of a new host, what the inventory must know besides."""

    code = forms.CharField(label="Kode", max_length=40)
    role = forms.ModelChoiceField(
        DeviceRole.objects.all(), label="Peran", to_field_name="code", required=False
    )
    site = forms.CharField(label="Kode lokasi", max_length=40, required=False)

    def about(self, difference: HostDifference) -> None:
        if difference.change == HostChange.NEW:
            self.initial["code"] = suggested_code(difference.host)
            self.fields["role"].required = True
            return
        for name in ("code", "role", "site"):
            del self.fields[name]


class OnDifference(DeskAction):
    permission = "infrastructure.keep_difference"

    def available(self, obj: HostDifference) -> bool:
        return obj.state == DifferenceState.OPEN


class TakeDifference(OnDifference):
    slug = "ambil"
    title = "Ambil ke inventaris"
    button = "Ambil"
    help = "Yang baru dicatat, yang berubah dibetulkan, yang hilang dinyatakan tidak dipakai lagi."
    form = TakeForm

    def perform(self, actor: User, obj: HostDifference, data: dict[str, Any]) -> str:
        role = data.get("role")
        more = {"code": data.get("code"), "role": role.code if role else None}
        more = {**more, "site": data.get("site")}
        row = take_difference(
            actor=actor,
            difference=obj,
            reason=data["reason"],
            more={name: value for name, value in more.items() if value},
        )
        return f"{row.host} diambil: {row.asset}."


class LeaveDifference(OnDifference):
    slug = "biarkan"
    title = "Biarkan"
    button = "Biarkan"
    help = "Inventaris tidak berubah. Daftar berikutnya menanyakannya lagi bila masih berbeda."
    quiet = True
    bulk = True

    def perform(self, actor: User, obj: HostDifference, _data: dict[str, Any]) -> str:
        leave_difference(actor=actor, difference=obj)
        return f"Selisih {obj.host} dibiarkan."


@admin.register(HostDifference)
class HostDifferenceAdmin(ActionsAdmin):
    list_display = ["host", "change", "differs", "source", "asset", "found_at", "state"]
    list_display += ["actions_link"]
    list_filter = ["state", "source", "change"]
    list_select_related = ["asset", "asset__owner"]
    search_fields = ["host"]
    ordering = ["-id"]
    desk_actions = (TakeDifference(), LeaveDifference())
    page_is_actions = True
    show_facets = admin.ShowFacets.NEVER

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="selisihnya")
    def differs(self, row: HostDifference) -> str:
        return "; ".join(
            f"{WORDS.get(name, name)}: {before or 'kosong'} menjadi {after or 'kosong'}"
            for name, before, after in row.told
        )

    def facts(self, request: HttpRequest, obj: HostDifference) -> list[tuple[str, Any]]:
        facts: list[tuple[str, Any]] = [
            ("Host", obj.host),
            ("Asal", obj.get_source_display()),
            ("Selisih", obj.get_change_display()),
            ("Isinya", self.differs(obj) or "-"),
            ("Ditemukan", obj.found_at),
        ]
        if obj.asset_id is not None:
            page = reverse("admin:infrastructure_asset_actions", args=[obj.asset_id])
            facts.append(("Perangkat", format_html('<a href="{}">{}</a>', page, obj.asset)))
        return facts
