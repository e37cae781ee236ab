"""Classes of closed things that were opened: by whom, on which ground, and closed again."""

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
from egov.web.fields import day_field
from infrastructure.domain.opening import LONGEST, close_class, open_class
from infrastructure.models import Opening
from infrastructure.vocabulary import CLOSED_KINDS, AssetKind, Visibility

AREA = forms.Textarea(attrs={"rows": 3})


class OpeningForm(VerbForm):
    kind = forms.ChoiceField(
        label="Jenis", choices=[(kind.value, AssetKind(kind).label) for kind in CLOSED_KINDS]
    )
    visibility = forms.ChoiceField(
        label="Terbuka bagi",
        choices=[(v.value, v.label) for v in (Visibility.GOVERNMENT, Visibility.PUBLIC)],
        help_text="Paling jauh; aset yang terbatas tetap terbatas.",
    )
    ground = forms.CharField(
        label="Dasar",
        max_length=LONGEST,
        widget=AREA,
        help_text="Dokumen uji konsekuensi (UU 14/2008 pasal 19): nomor dan tanggalnya.",
    )
    opened_on = day_field(
        "Sejak",
        initial=timezone.localdate,
    )

    class Meta:
        model = Opening
        fields = ["kind", "visibility", "ground", "opened_on"]

    def run(self, data: dict[str, Any]) -> Opening:
        return open_class(actor=self.actor, **data)


class GroundForm(forms.Form):
    ground = forms.CharField(label="Dasar penutupan", max_length=LONGEST, widget=AREA)


class CloseClass(DeskAction):
    slug = "tutup"
    title = "Tutup lagi"
    button = "Tutup jenis ini"
    help = "Sejak itu jenis ini hanya dibaca operator infrastruktur dan auditor."
    permission = "infrastructure.open_class"
    form = GroundForm

    def available(self, obj: Opening) -> bool:
        return obj.closed_at is None

    def perform(self, actor: User, obj: Opening, data: dict[str, Any]) -> str:
        close_class(actor=actor, opening=obj, ground=data["ground"])
        return "Jenis ini ditutup lagi."


@admin.register(Opening)
class OpeningAdmin(VerbAdmin, ActionsAdmin):
    form = OpeningForm
    list_display = ["kind", "visibility", "opened_on", "state", "actions_link"]
    list_filter = ["kind", "visibility"]
    list_select_related = ["opened_by", "closed_by"]
    ordering = ["-id"]
    desk_actions = (CloseClass(),)
    page_is_actions = True

    @admin.display(description="keadaan")
    def state(self, row: Opening) -> str:
        return "terbuka" if row.closed_at is None else "ditutup lagi"

    def facts(self, request: HttpRequest, obj: Opening) -> list[tuple[str, Any]]:
        facts: list[tuple[str, Any]] = [
            ("Jenis", obj.get_kind_display()),
            ("Terbuka bagi", obj.get_visibility_display()),
            ("Dasar", obj.ground),
            ("Sejak", obj.opened_on),
            ("Dibuka oleh", obj.opened_by.name),
        ]
        if obj.closed_at is not None:
            facts += [("Ditutup", obj.closed_at), ("Dasar penutupan", obj.closing_ground)]
        return facts
