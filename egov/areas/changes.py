"""When the page of an area last changed: its own row, its office, what apps show of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from egov.areas.models import Area, AreaOffice, Level
from egov.portal.changes import ITSELF, last_written, take_newer
from egov.portal.joining import area_changes


def last_changes(rows: QuerySet[Area]) -> dict[int, datetime]:
    """By key; an RW's page shows the office of its village, the region's what is anywhere."""
    newest = last_written(rows, (Area, ITSELF))
    offices = last_written(Area.objects.all(), (AreaOffice, "area"))
    anywhere = dict(offices)
    for changes in area_changes():
        found = changes()
        take_newer(anywhere, found)
        take_newer(newest, {key: found[key] for key in newest.keys() & found.keys()})
    places: Any = rows.order_by().values_list("pk", "parent_id", "level")
    for key, parent, level in places:
        shown = [offices[place] for place in (key, parent) if place in offices]
        if level == Level.REGION:
            shown += anywhere.values()
        if shown:
            take_newer(newest, {key: max(shown)})
    return newest
