"""Sending a proposal: one topic a page."""

from __future__ import annotations

from typing import Any

from django import forms

from egov.areas.models import Area
from egov.web.forms import PortalForm
from musrenbang.forms.fields import MultiFileInput, PhotosField, VolumeField
from musrenbang.models import KamusVariant


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


class PlaceForm(PortalForm):
    rw = forms.ModelChoiceField(
        queryset=Area.objects.none(),
        label="RW",
        empty_label="Pilih RW",
        error_messages={"required": "Pilih RW."},
    )
    address = forms.CharField(
        label="Alamat atau patokan",
        max_length=250,
        help_text="Nama jalan atau gang, dan patokan di dekatnya. Jangan menulis nama orang.",
        error_messages={"required": "Tulis alamat atau patokan tempatnya."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, rws: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["rw"]
        field.queryset = rws  # type: ignore[attr-defined]
        field.label_from_instance = lambda area: area.place  # type: ignore[attr-defined]


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
    volume = VolumeField(label="Volume", error_messages={"required": "Tulis volumenya."})


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
