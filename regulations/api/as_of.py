"""The day that an answer is about."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import viewsets

from regulations.views.as_of import as_of_date

PADA = OpenApiParameter(
    "pada", OpenApiTypes.DATE, description="jawaban untuk hari itu; tanpa ini hari ini"
)


class AsOf(viewsets.GenericViewSet[Any]):
    """Reads the day once a request."""

    @property
    def day(self) -> date:
        day: date | None = getattr(self, "_day", None)
        if day is None:
            request = getattr(self, "request", None)
            day = self._day = as_of_date(request._request) if request else timezone.localdate()
        return day

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "day": self.day}
