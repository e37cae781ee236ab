"""What nobody decided: recorded from paper by the kelurahan, or settled by the planner."""

from __future__ import annotations

from django import forms
from django.utils import timezone

from musrenbang.domain.recording import outcomes_on_sheet, passed_unheard
from musrenbang.forms.deliberation import REASON_CHOICES
from musrenbang.models import Proposal
from musrenbang.vocabulary import Outcome

SENTENCE = forms.Textarea(attrs={"rows": 3})
SETTLES = [
    (Outcome.PASSED.value, "Naik ke tahap berikutnya tanpa keputusan"),
    (Outcome.NOT_DISCUSSED.value, "Akhiri: tidak dibahas"),
]


class OfOne(forms.Form):
    """`seen` is how many decisions the officer had read."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def about(self, proposal: Proposal) -> None:
        self.initial["seen"] = proposal.decided


class SettleForm(OfOne):
    outcome = forms.ChoiceField(label="Usulan ini", choices=SETTLES, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Sebabnya",
        max_length=2000,
        widget=SENTENCE,
        help_text="Satu kalimat yang dibaca pengusul dan umum.",
    )


class PromoteForm(OfOne):
    reason = forms.CharField(
        label="Dari mana tempatnya",
        max_length=2000,
        widget=SENTENCE,
        help_text="Satu kalimat yang dibaca pengusul dan umum.",
    )


class SeparateForm(OfOne):
    reason = forms.CharField(
        label="Mengapa dipisahkan",
        max_length=2000,
        widget=SENTENCE,
        help_text="Satu kalimat yang dibaca pengusul dan umum.",
    )


def why_late_field() -> forms.CharField:
    """Asked where the stage of the sheet is over."""
    return forms.CharField(
        label="Mengapa baru diserahkan",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Tahapnya sudah berakhir. Kalimat ini dibaca umum.",
        error_messages={"required": "Tulis mengapa berita acara ini baru diserahkan."},
    )


class AssemblyForm(OfOne):
    """What the RW's signed sheet says of one proposal."""

    outcome = forms.ChoiceField(label="Hasil rembuk", widget=forms.RadioSelect)
    rank = forms.IntegerField(
        label="Urutan",
        min_value=1,
        required=False,
        help_text="Seperti di berita acara; kosong berarti urutan berikutnya.",
    )
    reason_code = forms.ChoiceField(label="Alasan", choices=REASON_CHOICES, required=False)
    reason = forms.CharField(
        label="Penjelasan",
        max_length=2000,
        widget=SENTENCE,
        required=False,
        help_text="Wajib bila tidak disepakati atau dikembalikan.",
    )
    why_late = why_late_field()
    sheet = forms.FileField(
        label="Foto atau PDF berita acara yang ditandatangani",
        help_text="JPG, PNG, WebP, atau PDF. Tidak tampil untuk umum.",
        error_messages={"required": "Unggah foto atau PDF berita acara yang ditandatangani."},
    )

    def about(self, proposal: Proposal) -> None:
        super().about(proposal)
        passed = passed_unheard(proposal, timezone.now())
        stage = proposal.stage if passed is None else passed.stage
        if passed is None:
            del self.fields["why_late"]
        outcomes = outcomes_on_sheet(stage, late=passed is not None)
        self.fields["outcome"].choices = [(o, o.label) for o in outcomes]  # type: ignore[attr-defined]
