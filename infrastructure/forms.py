"""Forms of the public rooms; the desk's are beside its pages."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import QueryDict

from egov.web.fields import day_field
from egov.web.forms import PortalForm
from infrastructure.domain.cutting import Selection
from infrastructure.domain.otdr import MOST_METRES, Reading
from infrastructure.domain.reporting import LONGEST
from infrastructure.domain.runs import LONGEST_TITLE
from infrastructure.planned.verbs import LONGEST_REASON, Plan
from infrastructure.planned.verbs import LONGEST_TITLE as LONGEST_PUBLIC_TITLE
from infrastructure.vocabulary import LabelAnswer, Side
from infrastructure.vocabulary_monitoring import Recurrence

DUG_UP, EVERYTHING = "galian", "semua"


class SelectionForm(PortalForm):
    """What is cut: codes, an area, or both."""

    kode = forms.CharField(
        label="Kode yang putus atau padam",
        required=False,
        max_length=8000,
        help_text=(
            "Satu sebaris atau dipisah koma. Pipa kedua sebuah ruas: SEG-31#2. "
            "Inti ketujuh sebuah kabel: FO-014/7."
        ),
        widget=forms.Textarea(attrs={"rows": 3, "autocapitalize": "characters"}),
    )
    poligon = forms.CharField(
        label="Area di peta, sebagai GeoJSON",
        required=False,
        max_length=200_000,
        help_text="Terisi sendiri saat area digambar di peta. Dapat juga ditempel dari alat lain.",
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "class": "code"}),
    )
    cakupan = forms.ChoiceField(
        label="Yang kena di dalam area",
        required=False,
        choices=[
            (DUG_UP, "Galian: ruas jalur, tiang, bak, dan kotak sambung"),
            (EVERYTHING, "Semua: juga gedung, perangkat, dan kamera, seperti saat banjir"),
        ],
        initial=DUG_UP,
        widget=forms.RadioSelect,
    )

    @classmethod
    def read(cls, given: QueryDict) -> SelectionForm:
        """Of an address or a form in which codes may have been ticked one by one."""
        if given.keys().isdisjoint(cls.base_fields):
            return cls()
        ticked = "\n".join(code for code in given.getlist("kode") if code.strip())
        area, reach = given.get("poligon", ""), given.get("cakupan") or DUG_UP
        return cls({"kode": ticked, "poligon": area, "cakupan": reach})

    @property
    def selection(self) -> Selection:
        data = self.cleaned_data
        everything = data["cakupan"] == EVERYTHING
        return Selection(data["kode"], data["poligon"], everything)


class OtdrForm(PortalForm):
    """What an OTDR says: the core, the end that it stands at, and the metres."""

    inti = forms.IntegerField(label="Inti", min_value=1, max_value=9999)
    ujung = forms.ChoiceField(
        label="Alat dipasang di ujung", choices=Side.choices, widget=forms.RadioSelect
    )
    meter = forms.FloatField(
        label="Meter yang terbaca", min_value=0, max_value=MOST_METRES, localize=True
    )

    @property
    def reading(self) -> Reading:
        data = self.cleaned_data
        return Reading(data["inti"], data["ujung"], data["meter"])


class TitleForm(PortalForm):
    """The name of a run, once in (actor, kunci)."""

    judul = forms.CharField(label="Judul", max_length=LONGEST_TITLE)
    kunci = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, title: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"kunci": uuid.uuid4().hex, "judul": title[:LONGEST_TITLE]})
        super().__init__(*args, **kwargs)


class LabelForm(PortalForm):
    answer = forms.ChoiceField(
        label="Bagaimana keadaannya?", choices=LabelAnswer.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label="Yang berubah",
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Wajib bila berubah atau hilang: apa yang lain, atau sejak kapan tidak ada.",
    )
    photo = forms.FileField(
        label="Foto",
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "image/*", "capture": "environment"}),
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)


def _moment_field(label: str) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
    return forms.DateTimeField(label=label, widget=widget, input_formats=formats)


class PlanForm(PortalForm):
    """When work is done, and what the public is told of it."""

    title = forms.CharField(
        label="Judul untuk umum",
        max_length=LONGEST_PUBLIC_TITLE,
        help_text="Tanpa kode aset. Contoh: Pemindahan kabel di Jalan Contoh.",
    )
    reason = forms.CharField(
        label="Alasan dan akibatnya",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    begins_at = _moment_field("Mulai")
    ends_at = _moment_field("Sampai")
    recurrence = forms.ChoiceField(
        label="Berulang", choices=Recurrence.choices, initial=Recurrence.NONE
    )
    until_on = day_field(
        "Terakhir pada",
        required=False,
        help_text="Hanya untuk yang berulang; kosong: setahun.",
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    @staticmethod
    def plan_of(data: dict[str, Any]) -> Plan:
        names = ("title", "reason", "begins_at", "ends_at", "recurrence", "until_on")
        return Plan(**{name: data[name] for name in names})


class WatchForm(PortalForm):
    """Why somebody watches a restricted camera."""

    reason = forms.CharField(label="Alasan", max_length=300)
