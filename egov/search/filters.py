"""The search box of a list, as a filter of its page and its API."""

from __future__ import annotations

from typing import Any

from django_filters import rest_framework as filters

from egov.search.lists import Searchable, search


class SearchFilter(filters.CharFilter):  # type: ignore[misc]
    """Rows that the words find, as `by` says; what is longer than `max_length` is refused."""

    def __init__(self, *, by: Searchable, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.by = by

    def filter(self, qs: Any, value: str) -> Any:
        return search(qs, value, self.by) if value else qs
