"""What the resources of agenda and news share."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from egov.areas.models import Area

KEY_HEADER = OpenApiParameter(
    "Idempotency-Key", OpenApiTypes.STR, OpenApiParameter.HEADER, required=True
)


class CurrentAreaField(serializers.SlugRelatedField[Area]):
    """An area by its code, among those that exist today."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("slug_field", "code")
        if not kwargs.get("read_only"):
            kwargs.setdefault("queryset", Area.objects.all())
        super().__init__(**kwargs)

    def get_queryset(self) -> Any:
        return Area.objects.current()
