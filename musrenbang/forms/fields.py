"""Fields that several forms of e-Musrenbang share."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from egov.verbs.refusal import Refusal
from musrenbang.domain.validation import read_decimal


class VolumeField(forms.CharField):
    """A number as people write it: 12,5 or 1.200."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off", "class": "short"}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        kwargs.setdefault("max_length", 20)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return read_decimal(text)
        except Refusal as refusal:
            raise forms.ValidationError(refusal.sentence) from None

    @staticmethod
    def read(text: Any) -> Decimal | None:
        """The number, or None for what is none: for hints, which refuse nothing."""
        try:
            return read_decimal(text) if text else None
        except Refusal:
            return None


class MultiFileInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list | tuple) else [data]
        return [super(PhotosField, self).clean(f, initial) for f in files if f]
