"""What lists can be narrowed by: one FilterSet for a list's page and for its API.

A value that fits nothing is refused at its field, on both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EMPTY_VALUES
from django.forms.utils import flatatt
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema_field

from egov.web.forms import PortalForm
from egov.web.params import DAY_SENTENCE, YEAR_SENTENCE

UNKNOWN = "Nilai ini tidak ada di portal. Periksa lagi, atau kosongkan."
Options = Iterable[tuple[Any, str]]


class PlainSelect(forms.Select):
    """A select written in one go: Django renders a template for each of its options."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        chosen = "" if value is None else str(value)
        options = (
            f'<option value="{escape(key)}"{" selected" if str(key) == chosen else ""}>'
            f"{escape(label)}</option>"
            for key, label in self.choices
        )
        named = flatatt({"name": name, **self.build_attrs(self.attrs, attrs)})
        lines = "\n".join(options)
        return mark_safe(f"<select{named}>\n{lines}\n</select>")  # noqa: S308  # all escaped above


class ListFilter(filters.FilterSet):  # type: ignore[misc]
    """A list's filters. Page and API share one, or each adds its own to what they share.

    `labels`: what the page calls its fields, in their order. The API reads no labels.
    """

    labels: ClassVar[Mapping[str, str]] = {}
    orders: ClassVar[Mapping[str, tuple[str, ...]]] = {"": ("-id",)}  # of `urut`

    class Meta:
        form = PortalForm

    def options(self) -> Mapping[str, Options]:
        """What the selects of the page offer, by the name of the field."""
        return {}

    @property
    def form(self) -> PortalForm:
        """The form of the page, and what checks the values."""
        if not hasattr(self, "_form"):
            new = super().form
            for name, label in self.labels.items():
                new.fields[name].label = label
            new.order_fields(list(self.labels))
            for name, options in self.options().items():
                new.fields[name].widget = PlainSelect(choices=[*options])
        form: PortalForm = self._form
        return form

    @property
    def wanted(self) -> dict[str, Any]:
        """The values that stand; a wrong one narrows nothing."""
        assert self.form.errors is not None  # asks for them, which cleans
        return self.form.cleaned_data

    @property
    def narrowed(self) -> bool:
        """Whether anything but the order was asked for."""
        asked = (value for name, value in self.wanted.items() if name != "urut")
        return any(value not in (None, "") for value in asked)

    @property
    def order(self) -> tuple[str, ...]:
        """The columns of the keyset page."""
        return self.orders[self.wanted.get("urut") or ""]


class OrderFilter(filters.ChoiceFilter):  # type: ignore[misc]
    """In which order the list stands; the page by key sorts, not this."""

    def filter(self, qs: Any, value: Any) -> Any:
        return qs


class _KnownMixin:
    """A field that cleans its value to the rows that carry it, looked up once; None without one."""

    def __init__(self, *, carriers: Callable[[Any], list[Any] | None], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.carriers = carriers

    def clean(self, value: Any) -> list[Any] | None:
        cleaned = super().clean(value)  # type: ignore[misc]
        if cleaned in EMPTY_VALUES:
            return None
        rows = self.carriers(cleaned)
        if rows is None:
            raise ValidationError(UNKNOWN, code="unknown")
        return rows


class _KnownCode(_KnownMixin, forms.CharField):
    """A code."""


class _KnownYear(_KnownMixin, forms.IntegerField):
    """A year."""


class ReferenceMixin(filters.Filter):  # type: ignore[misc]
    """Rows that point at what carries a value: `field_name` "rw__code" is the code of the RW.

    That is looked up first: PostgreSQL knows how common an id is in the table, but of a code
    behind a join it guesses, and walks the wrong way.
    """

    def carriers(self, value: Any) -> list[Any] | None:
        """The rows that lead to the value, none where its owner has none; None without an owner."""
        *steps, column = self.field_name.split("__")
        models = []
        model = self.model
        for step in steps:
            model = model._meta.get_field(step).related_model
            models.append(model)
        lookup = "__".join([*steps[1:], column])
        rows = list(models[0]._default_manager.filter(**{lookup: value}))
        if rows:
            return rows
        owners = models[-1]._default_manager.filter(**{column: value})
        return [] if len(models) > 1 and owners.exists() else None

    @property
    def field(self) -> Any:
        if not hasattr(self, "_field"):
            self._field = self.field_class(label=self.label, carriers=self.carriers, **self.extra)
        return self._field

    def filter(self, qs: Any, value: list[Any] | None) -> Any:
        name = self.field_name.partition("__")[0]
        return qs if value is None else qs.filter(**{f"{name}__in": value})


class CodeFilter(ReferenceMixin, filters.CharFilter):  # type: ignore[misc]
    """A code that something carries."""

    field_class = _KnownCode


@extend_schema_field({"type": "integer", "minimum": 1000, "maximum": 9999})
class YearFilter(filters.NumberFilter):  # type: ignore[misc]
    """A year in four digits."""

    field_class: type[forms.IntegerField] = forms.IntegerField

    def __init__(self, **kwargs: Any) -> None:
        messages = dict.fromkeys(("invalid", "min_value", "max_value"), YEAR_SENTENCE)
        super().__init__(**kwargs, min_value=1000, max_value=9999, error_messages=messages)


class KnownYearFilter(ReferenceMixin, YearFilter):
    """The year of what a row points at."""

    field_class: type[forms.IntegerField] = _KnownYear


class DayFilter(filters.DateFilter):  # type: ignore[misc]
    """A day as the schema spells it, and no other way: 01/02 is two days."""

    def __init__(self, **kwargs: Any) -> None:
        messages = {"invalid": DAY_SENTENCE}
        super().__init__(**kwargs, input_formats=["%Y-%m-%d"], error_messages=messages)
