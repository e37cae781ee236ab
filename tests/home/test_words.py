"""One language: Indonesian, Django's own and ours where a library brings none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError as FormError
from django.forms.forms import BaseForm
from django.urls import get_resolver
from django.utils.formats import date_format
from rest_framework import serializers

from egov.areas.models import Area
from egov.web.api import FieldsMixin


def test_the_portal_has_one_language_and_no_catalogue_of_its_own() -> None:
    assert settings.LANGUAGE_CODE == "id"
    assert settings.LOCALE_PATHS == []
    assert date_format(date(2027, 1, 14), "l, j F Y") == "Kamis, 14 Januari 2027"
    with pytest.raises(FormError, match=r"Bidang ini harus diisi\."):
        forms.CharField().clean("")


def _forms(base: type[BaseForm] = BaseForm) -> Iterator[Any]:
    for form in base.__subclasses__():
        yield form
        yield from _forms(form)


def test_no_empty_choice_speaks_english() -> None:
    assert get_resolver().url_patterns  # every page's forms are loaded
    level = Area._meta.get_field("level").formfield()
    assert next(iter(level.choices)) == ("", "- Pilih -")
    ours = [form for form in _forms() if form.__module__.startswith(("egov", "mus", "reg"))]
    fields = [(form, name, field) for form in ours for name, field in form.base_fields.items()]
    labels = {
        (form.__name__, name): str(
            field.empty_label
            if isinstance(field, forms.ModelChoiceField)
            else next((label for value, label in field.choices if value == ""), "")
        )
        for form, name, field in fields
        if hasattr(field, "choices")
    }
    assert len(labels) > 10
    assert [place for place, label in labels.items() if "Select" in label] == []


class Sent(FieldsMixin, serializers.Serializer[Any]):
    letters = serializers.CharField(required=False)
    area = serializers.SlugRelatedField(
        slug_field="id", queryset=Area.objects.all(), required=False
    )


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (["a"], "Kirim satu objek, bukan list."),
        ({"letters": "a\ud800"}, "Huruf U+D800 tidak dapat disimpan."),
        ({"area": "a"}, "Nilai ini tidak dapat dibaca."),
    ],
)
def test_the_api_says_in_indonesian_what_its_framework_does_not(body: Any, sentence: str) -> None:
    sent = Sent(data=body)
    assert not sent.is_valid()
    assert list(sent.errors.values()) == [[sentence]]
