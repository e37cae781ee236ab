"""Fields that forms of several apps ask for, each read as people write it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

MOST_DIGITS = 15
WRONG_SUM = "Tulis rupiah sebagai angka, contoh 25.000.000."


def day_field(label: str, **more: Any) -> forms.DateField:
    """A day, by the browser's own calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, input_formats=["%Y-%m-%d"], **more)


class RupiahField(forms.CharField):
    """Whole rupiah as people write them: 25.000.000, with or without Rp. None where left empty."""

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value).removeprefix("Rp").strip()
        digits = "".join(text.replace(".", "").split())
        if not text:
            return None
        if not digits.isdecimal() or len(digits) > MOST_DIGITS:
            raise forms.ValidationError(WRONG_SUM, code="not_a_number")
        return Decimal(digits)
