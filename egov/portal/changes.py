"""When pages last changed, from what was truly written: the database's own history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Max, Model, QuerySet

ITSELF = "pgh_obj"  # of a history: the row that it is of


def last_written(rows: QuerySet[Any], *histories: tuple[type[Model], str]) -> dict[int, datetime]:
    """By key of each row: when something of it was last written. One query a history.

    `histories`: tracked models, each with the field of its history that leads to a row.
    """
    newest: dict[int, datetime] = {}
    for model, field in histories:
        events: Any = model.pgh_event_model.objects  # type: ignore[attr-defined]
        of_rows = events.filter(**{f"{field}__in": rows.order_by().values("pk")})
        told = of_rows.order_by().values_list(field).annotate(at=Max("pgh_created_at"))
        take_newer(newest, dict(told))
    return newest


def take_newer(newest: dict[int, datetime], others: Mapping[int, datetime]) -> None:
    """Leaves the newer moment of each key in `newest`."""
    for key, moment in others.items():
        if key not in newest or newest[key] < moment:
            newest[key] = moment
