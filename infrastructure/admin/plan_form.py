"""A new thing of one kind: the columns that tables and the API know, as a form of the desk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from egov.areas.models import Area
from infrastructure.admin.fields import ReasonForm
from infrastructure.domain.columns import Column, columns_of
from infrastructure.domain.naming import OneOf
from infrastructure.domain.reading import Choice, Face, Flag, Line
from infrastructure.vocabulary import AssetKind
from regulations.models import Regulation

LONGEST = 200_000  # letters of a line on the map; whoever reads it says what is wrong with it
NONE = [("", "-")]
TYPED = (Area, Regulation)  # too many to choose from


class PlanForm(ReasonForm):
    """Every column of the kind, and why; what is wrong with a value says the verb, at its field."""

    def __init__(self, kind: AssetKind, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for column in columns_of(kind):
            self.fields[column.name] = _field(column)
        self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])


class ReviseForm(ReasonForm):
    """The columns of one thing's kind, beginning with what is written."""

    def about_columns(self, columns: Iterable[Column], present: Mapping[str, Any]) -> None:
        for column in columns:
            self.fields[column.name] = _field(column)
            self.initial[column.name] = _shown(column, present.get(column.name))
        self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])


def _shown(column: Column, value: Any) -> Any:
    """A value as its field holds it: a choice by what it stands for, not by its word."""
    if value is None or isinstance(column.reader, Choice | Flag):
        return value
    return column.reader.cell(value)


def _field(column: Column) -> forms.Field:
    about: dict[str, Any] = {
        "label": column.label,
        "help_text": column.help,
        "required": column.required,
    }
    reader = column.reader
    match reader:
        case Flag():
            return forms.BooleanField(**{**about, "required": False})
        case Choice():
            return forms.ChoiceField(choices=[*NONE, *reader.of.choices], **about)
        case Face():
            return forms.ChoiceField(choices=[*NONE, *((w, w) for w in reader.WORDS)], **about)
        case OneOf() if reader.model not in TYPED:
            rows: Any = reader.model._default_manager.all()
            words = sorted(((row.code, str(row)) for row in rows), key=lambda pair: pair[1])
            return forms.ChoiceField(choices=[*NONE, *words], **about)
        case Line():
            return forms.CharField(
                max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}), **about
            )
    return forms.CharField(max_length=4000, **about)
