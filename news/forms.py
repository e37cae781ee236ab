"""Forms of the desk."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms

from egov.areas.models import Area, Level
from egov.web.fields import day_field
from news.models import Event, Room
from news.vocabulary import Audience, Extent, Frequency, Weekday

EMPTY = ("", "- Pilih -")
READ_BY = "Dibaca umum dan dikirim kepada yang terdaftar."
AREA = forms.Textarea(attrs={"rows": 4})


def moment_field(label: str, **more: Any) -> forms.DateTimeField:
    """A moment in the region's time, as browsers ask for it."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget, **more)


def key_field() -> forms.CharField:
    """What tells a repeated tap from another."""
    return forms.CharField(
        initial=lambda: str(uuid.uuid4()), widget=forms.HiddenInput, max_length=60
    )


def area_choice(**more: Any) -> forms.TypedChoiceField:
    """A kecamatan or village of today, by its code."""

    def choices() -> list[tuple[str, str]]:
        rows = Area.objects.current().filter(level__in=[Level.DISTRICT, Level.VILLAGE])
        options = [(a.code, a.label) for a in rows.order_by("code")]
        return [("", "Seluruh daerah"), *options]

    return forms.TypedChoiceField(choices=choices, coerce=area_of, empty_value=None, **more)


def area_of(code: str) -> Area | None:
    return Area.objects.current().filter(code=code).first()


def room_choice() -> forms.ModelChoiceField[Room]:
    return forms.ModelChoiceField(
        Room.objects.open(),
        label="Ruang",
        required=False,
        help_text="Dipesan untuk semua waktunya; satu acara pada satu waktu.",
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
    place = forms.CharField(
        label="Tempat",
        max_length=200,
        required=False,
        help_text="Bila berbeda, ruang yang dipesan dilepas untuk waktu itu.",
    )
    reason = forms.CharField(label="Sebab", max_length=300, help_text=READ_BY)

    def about(self, obj: Any) -> None:
        for name in ("begins_at", "ends_at", "place"):
            self.fields[name].initial = getattr(obj, name)


class CancelForm(forms.Form):
    extent = forms.ChoiceField(label="Yang dibatalkan", choices=Extent.choices)
    reason = forms.CharField(label="Sebab", max_length=300, help_text=READ_BY)


class ReinstateForm(CancelForm):
    extent = forms.ChoiceField(label="Yang diadakan lagi", choices=Extent.choices)


class EditForm(forms.Form):
    """What an event says, to be written anew."""

    title = forms.CharField(label="Nama", max_length=150)
    audience = forms.ChoiceField(
        label="Untuk",
        choices=Audience.choices,
        help_text="Undangan dan internal hilang dari semua halaman umum.",
    )
    place = forms.CharField(label="Tempat", max_length=200, required=False)
    room = room_choice()
    area = area_choice(label="Wilayah", required=False)
    text = forms.CharField(label="Keterangan", max_length=4000, required=False, widget=AREA)
    link = forms.CharField(label="Tautan", max_length=300, required=False)
    capacity = forms.IntegerField(
        label="Tempat duduk", required=False, help_text="Kosong: tidak perlu mendaftar."
    )
    reason = forms.CharField(label="Yang berubah dan sebabnya", max_length=300, help_text=READ_BY)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def about(self, obj: Event) -> None:
        for name in ("title", "audience", "place", "text", "link", "capacity", "room"):
            self.fields[name].initial = getattr(obj, name)
        self.fields["area"].initial = obj.area.code if obj.area else ""
        self.fields["seen"].initial = obj.sequence


class DocumentForm(forms.Form):
    title = forms.CharField(label="Judul dokumen", max_length=120)
    document = forms.FileField(label="PDF", help_text="Paling besar 10 MB, tidak terkunci.")
