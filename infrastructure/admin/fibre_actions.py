"""Verbs on cables and links of fibre, as the desk offers them."""

from __future__ import annotations

from typing import Any

from django import forms

from egov.accounts.models import User
from egov.verbs.refusal import Invalid
from infrastructure.admin.actions import OnAsset
from infrastructure.admin.fields import ReasonForm
from infrastructure.domain import breaking, lighting
from infrastructure.domain.finding import find_asset
from infrastructure.domain.numbers import read_numbers, write_numbers
from infrastructure.models import Asset, Core, OpticalPath, Port
from infrastructure.vocabulary import AssetKind, AssetStatus, CoreState


class NumbersForm(ReasonForm):
    numbers = forms.CharField(
        label="Nomor inti",
        max_length=200,
        required=False,
        help_text="Misalnya 1-12, 15. Kosong: semuanya.",
    )


class OnKind(OnAsset):
    """A verb of one kind, while it is not retired."""

    kind: AssetKind

    def available(self, obj: Asset) -> bool:
        return obj.kind == self.kind and obj.status != AssetStatus.RETIRED


class Cut(OnKind):
    slug = "putus"
    title = "Catat putus"
    button = "Catat putus"
    help = "Cahaya tautan yang melewatinya dianggap berhenti."
    form = NumbersForm
    kind = AssetKind.CABLE
    undo = "perbaiki"

    def available(self, obj: Asset) -> bool:
        return super().available(obj) and _cores(obj).exclude(state=CoreState.BROKEN).exists()

    def perform(self, actor: User, obj: Asset, data: dict[str, Any]) -> str:
        numbers = read_numbers(data["numbers"], field="numbers") or None
        record = breaking.cut(actor=actor, cable=obj, numbers=numbers, reason=data["reason"])
        return f"Inti {write_numbers(record.after['cores'])} {obj} tercatat putus."


class Mend(OnKind):
    slug = "perbaiki"
    title = "Catat sudah diperbaiki"
    button = "Catat diperbaiki"
    form = NumbersForm
    kind = AssetKind.CABLE
    undo = "putus"

    def available(self, obj: Asset) -> bool:
        return super().available(obj) and _cores(obj).filter(state=CoreState.BROKEN).exists()

    def perform(self, actor: User, obj: Asset, data: dict[str, Any]) -> str:
        numbers = read_numbers(data["numbers"], field="numbers") or None
        record = breaking.mend(actor=actor, cable=obj, numbers=numbers, reason=data["reason"])
        return f"Inti {write_numbers(record.after['cores'])} {obj} tercatat utuh lagi."


def _cores(cable: Asset) -> Any:
    return Core.objects.filter(cable=cable.pk)


def find_port(device: Asset, name: str, *, field: str) -> Port:
    port = Port.objects.select_related("device").filter(device=device.pk, name=name.strip()).first()
    if port is None:
        sentence = f"{device} tidak punya porta {name.strip()[:40]}. Periksa namanya."
        raise Invalid("no_such_port", sentence, field=field)
    return port


class PortForm(ReasonForm):
    port = forms.CharField(
        label="Porta di ujung pertama", max_length=110, help_text="Misalnya SW-KEC-07:1."
    )


class Light(OnKind):
    slug = "jejak"
    title = "Catat jejak cahaya"
    button = "Catat jejak"
    help = "Diikuti dari porta itu melalui sambungan yang tercatat."
    form = PortForm
    kind = AssetKind.LINK
    undo = "hapus-jejak"

    def available(self, obj: Asset) -> bool:
        return super().available(obj) and not OpticalPath.objects.filter(link=obj.pk).exists()

    def perform(self, actor: User, obj: Asset, data: dict[str, Any]) -> str:
        code, _, name = data["port"].rpartition(":")
        device = find_asset(user=actor, code=code, kind=AssetKind.DEVICE, field="port")
        port = find_port(device, name, field="port")
        path = lighting.light(actor=actor, link=obj, port=port, reason=data["reason"])
        whole = "tersambung" if path.complete else "belum tersambung sampai ujung"
        return f"Jejak {obj} dicatat: {whole}."


class Darken(OnKind):
    slug = "hapus-jejak"
    title = "Hapus jejak cahaya"
    button = "Hapus jejak"
    help = "Intinya menjadi cadangan lagi; sambungannya tetap."
    kind = AssetKind.LINK
    quiet = True

    def available(self, obj: Asset) -> bool:
        return super().available(obj) and OpticalPath.objects.filter(link=obj.pk).exists()

    def perform(self, actor: User, obj: Asset, data: dict[str, Any]) -> str:
        lighting.darken(actor=actor, link=obj, reason=data["reason"])
        return f"Jejak {obj} dihapus. Untuk mengembalikannya, catat jejaknya lagi."


FIBRE = (Cut(), Mend(), Light(), Darken())
