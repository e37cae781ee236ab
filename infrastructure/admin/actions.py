"""The verbs of a thing's life as the desk offers them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms

from egov.accounts.models import User
from egov.desk.actions import DeskAction
from infrastructure.admin.fields import FACES, PlaceForm, ReasonForm
from infrastructure.domain import lifecycle, placing, swapping, taking_back
from infrastructure.domain.finding import find_asset
from infrastructure.domain.placing import Place
from infrastructure.models import Asset, Rack, Room, Site
from infrastructure.vocabulary import AssetKind, AssetStatus, Work

PLACED = (AssetKind.DEVICE, AssetKind.RACK)


class OnAsset(DeskAction):
    """A verb on an asset, whichever list it was ticked in."""

    permission = "infrastructure.keep_asset"
    form: type[forms.Form] = ReasonForm
    some_refused = (
        "Alasannya sama untuk semua. Yang tidak dapat dilakukan dilaporkan satu per satu."
    )

    def rows(self, queryset: Any) -> Any:
        """The assets of what was ticked: a kind's rows share their key."""
        rows = Asset.objects.filter(pk__in=queryset.order_by().values("pk"))
        return rows.select_related("owner", "area").order_by("code")

    def name_of(self, obj: Asset) -> str:
        return f"{obj.code} {obj.name}".strip()


class Step(OnAsset):
    """A step of a thing's life, of one or of many; its sentence tells what it is now."""

    bulk = True
    undo = "batalkan"
    work: Work
    verb: Callable[..., object]
    told: str

    def available(self, obj: Asset) -> bool:
        return lifecycle.may_follow(obj, self.work)

    def perform(self, actor: User, obj: Asset, data: dict[str, Any]) -> str:
        type(self).verb(actor=actor, asset=obj, reason=data["reason"])
        return f"{obj} {self.told}."


class Install(Step):
    slug = "pasang"
    title = "Pasang"
    button = "Nyatakan terpasang"
    work, verb, told = Work.INSTALL, placing.install, "terpasang"


class Activate(Step):
    slug = "pakai"
    title = "Mulai pakai"
    button = "Nyatakan dipakai"
    work, verb, told = Work.ACTIVATE, lifecycle.activate, "dipakai"


class Maintain(Step):
    slug = "rawat"
    title = "Rawat"
    button = "Nyatakan dirawat"
    work, verb, told = Work.MAINTAIN, lifecycle.maintain, "sedang dirawat"


class Retire(Step):
    slug = "pensiunkan"
    title = "Tidak dipakai lagi"
    button = "Nyatakan tidak dipakai lagi"
    help = "Barisnya dan riwayatnya tetap ada; tempatnya di rak menjadi kosong."
    quiet = True
    undo = "pakai-kembali"
    work, verb, told = Work.RETIRE, lifecycle.retire, "tidak dipakai lagi"


class Reinstate(Step):
    slug = "pakai-kembali"
    title = "Pakai kembali"
    button = "Nyatakan terpasang lagi"
    help = "Kembali ke tempatnya yang lama, bila masih kosong."
    work, verb, told = Work.REINSTATE, lifecycle.reinstate, "terpasang lagi"


class Verify(OnAsset):
    slug = "periksa"
    title = "Sudah diperiksa di tempat"
    button = "Catat pemeriksaan"
    bulk = True
    undo = "batalkan"

    def available(self, obj: Asset) -> bool:
        return obj.status != AssetStatus.RETIRED

    def perform(self, actor: User, obj: Asset, data: dict[str, Any]) -> str:
        lifecycle.verify(actor=actor, asset=obj, reason=data["reason"])
        return f"Pemeriksaan {obj} dicatat."


class Move(OnAsset):
    slug = "pindah"
    title = "Pindahkan"
    button = "Pindahkan"
    form = PlaceForm
    undo = "batalkan"

    def available(self, obj: Asset) -> bool:
        return obj.kind in PLACED and obj.status != AssetStatus.RETIRED

    def perform(self, actor: User, obj: Asset, data: dict[str, Any]) -> str:
        placing.move(actor=actor, asset=obj, place=_place(actor, data), reason=data["reason"])
        return f"{obj} dipindahkan."


def _place(actor: User, data: dict[str, Any]) -> Place:
    """The place that codes name; each code is refused at its own field."""

    def named(field: str, kind: AssetKind, model: Any) -> Any:
        code = data.get(field)
        if not code:
            return None
        found = find_asset(user=actor, code=code, kind=kind, field=field)
        return model.objects.select_related("asset").get(pk=found.pk)

    return Place(
        site=named("site", AssetKind.SITE, Site),
        room=named("room", AssetKind.ROOM, Room),
        rack=named("rack", AssetKind.RACK, Rack),
        position2=data.get("position"),
        faces=FACES.get(data.get("faces", "")),
    )


class SwapForm(ReasonForm):
    other = forms.CharField(
        label="Kode penggantinya",
        max_length=40,
        help_text="Perangkat yang bebas: belum punya tautan, catu daya, atau tugas.",
    )


class Swap(OnAsset):
    slug = "tukar"
    title = "Tukar dengan perangkat lain"
    button = "Tukar"
    help = (
        "Penggantinya mengambil tempat, tautan, porta, catu daya, dan aplikasinya; "
        "yang lama mendapat tempat penggantinya."
    )
    form = SwapForm
    quiet = True

    def available(self, obj: Asset) -> bool:
        return obj.kind == AssetKind.DEVICE and obj.status != AssetStatus.RETIRED

    def perform(self, actor: User, obj: Asset, data: dict[str, Any]) -> str:
        device = AssetKind.DEVICE
        other = find_asset(user=actor, code=data["other"], kind=device, field="other")
        swapping.swap(actor=actor, asset=obj, other=other, reason=data["reason"])
        return f"{other} menggantikan {obj}. Untuk membatalkannya, tukar {other} dengan {obj}."


class TakeBack(OnAsset):
    slug = "batalkan"
    title = "Batalkan yang terakhir"
    button = "Batalkan"
    quiet = True

    def available(self, obj: Asset) -> bool:
        return taking_back.last_work(obj) is not None

    def make_form(self, request: Any, obj: Asset, *, pressed: bool) -> forms.Form:
        form = super().make_form(request, obj, pressed=pressed)
        record = taking_back.last_work(obj)
        if record is not None:
            word = record.get_work_display().lower()
            field = form.fields["reason"]
            field.help_text = f"Yang dibatalkan: {word}, alasannya “{record.reason}”."
        return form

    def perform(self, actor: User, obj: Asset, data: dict[str, Any]) -> str:
        record = taking_back.last_work(obj)
        if record is None:
            return "Tidak ada yang dibatalkan."
        taking_back.take_back(actor=actor, record=record, reason=data["reason"])
        return f"{record.get_work_display()} dibatalkan."


LIFE = (Install(), Activate(), Maintain(), Reinstate(), Verify(), Move(), Swap())
LAST = (Retire(), TakeBack())
