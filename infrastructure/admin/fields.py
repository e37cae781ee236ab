"""Fields that the forms of the verbs share."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from infrastructure.domain.placing import BACK, FRONT, THROUGH
from infrastructure.models import Asset
from infrastructure.vocabulary import AssetKind

FACES = {"depan": FRONT, "belakang": BACK, "tembus": THROUGH}


class ReasonForm(forms.Form):
    """Every verb asks why."""

    reason = forms.CharField(label="Alasan", max_length=300)
    field_order: list[str] | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])


class UnitField(forms.DecimalField):
    """A place in a rack as people count it, U1 from the floor; its value is in half units."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=Decimal(1), max_value=Decimal(100), localize=True, **kwargs)

    def clean(self, value: Any) -> Any:
        units = super().clean(value)
        if units is None:
            return None
        if units * 2 != int(units * 2):
            raise forms.ValidationError("Tulis U bulat atau setengah, misalnya 12 atau 12,5.")
        return int(units * 2)


class PlaceForm(ReasonForm):
    site = forms.CharField(
        label="Kode lokasi", max_length=40, required=False, help_text="Bila tidak di dalam rak."
    )
    room = forms.CharField(label="Kode ruang", max_length=40, required=False)
    rack = forms.CharField(label="Kode rak", max_length=40, required=False)
    position = UnitField(
        label="Letak bawahnya (U)",
        required=False,
        help_text="Dihitung dari lantai: 1 paling bawah.",
    )
    faces = forms.ChoiceField(
        label="Sisi rak",
        choices=[("tembus", "sedalam rak"), ("depan", "depan"), ("belakang", "belakang")],
        required=False,
    )

    def about(self, asset: Asset) -> None:
        """A rack stands in a room, a device in a rack."""
        of_the_other = ("rack", "position", "faces") if asset.kind == AssetKind.RACK else ("room",)
        for name in of_the_other:
            del self.fields[name]
