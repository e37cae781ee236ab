"""What the planner sets of the calendar."""

from __future__ import annotations

from typing import Any

from django import forms

from egov.accounts.roles import office_of
from egov.desk.frame import DeskForm
from egov.verbs.refusal import Refusal
from musrenbang.domain.calendar import check_window
from musrenbang.domain.packs import Pack, pack_codes, read_pack
from musrenbang.domain.procedures import differences, stamp_of
from musrenbang.models import Channel, Stage
from musrenbang.procedure import CHOSEN, DECIDING, ONWARD, PREPARING
from musrenbang.vocabulary import Need, Proposer


def _offices(codes: frozenset[str]) -> list[tuple[str, str]]:
    """(code, label), in the order of the offices."""
    offices = sorted((office_of(code) for code in codes), key=lambda office: office.order)
    return [(office.code, office.label) for office in offices]


class ChannelForm(DeskForm):
    """A way in: who may propose, for which places, and where it is open."""

    proposers = forms.MultipleChoiceField(
        label="Yang mengusulkan",
        choices=Proposer.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Pilih siapa yang boleh mengusulkan."},
    )

    class Meta:
        model = Channel
        fields = [
            "cycle",
            "code",
            "name",
            "description",
            "submission",
            "proposers",
            "place_level",
            "kamus_edition",
            "open_areas",
        ]


class StageForm(DeskForm):
    """A stage's place, rule and window.

    An end in the past is asked twice while proposals wait.
    """

    role = forms.ChoiceField(label="Jabatan", choices=lambda: _offices(DECIDING))
    preparer = forms.ChoiceField(
        label="Yang menyiapkan",
        choices=lambda: [("", "tidak ada"), *_offices(PREPARING)],
        required=False,
    )
    outcomes = forms.MultipleChoiceField(
        label="Keputusan yang dapat dipilih",
        choices=[(outcome.value, outcome.label) for outcome in CHOSEN],
        widget=forms.CheckboxSelectMultiple,
    )
    needs = forms.MultipleChoiceField(
        label="Yang harus ada lebih dulu",
        choices=Need.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    end_now = forms.BooleanField(
        label="Akhiri tahap ini walaupun masih ada usulan yang menunggu",
        required=False,
        help_text="Hanya bila tanggal akhirnya sudah lewat.",
    )

    class Meta:
        model = Stage
        fields = [
            "channel",
            "position",
            "tier",
            "name",
            "window",
            "act",
            "decider",
            "role",
            "preparer",
            "outcomes",
            "after_decline",
            "silence",
            "needs",
            "ranks",
            "basis",
        ]

    def clean_outcomes(self) -> list[str]:
        """What passes a proposal on stands first."""
        return sorted(self.cleaned_data["outcomes"], key=lambda outcome: outcome not in ONWARD)

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


class ProcedureForm(forms.Form):
    """A pack for a channel, each with what it would change."""

    code = forms.ChoiceField(label="Tata cara", widget=forms.RadioSelect)
    seen = forms.CharField(max_length=16, widget=forms.HiddenInput)

    def about(self, channel: Channel) -> None:
        stages = list(channel.stages.all())
        self.fields["code"].choices = [  # type: ignore[attr-defined]
            (code, _told(read_pack(code), stages, channel)) for code in pack_codes()
        ]
        self.initial["seen"] = stamp_of(stages, channel)


def _told(pack: Pack, stages: list[Stage], channel: Channel) -> str:
    lines = " ".join(differences(stages, pack, channel)) or "Sama dengan yang berlaku di jalur ini."
    return f"{pack.name}, edisi {pack.edition}. {lines}"


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
