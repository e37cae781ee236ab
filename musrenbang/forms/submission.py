"""Sending a proposal: one topic a page."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings

from egov.areas.models import Area, Level
from egov.verbs.refusal import Invalid
from egov.web.forms import PortalForm
from egov.web.templatetags.portal import unit as unit_word
from musrenbang.domain.conditions import check_answer, field_of
from musrenbang.domain.places import places_called, read_place
from musrenbang.domain.submission import PLACE_WORDS
from musrenbang.forms.fields import MultiFileInput, PhotosField, VolumeField
from musrenbang.models import Channel, KamusCondition, KamusVariant
from musrenbang.models.condition import NO, YES
from musrenbang.vocabulary import AnswerKind, PlaceLevel, Proposer, rw_word


class VariantForm(PortalForm):
    variant = forms.ModelChoiceField(
        queryset=KamusVariant.objects.none(),
        label="Jenis usulan",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": "Pilih satu jenis usulan.",
            "invalid_choice": "Pilih satu jenis dari daftar.",
        },
    )

    def __init__(self, *args: Any, variants: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["variant"].queryset = variants  # type: ignore[attr-defined]


class AddressForm(PortalForm):
    """Where in the place; and for which group, by who speaks for one."""

    address = forms.CharField(
        label="Alamat atau patokan",
        max_length=250,
        help_text="Nama jalan atau gang, dan patokan di dekatnya. Jangan menulis nama orang.",
        error_messages={"required": "Tulis alamat atau patokan tempatnya."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, channel: Channel, groups: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.channel = channel
        if groups:
            only = Proposer.RESIDENT not in channel.proposers
            self.fields["group"] = forms.ModelChoiceField(
                queryset=groups,
                label="Atas nama kelompok",
                required=only,
                empty_label=None if only else "Bukan kelompok",
                error_messages={"required": "Pilih kelompok yang Anda wakili."},
            )

    @property
    def place(self) -> dict[str, Any]:
        """What a draft keeps of it."""
        data = self.cleaned_data
        area, group = data.get("rw"), data.get("group")
        return {
            "rw": area.pk if area else None,
            "group": group.pk if group else None,
            "address": data["address"],
            "behalf_name": data.get("behalf_name", ""),
            "where": data.get("where", ""),
        }


class PlaceForm(AddressForm):
    rw = forms.ModelChoiceField(
        queryset=Area.objects.none(),
        label="RW",
        empty_label="Pilih RW",
        error_messages={"required": "Pilih RW."},
    )
    field_order = ["behalf_name", "group", "rw", "address"]

    def __init__(self, *args: Any, rws: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["rw"]
        field.queryset = rws  # type: ignore[attr-defined]
        field.label_from_instance = str  # type: ignore[attr-defined]
        field.label = rw_word()
        field.empty_label = f"Pilih {rw_word()}"  # type: ignore[attr-defined]
        field.error_messages["required"] = f"Pilih {rw_word()}."
        if self.channel.place_level != PlaceLevel.RW:
            field.label = PLACE_WORDS[self.channel.place_level].capitalize()
            field.empty_label = "Pilih satu"  # type: ignore[attr-defined]


def _example_village() -> str:
    """The name of a village of this region, for an example."""
    rows = Area.objects.current().level(Level.VILLAGE)
    village = rows.filter(code=settings.REGION_PROFILE.example_village).first()
    return village.name if village else "Mawar"


class TypedPlaceForm(AddressForm):
    """For who is not known here yet: the place in words; chosen where the words mean several."""

    where = forms.CharField(
        label="RW dan nama kelurahannya",
        max_length=80,
        error_messages={"required": "Tulis tempatnya, contoh: RW 5 Kebraon."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    field_order = ["where", "rw", "address"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field, word = self.fields["where"], PLACE_WORDS[self.channel.place_level]
        field.help_text = f"Contoh: RW 5 {_example_village()}."
        if self.channel.place_level != PlaceLevel.RW:
            field.label = f"Nama {word}"
            field.help_text = "Namanya saja."
        typed = str(self.data.get("where", "")) if self.is_bound else ""
        found = places_called(typed, self.channel.place_level) if typed else []
        if len(found) > 1:
            self.fields["rw"] = forms.ModelChoiceField(
                queryset=Area.objects.filter(pk__in=[area.pk for area in found]),
                label="Yang mana?",
                widget=forms.RadioSelect,
                required=False,
                empty_label=None,
            )
            named = {area.pk: f"{area}, {area.parent.parent}" for area in found if area.parent}
            self.fields["rw"].label_from_instance = (  # type: ignore[attr-defined]
                lambda area: named.get(area.pk, str(area))
            )
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("where") and not data.get("rw"):
            try:
                data["rw"] = read_place(data["where"], self.channel.place_level)
            except Invalid as refusal:
                self.add_error("where", refusal.sentence)
        return data


class AssistedPlaceForm(PlaceForm):
    behalf_name = forms.CharField(
        label="Nama warga yang hadir",
        max_length=150,
        help_text="Usulan dicatat atas nama warga ini, dimasukkan oleh kantor Anda. "
        "Nama hanya tampil bila warga menyetujui.",
        error_messages={"required": "Tulis nama warga yang Anda bantu."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class PointForm(PortalForm):
    latitude = forms.FloatField(
        label="Lintang",
        required=False,
        localize=False,
        widget=forms.TextInput(attrs={"inputmode": "text", "class": "short"}),
    )
    longitude = forms.FloatField(
        label="Bujur",
        required=False,
        localize=False,
        widget=forms.TextInput(attrs={"inputmode": "text", "class": "short"}),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if (data.get("latitude") is None) != (data.get("longitude") is None) and not self.errors:
            raise forms.ValidationError("Isi lintang dan bujur keduanya, atau kosongkan keduanya.")
        return data


class StoryForm(PortalForm):
    title = forms.CharField(
        label="Judul singkat",
        max_length=120,
        help_text="Contoh: Pavingisasi gang 3.",
        error_messages={"required": "Tulis judul singkat."},
    )
    problem = forms.CharField(
        label="Apa masalahnya sekarang?",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Ceritakan masalahnya."},
    )
    wish = forms.CharField(
        label="Apa yang Anda harapkan?",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Tulis harapan Anda."},
    )


class VolumeForm(PortalForm):
    """How much; of an area also as length times width, worked out where no volume is given."""

    length = VolumeField(label="Panjang (m)", required=False)
    width = VolumeField(label="Lebar (m)", required=False)
    volume = VolumeField(label="Volume", required=False)

    conditions: Sequence[KamusCondition] = ()

    def ask(self, conditions: Sequence[KamusCondition]) -> None:
        """What its type asks besides, each in a field of its own."""
        self.conditions = conditions
        for condition in conditions:
            self.fields[field_of(condition)] = condition_field(condition)

    def of_unit(self, unit: str) -> None:
        """In the words of the unit; length and width only where they make one."""
        self.fields["volume"].label = f"Volume dalam {unit_word(unit)}"
        self.fields["volume"].always = True  # type: ignore[attr-defined]
        if unit not in ("m2", "m²"):
            del self.fields["length"], self.fields["width"]
        else:
            self.fields["volume"].help_text = "Kosongkan, dan panjang x lebar dihitungkan."

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        length, width = data.get("length"), data.get("width")
        if data.get("volume") is None and length and width:
            data["volume"] = (length * width).quantize(Decimal("0.01"))
        if data.get("volume") is None and "volume" not in self.errors:
            self.add_error("volume", "Tulis volumenya.")
        for condition in self.conditions:
            try:
                check_answer(condition, data.get(field_of(condition)))
            except Invalid as refused:
                self.add_error(field_of(condition), refused.sentence)
        return data


def condition_field(condition: KamusCondition) -> forms.Field:
    """How a condition is asked; whether the answer fits, the verb's own check says."""
    asked: dict[str, Any] = {"label": condition.question, "required": False}
    if condition.kind == AnswerKind.NUMBER:
        attrs = {"inputmode": "decimal", "autocomplete": "off", "class": "short"}
        help_text = f"Dalam {condition.unit}, {condition.need}."
        box = forms.CharField(
            max_length=20, widget=forms.TextInput(attrs=attrs), help_text=help_text, **asked
        )
        box.always = True  # type: ignore[attr-defined]
        return box
    yes_no = condition.kind == AnswerKind.YES_NO
    options = [(YES, "Ya"), (NO, "Tidak")] if yes_no else [(c, c) for c in condition.choices]
    return forms.ChoiceField(choices=options, widget=forms.RadioSelect, **asked)


class PhotoForm(PortalForm):
    photo = PhotosField(
        label="Tambah foto",
        required=False,
        help_text="JPG, PNG atau WebP, paling besar 12 MB. Data lokasi di dalam foto dihapus.",
        widget=MultiFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )


class SendForm(PortalForm):
    show_name = forms.BooleanField(label="Tampilkan nama saya kepada umum", required=False)


class CompleteForm(StoryForm, PhotoForm):
    address = forms.CharField(
        label="Alamat atau patokan",
        max_length=250,
        error_messages={"required": "Tulis alamat atau patokan."},
    )
    volume = VolumeField(label="Volume", error_messages={"required": "Tulis volumenya."})
