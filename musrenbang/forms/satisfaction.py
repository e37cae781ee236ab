"""The one question after sending, and after the decision."""

from __future__ import annotations

from typing import Any

from django import forms

from egov.web.forms import PortalForm
from musrenbang.models.rating import LONGEST, Moment

QUESTIONS = {
    Moment.RECEIPT: "Seberapa mudah mengirim usulan ini?",
    Moment.DECISION: "Seberapa jelas usulan ini ditangani sampai keputusannya?",
}
WORDS = {
    Moment.RECEIPT: ("sangat sulit", "sulit", "cukup", "mudah", "sangat mudah"),
    Moment.DECISION: ("sangat tidak jelas", "tidak jelas", "cukup", "jelas", "sangat jelas"),
}


class RatingForm(PortalForm):
    score = forms.TypedChoiceField(
        label="Nilai",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Pilih satu nilai, 1 sampai 5.",
            "invalid_choice": "Pilih satu nilai, 1 sampai 5.",
        },
    )
    sentence = forms.CharField(
        label="Satu kalimat tentang pengalaman Anda",
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Setelah diperiksa, kalimat ini boleh dibaca umum, tanpa nama dan tanpa nomor "
        "usulan. Jangan menulis nama orang.",
    )

    def __init__(self, *args: Any, moment: Moment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        score: Any = self.fields["score"]
        score.choices = [(n, f"{n}, {word}") for n, word in enumerate(WORDS[moment], start=1)]
        score.label = QUESTIONS[moment]
