"""What of the portal's own pages people follow."""

from __future__ import annotations

from django.urls import reverse

from egov.areas.models import Area
from egov.portal.declarations import Followed


def _area(code: str) -> tuple[str, str] | None:
    row = Area.objects.current().filter(code=code).select_related("parent").first()
    if row is None:
        return None
    return (row.place if row.level == "rw" else row.label, reverse("home:area", args=[row.path]))


FOLLOWED = (Followed("wilayah", _area),)
