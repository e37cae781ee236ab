"""What lists of the registry can be narrowed by."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema_field

from egov.web.filters import CodeFilter, DayFilter, ListFilter, Options, YearFilter
from regulations.models import Regulation, RegulationKind
from regulations.search import having_words
from regulations.vocabulary import EventKind, Force, ServiceElement

EVERYTHING = ("", "Semua")
UNKNOWN_STATUS = f"Status yang ada: {', '.join(Force.values)}."
LONGEST = 200  # letters of a search; more are not read


class KindFilter(CodeFilter):
    """A kind of regulation by its code; those that the page offers are not asked for again."""

    def carriers(self, value: str) -> list[RegulationKind] | None:
        offered = [kind for kind in self.parent.kinds if kind.code == value]
        return offered or super().carriers(value)


class _ForceField(forms.ChoiceField):
    default_error_messages = {"invalid_choice": UNKNOWN_STATUS}

    def validate(self, value: Any) -> None:
        try:
            super().validate(value)
        except forms.ValidationError as error:
            error.code = "unknown_status"
            raise


@extend_schema_field({"type": "string", "enum": list(Force.values)})
class ForceFilter(filters.ChoiceFilter):  # type: ignore[misc]
    """Regulations `with_force` on a day, by what that is."""

    field_class = _ForceField

    def filter(self, qs: Any, value: str) -> Any:
        return qs.having_force(value) if value else qs


class WordsFilter(filters.CharFilter):  # type: ignore[misc]
    """Every word in title, number, year or kind."""

    def filter(self, qs: Any, value: str) -> Any:
        return having_words(qs, value[:LONGEST])


class RegulationFilter(ListFilter):
    """What the page and the API share, over rows `with_force` on a day."""

    jenis = CodeFilter(field_name="kind__code")
    status = ForceFilter(choices=Force.choices)


class RegulationApiFilter(RegulationFilter):
    q = WordsFilter()
    tahun = YearFilter(field_name="year")


class RegulationListFilter(RegulationFilter):
    jenis = KindFilter(field_name="kind__code")
    q = WordsFilter(
        widget=forms.SearchInput(attrs={"autocomplete": "off"}),
        help_text="Contoh: perda 3 2018 pasal 29, atau perparkiran.",
    )

    labels = {"q": "Kutipan atau kata", "jenis": "Jenis", "status": "Status"}

    @cached_property
    def kinds(self) -> list[RegulationKind]:
        """Those of which the registry holds a regulation."""
        of_kind = Regulation.objects.filter(kind=OuterRef("pk"))
        return list(RegulationKind.objects.filter(Exists(of_kind)))

    def options(self) -> Mapping[str, Options]:
        kinds = [(kind.code, kind.short) for kind in self.kinds]
        return {"jenis": [EVERYTHING, *kinds], "status": [EVERYTHING, *Force.choices]}


class EventFilter(ListFilter):
    peristiwa = filters.ChoiceFilter(field_name="kind", choices=EventKind.choices)
    sejak = DayFilter(field_name="takes_effect_on", lookup_expr="gte")
    sampai = DayFilter(field_name="takes_effect_on", lookup_expr="lte")


class ApplicationFilter(ListFilter):
    unsur = filters.ChoiceFilter(field_name="element", choices=ServiceElement.choices)
    pemilik = CodeFilter(field_name="owner__code")
