"""When the calendar changes a page by itself: a window opens or closes."""

from __future__ import annotations

from datetime import datetime

from django.core.cache import caches
from django.db.models import Min, Q

from musrenbang.models import Channel, Stage

ASKED_EVERY = 10  # seconds; so long a moved window may be unknown here


def next_edge(now: datetime) -> datetime | None:
    """The next moment at which a stage or a channel opens or closes; None where none is to come."""
    found: list[datetime] | None = caches["pages"].get("musrenbang.edges")
    if found is None or any(edge <= now for edge in found):
        found = _ask(now)
        caches["pages"].set("musrenbang.edges", found, ASKED_EVERY)
    return min(found, default=None)


def _ask(now: datetime) -> list[datetime]:
    edges: list[datetime | None] = []
    for model, field in ((Stage, "window"), (Channel, "submission")):
        begin, end = f"{field}__startswith", f"{field}__endswith"
        asked = model.objects.aggregate(begin=Min(begin, filter=Q(**{f"{begin}__gt": now})), end=Min(end, filter=Q(**{f"{end}__gt": now})))
        edges += asked.values()
    return [edge for edge in edges if edge is not None]
