"""Deciding: one proposal, or many at once."""

from __future__ import annotations

from typing import Any

from django import forms

from egov.web.forms import PortalForm
from egov.web.templatetags.portal import number, rupiah
from musrenbang.domain.money import CARRIES, Price
from musrenbang.domain.numbers import read_number
from musrenbang.forms.fields import MultiFileInput, PhotosField, VolumeField
from musrenbang.models import Proposal
from musrenbang.procedure import NEEDS_SENTENCE, TABLE
from musrenbang.vocabulary import BUTTONS, REASONS, Outcome, Tier

# what the calendar says is not for people to choose
REASON_CHOICES = [
    ("", "Pilih bila ada yang sesuai"),
    *((code, text) for code, text in REASONS.items() if code != "window_over"),
]


class DecisionForm(PortalForm):
    """One click and a reason. Which outcomes there are comes from the table."""

    outcome = forms.ChoiceField(
        label="Keputusan",
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih keputusannya."},
    )
    reason_code = forms.ChoiceField(label="Alasan", required=False)
    reason = forms.CharField(
        label="Penjelasan",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Satu kalimat yang dibaca pengusul dan umum. "
        "Wajib untuk semua selain meneruskan dan menerima.",
    )
    volume = VolumeField(label="Volume", required=False)
    cost = VolumeField(
        label="Biaya (rupiah)", required=False, help_text="Kosongkan untuk menghitung dari volume."
    )
    rank = forms.IntegerField(
        label="Urutan dalam daftar RW",
        required=False,
        min_value=1,
        max_value=999,
        help_text="Kosong: urutan berikutnya.",
    )
    deadline = forms.DateField(
        label="Dilengkapi paling lambat",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
    )
    merged_into = forms.CharField(
        label="Nomor usulan tujuan penggabungan", required=False, max_length=30
    )
    photo = PhotosField(
        label="Foto lapangan",
        required=False,
        widget=MultiFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        tier: str,
        price: Price,
        moves_to: str = "",
        preparing: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._tell_price(price)
        outcomes = TABLE[tier].outcomes
        words = dict(BUTTONS)
        if moves_to:
            words[Outcome.FORWARD] = f"Teruskan ke {moves_to.lower()}"
        self.fields["outcome"].choices = [(o, words[o]) for o in outcomes]  # type: ignore[attr-defined]
        self.fields["reason_code"].choices = REASON_CHOICES  # type: ignore[attr-defined]
        self.fields["reason"].always = True  # type: ignore[attr-defined]
        drop = {"rank"} if Outcome.ENDORSE not in outcomes else set()
        drop |= {"deadline"} if Outcome.RETURN not in outcomes else set()
        drop |= {"merged_into"} if Outcome.MERGE not in outcomes else set()
        drop |= {"photo"} if tier != Tier.OPD else set()
        if preparing:
            drop |= {"rank", "deadline", "merged_into", "photo"}
        self.carries = " ".join(o for o in outcomes if o in CARRIES)
        chosen = self.data.get(self.add_prefix("outcome")) or self.initial.get("outcome")
        if chosen and chosen not in CARRIES:  # what is refused or sent back keeps its money
            drop |= {"volume", "cost"}
        for name in drop:
            del self.fields[name]

    def _tell_price(self, price: Price) -> None:
        """Beside the cost: what the volume in the form comes to, and that its cost differs."""
        typed = [self.data.get(name) or self.initial.get(name) for name in ("volume", "cost")]
        volume, cost = (VolumeField.read(text) for text in typed)
        if volume is None:
            return
        counted = price.of(volume)
        reckoning = f"{rupiah(price.amount)} x {number(volume)} {price.unit} = {rupiah(counted)}."
        rest = "Kosongkan untuk menghitung dari volume."
        if cost is not None and cost != counted:
            rest = "Biaya di isian ini berbeda dari hitungan itu."
        self.fields["cost"].help_text = f"{reckoning} {rest}"

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if "volume" in self.changed_data and "cost" not in self.changed_data:
            data["cost"] = None  # a cost that was not touched follows the volume
        return data

    def clean_merged_into(self) -> Proposal | None:
        text = self.cleaned_data["merged_into"].strip()
        if not text:
            return None
        number = read_number(text)
        rows = Proposal.objects.select_related("channel", "rw")
        proposal = rows.filter(number=number).first() if number else None
        if proposal is None:
            raise forms.ValidationError("Tidak ada usulan dengan nomor itu. Periksa lagi angkanya.")
        return proposal


class BulkForm(PortalForm):
    outcome = forms.ChoiceField(label="Keputusan untuk semua yang dipilih")
    reason_code = forms.ChoiceField(label="Alasan", required=False, choices=lambda: REASON_CHOICES)
    reason = forms.CharField(
        label="Penjelasan",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Wajib untuk semua selain meneruskan dan menerima.",
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("outcome") in NEEDS_SENTENCE and not data.get("reason"):
            sentence = "Tulis penjelasan dalam satu kalimat. Kalimat ini dibaca pengusul dan umum."
            self.add_error("reason", sentence)
        return data

    def __init__(self, *args: Any, outcomes: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [(o, BUTTONS[Outcome(o)]) for o in outcomes]  # type: ignore[attr-defined]
