"""What is asked of a route of alerts and of its steps at the desk."""

from __future__ import annotations

from typing import Any

from django import forms

from egov.agencies.models import Agency
from egov.areas.models import Area, Level
from egov.desk.verb_forms import VerbForm
from infrastructure.admin.outages import office_label
from infrastructure.models import AlertChannel, AlertRoute, AlertStep
from infrastructure.models.alert import LONGEST_WAIT_MIN
from infrastructure.monitoring.routes import (
    LAST_POSITION,
    LONGEST_NAME,
    OFFICES,
    Step,
    Way,
    add_route,
)
from infrastructure.vocabulary import AssetKind
from infrastructure.vocabulary_monitoring import Severity

ROUTED = (Level.REGION, Level.DISTRICT, Level.VILLAGE)


class HourInput(forms.TimeInput):
    input_type = "time"


def hour(label: str) -> forms.TimeField:
    """Of the region's zone; the browser's own field."""
    return forms.TimeField(label=label, required=False, widget=HourInput(format="%H:%M"))


class AreaField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.code} {obj.label}"


def step_words(step: AlertStep) -> str:
    receiver = str(step.channel) if step.channel else office_label(step.office)
    when = f"setelah {step.after_min} menit" if step.after_min else "seketika"
    return f"{when}: {receiver}"


class StepField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return step_words(obj)


class WayFields(forms.Form):
    """Which outages a route takes; empty is any."""

    name = forms.CharField(label="Nama", max_length=LONGEST_NAME)
    position = forms.IntegerField(
        label="Urutan",
        min_value=0,
        max_value=LAST_POSITION,
        initial=100,
        help_text="Jalur pertama yang cocok dipakai; yang kecil lebih dulu.",
    )
    severity = forms.TypedChoiceField(
        label="Paling rendah", choices=Severity.choices, coerce=int, initial=Severity.WARNING
    )
    kinds = forms.MultipleChoiceField(
        label="Jenis aset",
        choices=AssetKind.choices,
        required=False,
        help_text="Kosong: semua.",
        widget=forms.CheckboxSelectMultiple,
    )
    agency = forms.ModelChoiceField(
        Agency.objects.order_by("short_name"),
        label="Perangkat daerah",
        required=False,
        empty_label="semua",
    )
    area = AreaField(
        Area.objects.filter(level__in=ROUTED).order_by("code"),
        label="Wilayah",
        required=False,
        empty_label="semua",
    )
    hours_from = hour("Berlaku dari pukul")
    hours_to = hour("Sampai pukul")
    quiet_from = hour("Tenang dari pukul")
    quiet_to = hour("Tenang sampai pukul")
    reminder_min = forms.IntegerField(
        label="Ingatkan lagi tiap (menit)",
        min_value=1,
        max_value=LONGEST_WAIT_MIN,
        required=False,
        help_text="Sampai ditangani; kosong: tidak diingatkan.",
    )


def way_of(data: dict[str, Any]) -> Way:
    return Way(**{name: data[name] for name in Way.__dataclass_fields__})


class StepFields(forms.Form):
    """Whom a step tells, and after how long."""

    after_min = forms.IntegerField(
        label="Setelah (menit)",
        min_value=0,
        max_value=LONGEST_WAIT_MIN,
        initial=0,
        help_text="Selama belum ada yang menangani; 0: seketika.",
    )
    office = forms.ChoiceField(label="Jabatan", required=False)
    channel = forms.ModelChoiceField(
        AlertChannel.objects.filter(ended_at=None).order_by("name"),
        label="atau penerima mesin",
        required=False,
        empty_label="-",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "-"), *((code, office_label(code)) for code in OFFICES)]
        self.fields["office"].choices = choices  # type: ignore[attr-defined]


def step_of(data: dict[str, Any]) -> Step:
    return Step(**{name: data[name] for name in Step.__dataclass_fields__})


class RouteForm(VerbForm, WayFields, StepFields):
    """A new route, with its first step."""

    class Meta:
        model = AlertRoute
        fields: tuple[str, ...] = ()

    def run(self, data: dict[str, Any]) -> AlertRoute:
        return add_route(actor=self.actor, way=way_of(data), step=step_of(data))


class ChangeForm(WayFields):
    def about(self, obj: AlertRoute) -> None:
        for name in Way.__dataclass_fields__:
            self.fields[name].initial = getattr(obj, name)


class ChosenStep(forms.Form):
    step = StepField(AlertStep.objects.none(), label="Langkah", empty_label=None)

    def about(self, obj: AlertRoute) -> None:
        steps = obj.steps.select_related("channel")
        self.fields["step"].queryset = steps  # type: ignore[attr-defined]


class ChangeStepForm(ChosenStep, StepFields):
    """Which, and what becomes of it."""

    field_order = ["step", "after_min", "office", "channel"]
