"""What applications need, as the desk records it and takes it away."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from egov.accounts.models import User
from egov.desk.action_pages import ActionsAdmin
from egov.desk.actions import DeskAction
from egov.desk.verb_forms import VerbAdmin, VerbForm
from egov.web.requests import actor_of
from infrastructure.domain.needing import Terms, depend, release
from infrastructure.models import Asset, Dependency, inner_assets, reads_restricted
from infrastructure.vocabulary import Need
from regulations.models import Application

APPLICATIONS = Application.objects.order_by("name")


class DependencyForm(VerbForm):
    application = forms.ModelChoiceField(APPLICATIONS, label="Aplikasi", to_field_name="code")
    needs = forms.ModelChoiceField(
        APPLICATIONS, label="Perlu aplikasi", to_field_name="code", required=False
    )
    asset = forms.CharField(
        label="atau perlu aset",
        max_length=40,
        required=False,
        help_text="Kodenya, misalnya sumber listrik atau penyimpanan.",
    )
    need = forms.ChoiceField(label="Kebutuhan", choices=Need.choices)
    group = forms.CharField(
        label="Kelompok",
        max_length=40,
        required=False,
        help_text="Yang sekelompok saling menggantikan.",
    )
    min_up = forms.IntegerField(
        label="Paling sedikit hidup", min_value=1, max_value=1000, initial=1
    )

    class Meta:
        model = Dependency
        fields: tuple[str, ...] = ()

    def clean_asset(self) -> Asset | None:
        code = self.cleaned_data["asset"].strip()
        if not code:
            return None
        found = Asset.objects.administered_by(self.actor).at(code).first()
        if found is None:
            raise forms.ValidationError(f"Aset {code} tidak ada. Periksa kodenya.", code="unknown")
        return found

    def run(self, data: dict[str, Any]) -> Dependency:
        return depend(
            actor=self.actor,
            consumer=data["application"],
            provider=data["needs"],
            asset=data["asset"],
            terms=Terms(data["need"], data["group"], data["min_up"]),
        )


class Release(DeskAction):
    slug = "lepas"
    title = "Lepas ketergantungan"
    button = "Tidak diperlukan lagi"
    help = "Padamnya tidak terhitung lagi bagi aplikasi itu. Riwayatnya tetap ada."
    permission = "infrastructure.keep_dependency"
    quiet = True
    after = "admin:infrastructure_dependency_changelist"

    def perform(self, actor: User, obj: Dependency, data: dict[str, Any]) -> str:
        told = str(obj)
        release(actor=actor, dependency=obj)
        return f"Dilepas: {told}."


@admin.register(Dependency)
class DependencyAdmin(VerbAdmin, ActionsAdmin):
    form = DependencyForm
    list_display = ["consumer", "needed", "need", "group", "min_up", "actions_link"]
    list_filter = ["need"]
    list_select_related = ["consumer", "application", "asset"]
    search_fields = ["consumer__name", "application__name", "asset__code"]
    ordering = ["consumer", "pk"]
    desk_actions = (Release(),)
    page_is_actions = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Dependency]:
        rows, actor = super().get_queryset(request), actor_of(request)
        return rows if reads_restricted(actor) else rows.filter(inner_assets(actor, "asset__"))

    @admin.display(description="memerlukan")
    def needed(self, row: Dependency) -> str:
        return str(row.application or row.asset)

    def facts(self, request: HttpRequest, obj: Dependency) -> list[tuple[str, Any]]:
        return [
            ("Aplikasi", obj.consumer),
            ("Memerlukan", self.needed(obj)),
            ("Kebutuhan", obj.get_need_display()),
            ("Kelompok", obj.group or "berdiri sendiri"),
            ("Paling sedikit hidup", obj.min_up),
        ]
