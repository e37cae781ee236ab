"""What other systems told, and of which nobody knew what it is about."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from egov.accounts.models import User
from egov.desk.action_pages import ActionsAdmin
from egov.desk.actions import DeskAction
from infrastructure.engine.incoming import name_target, put_aside
from infrastructure.models import ExternalAlert


class OnAlert(DeskAction):
    permission = "infrastructure.decide_alert"

    def available(self, obj: ExternalAlert) -> bool:
        return obj.target_id is None and obj.decided_at is None


class CodeForm(forms.Form):
    code = forms.CharField(label="Kode aset", max_length=40)


class NameTarget(OnAlert):
    slug = "sebutkan"
    title = "Sebutkan asetnya"
    button = "Simpan"
    form = CodeForm

    def perform(self, actor: User, obj: ExternalAlert, data: dict[str, Any]) -> str:
        name_target(actor=actor, alert=obj, code=data["code"], now=timezone.now())
        return "Asetnya dicatat."


class PutAside(OnAlert):
    slug = "kesampingkan"
    title = "Kesampingkan"
    button = "Kesampingkan"
    help = "Bukan tentang aset yang dicatat di sini."
    quiet = True
    bulk = True

    def perform(self, actor: User, obj: ExternalAlert, data: dict[str, Any]) -> str:
        put_aside(actor=actor, alert=obj, now=timezone.now())
        return "Kabar dikesampingkan."


class Undecided(admin.SimpleListFilter):
    title = "keputusan"
    parameter_name = "keputusan"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("belum", "asetnya belum diketahui")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.unknown() if self.value() == "belum" else queryset


@admin.register(ExternalAlert)
class ExternalAlertAdmin(ActionsAdmin):
    list_display = ["name", "source", "target", "starts_at", "resolved_at", "actions_link"]
    list_filter = [Undecided, "source"]
    list_select_related = ["target"]
    ordering = ["-id"]
    desk_actions = (NameTarget(), PutAside())
    page_is_actions = True
    show_facets = admin.ShowFacets.NEVER

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def facts(self, request: HttpRequest, obj: ExternalAlert) -> list[tuple[str, Any]]:
        labels = ", ".join(f"{name}={word}" for name, word in sorted(obj.labels.items()))
        return [
            ("Asal", obj.get_source_display()),
            ("Ringkasan", obj.summary or "-"),
            ("Label", labels or "-"),
            ("Mulai", obj.starts_at),
            ("Pulih", obj.resolved_at or "belum"),
            ("Aset", str(obj.target) if obj.target else "belum diketahui"),
        ]
