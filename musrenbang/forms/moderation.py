"""What readers report, and what offices keep from the public."""

from __future__ import annotations

from typing import Any

from django import forms

from egov.web.forms import PortalForm
from musrenbang.models import Appeal, Decision, Proposal, ProposalPhoto, Withholding
from musrenbang.models.moderation import PASSAGES
from musrenbang.vocabulary import Fault

FAULTS = [("", "Pilih sebabnya"), *Fault.choices]


def fault_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Sebab", choices=FAULTS, error_messages={"required": "Pilih sebabnya."}
    )


def sentence_field(label: str, help_text: str, *, required: bool = True) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(
        label=label, max_length=500, required=required, widget=widget, help_text=help_text
    )


class ReportForm(PortalForm):
    fault = fault_field()
    sentence = sentence_field(
        "Penjelasan", "Yang mana, dan mengapa. Jangan menulis data pribadi.", required=False
    )


class WithholdForm(forms.Form):
    fault = fault_field()
    sentence = sentence_field("Penjelasan", "Satu kalimat yang dibaca pengusul.")


class WithholdReasonForm(WithholdForm):
    decision = forms.ModelChoiceField(
        label="Keputusan", queryset=Decision.objects.none(), empty_label="Pilih keputusan"
    )
    field_order = ["decision", "fault", "sentence"]

    def about(self, proposal: Proposal) -> None:
        field: Any = self.fields["decision"]
        field.queryset = proposal.decisions.exclude(reason="").order_by("sequence")


class GiveBackForm(forms.Form):
    withholding = forms.ModelChoiceField(
        label="Yang ditahan", queryset=Withholding.objects.none(), empty_label="Pilih"
    )
    sentence = sentence_field("Mengapa ditampilkan lagi", "Satu kalimat yang dibaca pengusul.")

    def about(self, proposal: Proposal) -> None:
        field: Any = self.fields["withholding"]
        field.queryset = proposal.withholdings.standing()


class WithholdPhotoForm(WithholdForm):
    photo = forms.ModelChoiceField(
        label="Foto", queryset=ProposalPhoto.objects.none(), empty_label="Pilih foto"
    )
    field_order = ["photo", "fault", "sentence"]

    def about(self, proposal: Proposal) -> None:
        field: Any = self.fields["photo"]
        field.queryset = proposal.photos.order_by("position")
        field.label_from_instance = lambda photo: f"Foto {photo.position + 1}"


class WithholdPassageForm(WithholdForm):
    field = forms.ChoiceField(label="Bagian", choices=[("", "Pilih bagian"), *PASSAGES])
    passage = forms.CharField(
        label="Kutipan yang ditahan",
        max_length=500,
        help_text="Salin persis; umum membaca “[ditahan]” di tempatnya.",
    )
    field_order = ["field", "passage", "fault", "sentence"]


class AppealForm(PortalForm):
    sentence = sentence_field(
        "Mengapa tulisan ini boleh dibaca umum?", "Satu kalimat yang dibaca perencana."
    )


class AnswerForm(forms.Form):
    appeal = forms.ModelChoiceField(
        label="Keberatan", queryset=Appeal.objects.none(), empty_label="Pilih keberatan"
    )
    granted = forms.ChoiceField(
        label="Jawaban",
        choices=[("ya", "Dikabulkan: tampilkan lagi"), ("tidak", "Tidak dikabulkan")],
        widget=forms.RadioSelect,
    )
    sentence = sentence_field("Penjelasan", "Satu kalimat yang dibaca pengusul.")

    def about(self, proposal: Proposal) -> None:
        field: Any = self.fields["appeal"]
        field.queryset = Appeal.objects.filter(withholding__proposal=proposal, answered_at=None)
        field.label_from_instance = lambda appeal: f"{appeal.withholding.what}: {appeal.sentence}"
