"""Which machines are told of outages, and what became of each telling."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from egov.accounts.models import User
from egov.desk.action_pages import ActionsAdmin
from egov.desk.actions import DeskAction, Shown
from egov.desk.verb_forms import VerbAdmin, VerbForm
from infrastructure.admin.outages import office_label
from infrastructure.models import AlertChannel, AlertDelivery
from infrastructure.monitoring.channels import (
    add_channel,
    end_channel,
    renew_key,
    retry_delivery,
    try_channel,
)


class ChannelForm(VerbForm):
    name = forms.CharField(label="Nama", max_length=80)
    url = forms.CharField(label="Alamat", max_length=500, help_text="Diawali https://.")

    class Meta:
        model = AlertChannel
        fields = ["name", "url"]

    def run(self, data: dict[str, Any]) -> AlertChannel:
        return add_channel(actor=self.actor, now=timezone.now(), **data)


class OnChannel(DeskAction):
    permission = "infrastructure.keep_routes"

    def available(self, obj: AlertChannel) -> bool:
        return obj.ended_at is None


class Try(OnChannel):
    slug = "uji"
    title = "Uji kirim"
    button = "Kirim uji"
    help = "Hasilnya terlihat di daftar kiriman dalam beberapa detik."

    def perform(self, actor: User, obj: AlertChannel, data: dict[str, Any]) -> str:
        try_channel(actor=actor, channel=obj, now=timezone.now())
        return "Uji kirim menunggu giliran."


class RenewKey(OnChannel):
    slug = "kunci"
    title = "Kunci tanda tangan"
    button = "Buat kunci baru"
    help = "Kunci lama tidak berlaku lagi. Kuncinya tampil sekali ini saja."

    def perform(self, actor: User, obj: AlertChannel, data: dict[str, Any]) -> Shown:
        told = (
            "Tanda tangan di kepala X-Portal-Signature adalah sha256= diikuti HMAC dari waktu di "
            "X-Portal-Time, titik, dan isinya."
        )
        return Shown("Kunci", renew_key(actor=actor, channel=obj), told)


class EndChannel(OnChannel):
    slug = "akhiri"
    title = "Akhiri"
    button = "Tidak dikabari lagi"
    quiet = True

    def perform(self, actor: User, obj: AlertChannel, data: dict[str, Any]) -> str:
        end_channel(actor=actor, channel=obj, now=timezone.now())
        return f"{obj} tidak dikabari lagi."


@admin.register(AlertChannel)
class AlertChannelAdmin(VerbAdmin, ActionsAdmin):
    form = ChannelForm
    list_display = ["name", "added_at", "ended_at", "actions_link"]
    ordering = ["name"]
    desk_actions = (Try(), RenewKey(), EndChannel())
    page_is_actions = True

    def facts(self, request: HttpRequest, obj: AlertChannel) -> list[tuple[str, Any]]:
        sent = obj.deliveries.filter(sent_at__isnull=False).order_by("-sent_at").first()
        return [
            ("Nama", obj.name),
            ("Kiriman terakhir", sent.sent_at if sent else "belum ada"),
            ("Menyerah", obj.deliveries.dead().count()),
        ]


class Retry(DeskAction):
    slug = "ulang"
    title = "Kirim lagi"
    button = "Kirim lagi"
    permission = "infrastructure.keep_routes"
    bulk = True

    def available(self, obj: AlertDelivery) -> bool:
        ended = obj.channel is not None and obj.channel.ended_at is not None
        return obj.dead_at is not None and not ended

    def perform(self, actor: User, obj: AlertDelivery, data: dict[str, Any]) -> str:
        retry_delivery(actor=actor, delivery=obj, now=timezone.now())
        return "Dikirim lagi."


class DeadFilter(admin.SimpleListFilter):
    title = "keadaan"
    parameter_name = "keadaan"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("menyerah", "menyerah"), ("menunggu", "menunggu")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "menyerah":
            return queryset.dead()
        return queryset.waiting() if self.value() == "menunggu" else queryset


@admin.register(AlertDelivery)
class AlertDeliveryAdmin(ActionsAdmin):
    list_display = ["told", "to", "about", "due_at", "tries", "sent_at", "why", "actions_link"]
    list_filter = [DeadFilter, "told"]
    list_select_related = ["outage__root", "maintenance", "channel"]
    ordering = ["-id"]
    desk_actions = (Retry(),)
    page_is_actions = True
    show_facets = admin.ShowFacets.NEVER

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="kepada")
    def to(self, row: AlertDelivery) -> str:
        return str(row.channel) if row.channel else office_label(row.office)

    @admin.display(description="tentang")
    def about(self, row: AlertDelivery) -> str:
        return str(row.outage or row.maintenance or "-")

    @admin.display(description="sebab gagal")
    def why(self, row: AlertDelivery) -> str:
        return row.last_code or "-"

    def facts(self, request: HttpRequest, obj: AlertDelivery) -> list[tuple[str, Any]]:
        return [
            ("Kabar", obj.get_told_display()),
            ("Kepada", self.to(obj)),
            ("Tentang", self.about(obj)),
            ("Percobaan", obj.tries),
            ("Terkirim", obj.sent_at or "belum"),
            ("Menyerah", obj.dead_at or "-"),
            ("Sebab gagal", self.why(obj)),
        ]
