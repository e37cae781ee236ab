"""Forms of the desk."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms

from egov.areas.models import Area, Level
from news.vocabulary import Extent, Frequency, Weekday

EMPTY = ("", "- Pilih -")
AREA = forms.Textarea(attrs={"rows": 4})


def day_field(label: str, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, input_formats=["%Y-%m-%d"], **more)


def moment_field(label: str, **more: Any) -> forms.DateTimeField:
    """A moment in the region's time, as browsers ask for it."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget, **more)


def key_field() -> forms.CharField:
    """What tells a repeated tap from another."""
    return forms.CharField(
        initial=lambda: str(uuid.uuid4()), widget=forms.HiddenInput, max_length=60
    )


class RepeatFields(forms.Form):
    """How an event is repeated; empty where it happens once."""

    frequency = forms.ChoiceField(
        label="Diulang", choices=[("", "Tidak diulang"), *Frequency.choices], required=False
    )
    weekdays = forms.MultipleChoiceField(
        label="Pada hari",
        choices=Weekday.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Kosong: hari yang sama dengan hari mulai.",
    )
    week = forms.TypedChoiceField(
        label="Minggu ke",
        choices=[EMPTY, *((n, f"ke-{n}") for n in range(1, 6)), (-1, "terakhir")],
        coerce=int,
        empty_value=None,
        required=False,
        help_text="Hanya untuk pengulangan bulanan menurut hari.",
    )
    count = forms.IntegerField(label="Berapa kali", required=False, min_value=1, max_value=10_000)
    until = day_field("Sampai tanggal", required=False)


class MoveForm(forms.Form):
    """Another time or place for one occurrence, or more."""

    extent = forms.ChoiceField(label="Yang diubah", choices=Extent.choices)
    begins_at = moment_field("Mulai")
    ends_at = moment_field("Selesai")
    place = forms.CharField(label="Tempat", max_length=200, required=False)
    reason = forms.CharField(
        label="Sebab", max_length=300, help_text="Dibaca umum dan dikirim kepada yang terdaftar."
    )

    def about(self, obj: Any) -> None:
        for name in ("begins_at", "ends_at", "place"):
            self.fields[name].initial = getattr(obj, name)


class CancelForm(forms.Form):
    extent = forms.ChoiceField(label="Yang dibatalkan", choices=Extent.choices)
    reason = forms.CharField(
        label="Sebab", max_length=300, help_text="Dibaca umum dan dikirim kepada yang terdaftar."
    )


class DocumentForm(forms.Form):
    title = forms.CharField(label="Judul dokumen", max_length=120)
    document = forms.FileField(label="PDF", help_text="Paling besar 10 MB, tidak terkunci.")


def area_choice(**more: Any) -> forms.TypedChoiceField:
    """A kecamatan or village of today, by its code."""

    def choices() -> list[tuple[str, str]]:
        rows = Area.objects.current().filter(level__in=[Level.DISTRICT, Level.VILLAGE])
        options = [(a.code, a.label) for a in rows.order_by("code")]
        return [("", "Seluruh daerah"), *options]

    return forms.TypedChoiceField(choices=choices, coerce=area_of, empty_value=None, **more)


def area_of(code: str) -> Area | None:
    return Area.objects.current().filter(code=code).first()
