"""What is written of one thing, or of many with a look at it before."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, cast

from django import forms

from egov.accounts.models import User
from egov.agencies.models import Agency
from egov.areas.models import Area
from egov.desk.actions import RowResult
from egov.verbs.refusal import Invalid
from infrastructure.admin.actions import OnAsset
from infrastructure.admin.fields import ReasonForm
from infrastructure.admin.plan_form import ReviseForm
from infrastructure.domain.editing import edit, edit_many
from infrastructure.domain.revising import present_values, revisable, revise
from infrastructure.models import Asset
from infrastructure.vocabulary import AssetStatus, Visibility

UNCHANGED = "tidak diubah"
LONGEST_TAG = 40


def read_tags(text: str, *, field: str) -> list[str]:
    """Labels with commas between, each once."""
    tags = list(dict.fromkeys(tag.strip() for tag in text.split(",") if tag.strip()))
    if any(len(tag) > LONGEST_TAG for tag in tags):
        sentence = f"Satu label paling panjang {LONGEST_TAG} huruf."
        raise Invalid("long_tag", sentence, field=field)
    return tags


def read_area(code: str) -> Area:
    area = Area.objects.filter(code__iexact=code.strip()).first()
    if area is None:
        sentence = f"Tidak ada wilayah dengan kode {code.strip()[:40]}."
        raise Invalid("unknown_area", sentence, field="area")
    return area


class EditForm(ReasonForm):
    name = forms.CharField(label="Nama", max_length=160, required=False)
    owner = forms.ModelChoiceField(
        Agency.objects.order_by("short_name"), label="Pemilik", required=False
    )
    operator = forms.CharField(label="Dioperasikan oleh", max_length=120, required=False)
    visibility = forms.ChoiceField(label="Dapat dibaca", choices=Visibility.choices)
    area = forms.CharField(label="Kode wilayah", max_length=40, required=False)
    latitude = forms.FloatField(label="Lintang", required=False, min_value=-180, max_value=180)
    longitude = forms.FloatField(label="Bujur", required=False, min_value=-180, max_value=180)
    asset_code = forms.CharField(label="Kode BMD", max_length=60, required=False)
    tags = forms.CharField(label="Label", max_length=400, required=False, help_text="Dipisah koma.")

    def about(self, asset: Asset) -> None:
        """Begins with what is written."""
        self.initial = {name: getattr(asset, name) for name in self.fields if name != "reason"}
        self.initial |= {
            "area": asset.area.code if asset.area else "",
            "tags": ", ".join(asset.tags),
        }


class Edit(OnAsset):
    slug = "ubah"
    title = "Ubah nama, pemilik, dan titik"
    button = "Simpan isian"
    form = EditForm
    undo = "batalkan"

    def available(self, obj: Asset) -> bool:
        return obj.status != AssetStatus.RETIRED

    def perform(self, actor: User, obj: Asset, data: dict[str, Any]) -> str:
        values = {name: data[name] for name in EditForm.base_fields if name != "reason"}
        values["area"] = read_area(data["area"]) if data["area"] else None
        values["tags"] = read_tags(data["tags"], field="tags")
        edit(actor=actor, asset=obj, values=values, reason=data["reason"])
        return f"Isian {obj} diubah."


class Revise(OnAsset):
    """What is written of it in the columns of its kind."""

    slug = "perbaiki-isian"
    title = "Perbaiki isian"
    button = "Simpan perbaikan"
    form = ReviseForm
    undo = "batalkan"

    def available(self, obj: Asset) -> bool:
        return obj.status != AssetStatus.RETIRED and bool(revisable(obj.kind))

    def make_form(self, request: Any, obj: Asset, *, pressed: bool) -> forms.Form:
        form: Any = super().make_form(request, obj, pressed=pressed)
        form.about_columns(revisable(obj.kind), present_values(obj, request.user))
        return cast("forms.Form", form)

    def perform(self, actor: User, obj: Asset, data: dict[str, Any]) -> str:
        values = {name: value for name, value in data.items() if name != "reason"}
        revise(actor=actor, asset=obj, values=values, reason=data["reason"])
        return f"Isian {obj} diperbaiki."


class EditManyForm(ReasonForm):
    owner = forms.ModelChoiceField(
        Agency.objects.order_by("short_name"),
        label="Pemilik",
        required=False,
        empty_label=UNCHANGED,
    )
    operator = forms.CharField(
        label="Dioperasikan oleh", max_length=120, required=False, help_text="Kosong: tidak diubah."
    )
    visibility = forms.ChoiceField(
        label="Dapat dibaca", choices=[("", UNCHANGED), *Visibility.choices], required=False
    )
    area = forms.CharField(
        label="Kode wilayah", max_length=40, required=False, help_text="Kosong: tidak diubah."
    )
    add_tags = forms.CharField(
        label="Tambah label", max_length=400, required=False, help_text="Dipisah koma."
    )
    remove_tags = forms.CharField(
        label="Buang label", max_length=400, required=False, help_text="Dipisah koma."
    )
    empty = forms.MultipleChoiceField(
        label="Kosongkan",
        choices=[("owner", "pemilik"), ("operator", "dioperasikan oleh"), ("area", "wilayah")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class EditMany(OnAsset):
    slug = "ubah-banyak"
    title = "Ubah isian"
    button = "Simpan perubahan"
    form = EditManyForm
    on_object = False
    bulk = True
    previews = True
    done_word = "Diubah"
    left_word = "Tidak diubah"
    some_refused = "Sebelum disimpan, tampak dulu apa yang berubah pada masing-masing."
    undo = "batalkan"

    def perform_many(
        self, actor: User, objects: Iterable[Asset], data: dict[str, Any]
    ) -> list[RowResult]:
        values = _values(data)
        results = edit_many(actor=actor, assets=list(objects), values=values, reason=data["reason"])
        return [RowResult(r.asset, not r.refused, r.why_not or r.words) for r in results]


def _values(data: dict[str, Any]) -> dict[str, Any]:
    """The columns that change. What is emptied may not be given as well."""
    values = {name: data[name] for name in ("owner", "operator", "visibility") if data[name]}
    if data["area"]:
        values["area"] = read_area(data["area"])
    both = [name for name in data["empty"] if name in values]
    if both:
        raise Invalid("both", "Isi atau kosongkan, bukan keduanya.", field=both[0])
    values |= {name: "" if name == "operator" else None for name in data["empty"]}
    added = read_tags(data["add_tags"], field="add_tags")
    removed = read_tags(data["remove_tags"], field="remove_tags")
    if added or removed:
        values["tags"] = _tags_of(added, removed)
    return values


def _tags_of(added: list[str], removed: list[str]) -> Callable[[Asset], list[str]]:
    def tags(asset: Asset) -> list[str]:
        kept = [tag for tag in asset.tags if tag not in removed]
        return [*kept, *(tag for tag in added if tag not in kept)]

    return tags
