"""Emergency notices at the desk: written by one, confirmed by another."""

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
from egov.web.templatetags.portal import moment
from news.domain.emergencies import confirm_emergency, end_emergency, write_emergency
from news.forms import area_choice, moment_field
from news.models import Emergency


class EmergencyForm(VerbForm):
    heading = forms.CharField(label="Judul", max_length=80)
    sentence = forms.CharField(
        label="Kalimat", max_length=240, help_text="Apa yang terjadi, apa yang harus dilakukan."
    )
    link = forms.CharField(label="Tautan", max_length=300, required=False)
    area = area_choice(label="Wilayah", required=False)
    ends_at = moment_field("Berakhir", help_text="Paling lama 72 jam dari sekarang.")

    class Meta:
        model = Emergency
        fields: list[str] = []

    def run(self, data: dict[str, Any]) -> Emergency:
        names = ("heading", "sentence", "link", "area", "ends_at")
        given = {name: data[name] for name in names}
        return write_emergency(actor=self.actor, now=timezone.now(), **given)


class Confirm(DeskAction):
    slug = "pastikan"
    title = "Pastikan"
    button = "Tampilkan di semua halaman"
    help = "Halaman menampilkannya dalam dua menit."
    permission = "news.confirm_emergency"
    undo = "akhiri"

    def available(self, obj: Emergency) -> bool:
        return obj.confirmed_at is None and obj.ended_at is None

    def perform(self, actor: User, obj: Emergency, data: dict[str, Any]) -> str:
        confirm_emergency(actor=actor, emergency=obj, now=timezone.now())
        return f"Tampil di semua halaman sampai {moment(obj.ends_at)}."


class End(DeskAction):
    slug = "akhiri"
    title = "Akhiri"
    button = "Akhiri sekarang"
    permission = "news.end_emergency"
    quiet = True

    def available(self, obj: Emergency) -> bool:
        return obj.ended_at is None

    def perform(self, actor: User, obj: Emergency, data: dict[str, Any]) -> str:
        end_emergency(actor=actor, emergency=obj, now=timezone.now())
        return "Pengumuman diakhiri."


@admin.register(Emergency)
class EmergencyAdmin(VerbAdmin, ActionsAdmin):
    form = EmergencyForm
    list_display = ["heading", "ends_at", "state"]
    ordering = ["-id"]
    fields = ["heading", "sentence", "link", "area", "ends_at"]
    desk_actions = (Confirm(), End())
    page_is_actions = True

    @admin.display(description="keadaan")
    def state(self, row: Emergency) -> str:
        if row.ended_at:
            return "diakhiri"
        if row.ends_at <= timezone.now():
            return "berakhir"
        return "tampil" if row.confirmed_at else "menunggu dipastikan"

    def facts(self, request: HttpRequest, obj: Emergency) -> list[tuple[str, Any]]:
        return [
            ("Judul", obj.heading),
            ("Kalimat", obj.sentence),
            ("Tautan", obj.link or "-"),
            ("Wilayah", obj.area or "seluruh daerah"),
            ("Berakhir", moment(obj.ends_at)),
            ("Keadaan", self.state(obj)),
        ]
