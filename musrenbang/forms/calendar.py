"""What the planner sets of the calendar."""

from __future__ import annotations

from typing import Any

from django import forms

from egov.desk.frame import DeskForm
from egov.verbs.refusal import Refusal
from musrenbang.domain.calendar import check_window
from musrenbang.models import Stage


class StageForm(DeskForm):
    """A stage's place and window; an end in the past is asked twice while proposals wait."""

    end_now = forms.BooleanField(
        label="Akhiri tahap ini walaupun masih ada usulan yang menunggu",
        required=False,
        help_text="Hanya bila tanggal akhirnya sudah lewat.",
    )

    class Meta:
        model = Stage
        fields = ["channel", "position", "tier", "name", "window"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        window = data.get("window")
        if self.instance.pk and window is not None:
            before = Stage.objects.get(pk=self.instance.pk)
            try:
                check_window(stage=before, window=window, confirmed=bool(data.get("end_now")))
            except Refusal as refusal:
                self.add_error("window", refusal.sentence)
        return data


class ReopenForm(forms.Form):
    until = forms.DateTimeField(
        label="Berakhir",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M"],
    )
    reason = forms.CharField(
        label="Sebabnya",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Satu kalimat yang dibaca pengusul dan umum.",
    )
