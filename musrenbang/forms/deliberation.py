"""Deciding: one proposal, or many at once."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from egov.web.fields import day_field
from egov.web.forms import PortalForm
from egov.web.templatetags.portal import number, rupiah
from musrenbang.domain.money import CARRIES, Money
from musrenbang.domain.numbers import read_number
from musrenbang.forms.choices import FIELDS, MONEY, NOT_ADVISED, Choice, Matter
from musrenbang.forms.fields import MultiFileInput, PhotosField, VolumeField
from musrenbang.models import Proposal
from musrenbang.procedure import NEEDS_SENTENCE
from musrenbang.reasons import OF_THE_CALENDAR, REASONS
from musrenbang.vocabulary import BUTTONS, Outcome

# what the calendar says is not for people to choose
REASON_CHOICES = [
    ("", "Pilih bila ada yang sesuai"),
    *((code, text) for code, text in REASONS.items() if code not in OF_THE_CALENDAR),
]


class DecisionForm(PortalForm):
    """Its fields are those of the chosen outcome; the others stand hidden, for the script."""

    outcome = forms.ChoiceField(
        label="Keputusan",
        widget=forms.HiddenInput,
        error_messages={"required": "Pilih keputusannya."},
    )
    rank = forms.IntegerField(
        label="Urutan dalam daftar",
        required=False,
        min_value=1,
        max_value=999,
        help_text="Kosong: urutan berikutnya.",
    )
    deadline = day_field(
        "Dilengkapi paling lambat",
        required=False,
        help_text="Kosong: tujuh hari lagi.",
    )
    merged_into = forms.CharField(
        label="Nomor usulan tujuan penggabungan",
        required=False,
        max_length=30,
        help_text="Bila usulan itu tidak ada di atas. Contoh: 2027-004821-5.",
    )
    candidate = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)
    volume = VolumeField(label="Volume", required=False)
    cost = VolumeField(label="Biaya (Rp)", required=False)
    reason_code = forms.ChoiceField(label="Alasan", required=False, choices=REASON_CHOICES)
    reason = forms.CharField(
        label="Penjelasan",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Satu kalimat yang dibaca pengusul dan umum.",
    )
    photo = PhotosField(
        label="Foto lapangan",
        required=False,
        widget=MultiFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, matter: Matter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.matter = matter
        fields: Any = self.fields
        fields["outcome"].choices = [(o, matter.word(o)) for o in matter.outcomes]
        asked = self.data.get(self.add_prefix("outcome")) or self.initial.get("outcome")
        self.chosen = asked if asked in matter.outcomes else ""
        self._drop_what_no_outcome_asks()
        for name in {"merged_into", *MONEY, "reason"} & set(fields):
            fields[name].always = True  # what an empty one means is said beside it
        if "volume" in fields:
            fields["volume"].label = f"Volume ({matter.price.unit})"
            fields["cost"].help_text = self._reckoning()

    def _drop_what_no_outcome_asks(self) -> None:
        asked = {name for outcome in self.matter.outcomes for name in FIELDS[outcome]}
        if self.matter.preparing:
            asked -= NOT_ADVISED
        for name in set(self.fields) - asked - {"outcome", "seen"}:
            del self.fields[name]

    # -- what its page shows ----------------------------------------------------------------

    @property
    def main(self) -> list[Choice]:
        return self.matter.main

    @property
    def others(self) -> list[Choice]:
        return self.matter.others

    @property
    def keys(self) -> list[Choice]:
        """The keys that choose, in the words of the page."""
        return [choice for choice in [*self.others, *self.main] if choice.key]

    @property
    def chosen_word(self) -> str:
        return self.matter.word(self.chosen) if self.chosen else ""

    @property
    def rows(self) -> list[tuple[Any, str, bool]]:
        """(field, the outcomes that ask it, whether the chosen one does) of what is to be seen."""
        outcomes = self.matter.outcomes
        return [
            (
                field,
                " ".join(o for o in outcomes if field.name in FIELDS[o]),
                bool(self.chosen) and field.name in FIELDS[self.chosen],
            )
            for field in self.visible_fields()
        ]

    @property
    def changes(self) -> str:
        """The outcomes that carry what was typed as volume and cost."""
        return " ".join(o for o in self.matter.outcomes if "volume" in FIELDS[o])

    @property
    def changes_money(self) -> bool:
        return bool(self.chosen) and "volume" in FIELDS[self.chosen]

    def _typed(self) -> tuple[Decimal | None, Decimal | None]:
        typed = [self.data.get(name) or self.initial.get(name) for name in MONEY]
        volume, cost = (VolumeField.read(text) for text in typed)
        return volume, cost

    def _reckoning(self) -> str:
        """What the volume in the form comes to, and that its cost differs."""
        volume, cost = self._typed()
        rest = "Kosong: dihitung dari volume."
        if volume is None:
            return rest
        price = self.matter.price
        counted = price.of(volume)
        if cost is not None and cost != counted:
            rest = "Biaya di isian ini berbeda dari hitungan itu."
        sum_ = f"{rupiah(price.amount)} x {number(volume)} {price.unit} = {rupiah(counted)}."
        return f"{sum_} {rest}"

    @property
    def difference(self) -> str:
        """What the money in the form changes of what came to this office."""
        volume, cost = self._typed()
        before = self.matter.before
        if volume is None or cost is None or Money(volume, cost) == before:
            return "tidak ada perubahan"
        steps = (volume - before.volume, cost - before.cost)
        volume_step, cost_step = (f"{'+' if n > 0 else '-'}{number(abs(n))}" for n in steps)
        return f"{volume_step} {self.matter.price.unit}, {cost_step} rupiah"

    # -- what it says -----------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        outcome, before = data.get("outcome"), self.matter.before
        if "volume" in self.changed_data and "cost" not in self.changed_data:
            data["cost"] = None  # a cost that was not touched follows the volume
        if outcome == Outcome.FEASIBLE:
            data |= {"volume": before.volume, "cost": before.cost}
        if outcome in CARRIES and not data.get("reason_code") and data.get("reason"):
            data["reason_code"] = "changed" if self._changed(data) else ""
        if outcome == Outcome.MERGE:
            self._name_the_target(data)
        return data

    def _changed(self, data: dict[str, Any]) -> bool:
        """Whether the money typed is another than what came: its reason need not be chosen too."""
        price, default = self.matter.price, self.matter.default
        volume = data.get("volume") or default.volume
        usual = default.cost if volume == default.volume else price.of(volume)
        return Money(volume, data.get("cost") or usual) != self.matter.before

    def _name_the_target(self, data: dict[str, Any]) -> None:
        """The number that was typed, else the candidate that was pressed; its sentence follows."""
        target = data.get("merged_into") or data.get("candidate")
        data["merged_into"] = target
        if target and not data.get("reason"):
            title = "" if target.withheld else f" “{target.title}”"
            data["reason"] = f"Sama dengan usulan {target.number}{title}, {target.place}."
            data["reason_code"] = data.get("reason_code") or "duplicate"

    def clean_merged_into(self) -> Proposal | None:
        return _proposal(self.cleaned_data["merged_into"])

    def clean_candidate(self) -> Proposal | None:
        return _proposal(self.cleaned_data["candidate"])


class SeenForm(PortalForm):
    """A button alone; `seen` is how many decisions the officer had read."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class AdviceForm(SeenForm):
    """To do as was advised; `stamp` tells which advice was read."""

    stamp = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_stamp(self) -> int:
        stamp: int | None = self.cleaned_data["stamp"]
        return -1 if stamp is None else stamp


def _proposal(text: str) -> Proposal | None:
    """The proposal of a number as people type it."""
    if not text.strip():
        return None
    number = read_number(text)
    rows = Proposal.objects.select_related("channel", "rw", "kelurahan", "kecamatan")
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
