"""Totals of closed classes that may be told: by whom, since when, on which ground."""

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
from infrastructure.domain.releasing import LONGEST, release_figure, withdraw_figure
from infrastructure.models import FigureRelease
from infrastructure.vocabulary import CLOSED_KINDS, AssetKind


class ReleaseForm(VerbForm):
    kind = forms.ChoiceField(
        label="Jenis", choices=[(kind.value, AssetKind(kind).label) for kind in CLOSED_KINDS]
    )
    ground = forms.CharField(
        label="Dasar",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Mengapa jumlah seluruh daerah boleh diketahui umum, dan siapa memutuskannya.",
    )
    released_on = day_field(
        "Sejak",
        initial=timezone.localdate,
    )

    class Meta:
        model = FigureRelease
        fields = ["kind", "ground", "released_on"]

    def run(self, data: dict[str, Any]) -> FigureRelease:
        return release_figure(actor=self.actor, **data)


class Withdraw(DeskAction):
    slug = "tarik"
    title = "Tarik lagi"
    button = "Tarik angka ini"
    help = "Sejak itu jumlahnya hanya dibaca petugas."
    permission = "infrastructure.release_figures"

    def available(self, obj: FigureRelease) -> bool:
        return obj.withdrawn_at is None

    def perform(self, actor: User, obj: FigureRelease, _data: dict[str, Any]) -> str:
        withdraw_figure(actor=actor, release=obj)
        return "Angka ini ditarik lagi."


@admin.register(FigureRelease)
class FigureReleaseAdmin(VerbAdmin, ActionsAdmin):
    form = ReleaseForm
    list_display = ["kind", "released_on", "released_by", "state", "actions_link"]
    list_filter = ["kind"]
    list_select_related = ["released_by", "withdrawn_by"]
    ordering = ["-id"]
    desk_actions = (Withdraw(),)
    page_is_actions = True

    @admin.display(description="keadaan")
    def state(self, row: FigureRelease) -> str:
        return "dibuka" if row.withdrawn_at is None else "ditarik"

    def facts(self, request: HttpRequest, obj: FigureRelease) -> list[tuple[str, Any]]:
        facts: list[tuple[str, Any]] = [
            ("Jenis", obj.get_kind_display()),
            ("Dasar", obj.ground),
            ("Sejak", obj.released_on),
            ("Dibuka oleh", obj.released_by.name),
        ]
        if obj.withdrawn_at is not None:
            facts.append(("Ditarik", obj.withdrawn_at))
        return facts
