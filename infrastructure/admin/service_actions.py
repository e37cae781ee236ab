"""What runs on a device, as the desk offers to change it."""

from __future__ import annotations

from typing import Any

from django import forms

from egov.accounts.models import User
from infrastructure.admin.fibre_actions import OnKind
from infrastructure.admin.fields import ReasonForm
from infrastructure.domain.deploying import Role, deploy, withdraw
from infrastructure.models import Asset, DeploymentGroup
from infrastructure.vocabulary import AssetKind, Environment
from regulations.models import Application


class DeployForm(ReasonForm):
    application = forms.ModelChoiceField(
        Application.objects.order_by("name"), label="Aplikasi", to_field_name="code"
    )
    environment = forms.ChoiceField(label="Lingkungan", choices=Environment.choices)
    group = forms.CharField(
        label="Kelompok",
        max_length=40,
        required=False,
        help_text="Perangkat sekelompok saling menggantikan. Kosong: server.",
    )
    min_up = forms.IntegerField(
        label="Paling sedikit hidup",
        min_value=1,
        max_value=1000,
        required=False,
        help_text="Dari kelompok itu. Kosong: tidak diubah.",
    )


class Deploy(OnKind):
    slug = "tempatkan"
    title = "Tempatkan aplikasi"
    button = "Tempatkan"
    help = "Bila perangkat ini padam, aplikasinya ikut terhitung."
    form = DeployForm
    kind = AssetKind.DEVICE
    undo = "tarik"

    def perform(self, actor: User, obj: Asset, data: dict[str, Any]) -> str:
        application = data["application"]
        role = Role(data["environment"], data["group"], data["min_up"])
        deploy(actor=actor, asset=obj, application=application, role=role, reason=data["reason"])
        return f"{application.name} ditempatkan di {obj}."


class WithdrawForm(ReasonForm):
    group = forms.ModelChoiceField(DeploymentGroup.objects.none(), label="Yang ditarik")
    min_up = forms.IntegerField(
        label="Paling sedikit hidup setelahnya",
        min_value=1,
        max_value=1000,
        required=False,
        help_text="Dari perangkat kelompok itu yang tersisa. Kosong: tidak diubah.",
    )

    def about(self, asset: Asset) -> None:
        field: Any = self.fields["group"]
        field.queryset = groups_on(asset)


class Withdraw(OnKind):
    slug = "tarik"
    title = "Tarik aplikasi"
    button = "Tarik"
    form = WithdrawForm
    kind = AssetKind.DEVICE
    quiet = True
    undo = "tempatkan"

    def available(self, obj: Asset) -> bool:
        return super().available(obj) and groups_on(obj).exists()

    def perform(self, actor: User, obj: Asset, data: dict[str, Any]) -> str:
        group = data["group"]
        withdraw(actor=actor, asset=obj, group=group, min_up=data["min_up"], reason=data["reason"])
        return f"{group.application.name} ditarik dari {obj}."


def groups_on(asset: Asset) -> Any:
    rows = DeploymentGroup.objects.filter(members__device=asset.pk)
    return rows.select_related("application").order_by("application__name", "name")


SERVICES = (Deploy(), Withdraw())
