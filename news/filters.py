"""What the agenda and the news can be narrowed by, on their pages, in feeds and in the API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django_filters import rest_framework as filters

from egov.agencies.models import Agency
from egov.areas.models import Area, Level
from egov.verbs.memory import remembered
from egov.web.filters import CodeFilter, ListFilter, Options
from news.vocabulary import ArticleKind, EventKind

EVERYTHING = ("", "Semua")


class AgencyFilter(CodeFilter):
    """An OPD by its code; the filter set's `path` leads to what has an agency."""

    def carriers(self, value: str) -> list[Agency] | None:
        return list(Agency.objects.filter(code=value)) or None

    def filter(self, qs: Any, value: list[Agency] | None) -> Any:
        return qs if value is None else qs.filter(**{f"{self.parent.path}agency__in": value})


class PlaceFilter(CodeFilter):
    """An area of today, with all that lies in it."""

    def carriers(self, value: str) -> list[Area] | None:
        return list(Area.objects.current().filter(code=value)) or None

    def filter(self, qs: Any, value: list[Area] | None) -> Any:
        if value is None:
            return qs
        return qs.filter(**{f"{self.parent.path}area__in": Area.objects.within(value[0])})


class KindFilter(filters.ChoiceFilter):  # type: ignore[misc]
    """The kind of an event or an article by its word."""

    def filter(self, qs: Any, value: str | None) -> Any:
        return qs.filter(**{f"{self.parent.path}kind": value}) if value else qs


class OccurrenceFilter(ListFilter):
    """The agenda by occurrences."""

    path = "event__"
    opd = AgencyFilter(max_length=40)
    wilayah = PlaceFilter(max_length=24)
    jenis = KindFilter(choices=EventKind.choices)

    labels = {"wilayah": "Wilayah", "opd": "Perangkat daerah", "jenis": "Jenis"}

    def options(self) -> Mapping[str, Options]:
        offered = {**place_options(), "jenis": EventKind.choices}
        return {name: [EVERYTHING, *options] for name, options in offered.items()}


class EventFilter(OccurrenceFilter):
    """The agenda by events, for calendars."""

    path = ""


class ArticleFilter(ListFilter):
    """The news."""

    path = "article__"
    jenis = KindFilter(choices=ArticleKind.choices)
    opd = AgencyFilter(max_length=40)
    wilayah = PlaceFilter(max_length=24)

    labels = {"jenis": "Jenis", "opd": "Perangkat daerah", "wilayah": "Wilayah"}

    def options(self) -> Mapping[str, Options]:
        offered = {**place_options(), "jenis": ArticleKind.choices}
        return {name: [EVERYTHING, *options] for name, options in offered.items()}


def place_options() -> dict[str, list[tuple[str, str]]]:
    """What can be chosen of OPD and places: kept for some minutes."""
    return remembered("agenda-options", 300, _find_options)


def _find_options() -> dict[str, list[tuple[str, str]]]:
    areas = Area.objects.current().filter(level__in=[Level.DISTRICT, Level.VILLAGE])
    return {
        "wilayah": [
            (a.code, a.label if a.level == Level.DISTRICT else f"· {a.label}")
            for a in areas.order_by("code")
        ],
        "opd": list(Agency.objects.current().values_list("code", "short_name")),
    }
