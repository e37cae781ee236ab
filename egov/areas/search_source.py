"""Areas as the portal's search finds them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from egov.areas.models import Area, AreaAlias, Level
from egov.portal.searching import SearchRow, SearchSource, Watch

SHOWN = (Level.REGION, Level.DISTRICT, Level.VILLAGE, Level.RW)
WEIGHTS = {Level.REGION: 1.2, Level.DISTRICT: 1.2, Level.VILLAGE: 1.1}
_CHILDREN = """
SELECT id FROM changed
UNION SELECT a.id FROM areas_area a JOIN changed c ON a.parent_id = c.id
"""
_OF_ALIAS = "SELECT area_id AS id FROM changed"


def midnight(day: date | None) -> datetime | None:
    """The moment in the region's time at which a day begins; None where there is none."""
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None


def _project(rows: Sequence[Area]) -> list[SearchRow]:
    return [
        SearchRow(
            source_id=row.pk,
            title=row.place if row.level == Level.RW else row.label,
            url=reverse("home:area", args=[row.path]),
            lead=row.parent.label if row.parent else "",
            area=row.code,
            keywords=" ".join(alias.name for alias in row.aliases.all()),
            weight=WEIGHTS.get(Level(row.level), 0.8),
            visible_from=midnight(row.valid.lower),
            visible_until=midnight(row.valid.upper),
        )
        for row in rows
    ]


def _shown() -> QuerySet[Area]:
    rows = Area.objects.filter(level__in=SHOWN).select_related("parent")
    return rows.prefetch_related("aliases")


def _of_today(rows: Any, _user: Any) -> Any:
    return rows.current()


AREAS = SearchSource(
    kind="wilayah",
    order=15,
    title="Wilayah",
    queryset=_shown,
    visible_to=_of_today,
    public=lambda rows: rows,
    project=_project,
    watches=(
        Watch(Area, ("code", "level", "kind", "name", "parent", "valid"), _CHILDREN),
        Watch(AreaAlias, ("area", "name"), _OF_ALIAS),
    ),
    weight=1.3,
)
