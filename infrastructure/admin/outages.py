"""Outages as the desk sees them: cause, what fell along, who was told, who is at it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.humanize.templatetags.humanize import intcomma
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from egov.accounts.models import User
from egov.desk.action_pages import ActionsAdmin
from egov.desk.actions import DeskAction
from egov.portal.joining import offices
from infrastructure.models import Outage
from infrastructure.monitoring.acknowledging import LONGEST_NOTE, acknowledge

SHOWN = 20  # of what fell along, and of tellings


def office_label(code: str) -> str:
    office = offices().get(code)
    return office.label if office is not None else code


class NoteForm(forms.Form):
    note = forms.CharField(label="Catatan", max_length=LONGEST_NOTE, required=False)


class Acknowledge(DeskAction):
    slug = "tangani"
    title = "Saya tangani"
    button = "Saya tangani"
    help = "Pengingat dan langkah berikutnya berhenti."
    permission = "infrastructure.acknowledge_outage"
    form = NoteForm
    bulk = True

    def available(self, obj: Outage) -> bool:
        return obj.acknowledged_at is None and obj.resolved_at is None

    def perform(self, actor: User, obj: Outage, data: dict[str, Any]) -> str:
        acknowledge(actor=actor, outage=obj, note=data["note"], now=timezone.now())
        return f"{obj}: Anda menanganinya."


class OpenFilter(admin.SimpleListFilter):
    title = "keadaan"
    parameter_name = "keadaan"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("terbuka", "terbuka"), ("pulih", "pulih")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() in ("terbuka", "pulih"):
            return queryset.filter(resolved_at__isnull=self.value() == "terbuka")
        return queryset


@admin.register(Outage)
class OutageAdmin(ActionsAdmin):
    list_display = [
        "root",
        "cause",
        "severity",
        "began_at",
        "acknowledged_by",
        "resolved_at",
        "actions_link",
    ]
    list_filter = [OpenFilter, "cause", "severity"]
    list_select_related = ["root", "acknowledged_by"]
    search_fields = ["root__code", "root__name"]
    ordering = ["-id"]
    desk_actions = (Acknowledge(),)
    page_is_actions = True
    show_facets = admin.ShowFacets.NEVER

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request)
        return rows.select_related("root", "acknowledged_by", "maintenance").defer("impact")

    def facts(self, request: HttpRequest, obj: Outage) -> list[tuple[str, Any]]:
        facts: list[tuple[str, Any]] = [
            ("Pangkal", self._root(obj)),
            ("Sebab", obj.get_cause_display()),
            ("Kepentingan", obj.get_severity_display()),
            ("Mulai", obj.began_at),
            ("Pulih", obj.resolved_at or "belum"),
            ("Ikut padam", self._fell(obj)),
            ("Dampak", self._impact(obj)),
            ("Dikabari", self._told(obj)),
        ]
        if obj.maintenance is not None:
            facts.append(("Dalam pemeliharaan", obj.maintenance.title))
        if obj.acknowledged_by is not None:
            facts.append(("Ditangani", f"{obj.acknowledged_by.name}. {obj.acknowledged_note}"))
        return facts

    def _root(self, obj: Outage) -> Any:
        if obj.root is None:
            return "Sambungan pemantau sendiri"
        page = reverse("admin:infrastructure_asset_actions", args=[obj.root_id])
        return format_html('<a href="{}">{}</a> {}', page, obj.root.code, obj.root.name)

    def _impact(self, obj: Outage) -> str:
        figures = obj.impact.get("figures", {})
        words = {
            "sites": "lokasi",
            "cameras": "kamera",
            "access_points": "titik akses",
            "stopped": "aplikasi mati",
            "degraded": "aplikasi berkurang",
            "people": "orang",
        }
        told = [f"{intcomma(figures[k])} {word}" for k, word in words.items() if figures.get(k)]
        return ", ".join(told) or "tidak ada yang lain"

    def _fell(self, obj: Outage) -> str:
        members = obj.members.order_by("-is_root", "of_check__target__code")
        codes = list(dict.fromkeys(members.values_list("of_check__target__code", flat=True)))
        more = f" dan {len(codes) - SHOWN} lagi" if len(codes) > SHOWN else ""
        return ", ".join(codes[:SHOWN]) + more

    def _told(self, obj: Outage) -> str:
        rows = obj.deliveries.filter(sent_at__isnull=False).select_related("channel")
        told = [
            f"{row.get_told_display()}: {row.channel or office_label(row.office)}"
            f" ({timezone.localtime(row.sent_at):%H.%M})"
            for row in rows.order_by("sent_at")[:SHOWN]
        ]
        return "; ".join(told) or "belum ada"
