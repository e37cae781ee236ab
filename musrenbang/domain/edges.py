"""When the calendar changes a page by itself: a window opens or closes."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Min, Q

from musrenbang.models import Channel

WINDOWS = (
    "submission__startswith",
    "submission__endswith",
    "stages__window__startswith",
    "stages__window__endswith",
)


def next_edge(now: datetime) -> datetime | None:
    """The next moment at which a stage or a channel opens or closes; None where none is to come.

    One query.
    """
    ahead = {
        f"edge{i}": Min(name, filter=Q(**{f"{name}__gt": now})) for i, name in enumerate(WINDOWS)
    }
    edges = Channel.objects.aggregate(**ahead).values()
    return min((edge for edge in edges if edge is not None), default=None)
