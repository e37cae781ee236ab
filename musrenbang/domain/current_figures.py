"""What home and area pages show as counted: rows that the beat wrote, with their time.

A page never counts. None stands for what was not counted yet; where the whole was counted and a
part has no row, the part has no proposals.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from egov.areas.models import Area, Level
from musrenbang.models import Channel, Cycle, Figures

WHOLE = Q(area=None, year=None)


def current_cycle(now: datetime) -> Cycle | None:
    """The cycle whose first submission began last; else the newest."""
    begun = Channel.objects.filter(submission__startswith__lte=now).select_related("cycle")
    last = begun.order_by("-cycle__year", "id").first()
    return last.cycle if last else Cycle.objects.first()


def cycle_figures(cycle: Cycle) -> dict[int | None, Figures] | None:
    """The figures of one cycle by kecamatan, and under None of the whole region."""
    of_districts = Q(area=None) | Q(area__level=Level.DISTRICT)
    rows = list(Figures.objects.filter(Q(year=cycle.year) & of_districts | WHOLE))
    counted = next((row.counted_at for row in rows if row.year is None), None)
    if counted is None:
        return None
    nothing = Figures(year=cycle.year, counted_at=counted)
    return {None: nothing} | {row.area_id: row for row in rows if row.year == cycle.year}


def figures_by_year(area: Area) -> list[Figures]:
    """What was counted of an area in each planning year, the newest first."""
    counted = None if area.level == Level.REGION else area
    rows = Figures.objects.filter(area=counted, year__isnull=False, sent__gt=0)
    return list(rows.order_by("-year"))


def sent_by_area(ids: Sequence[int]) -> dict[int, int] | None:
    """How many proposals came from each of these areas over all years; None: not counted yet."""
    rows = Figures.objects.filter(Q(area_id__in=ids, year=None) | WHOLE)
    sent = {row.area_id: row.sent for row in rows}
    if None not in sent:
        return None
    return {pk: many for pk, many in sent.items() if pk is not None}


def sent_in_all() -> int | None:
    """How many proposals were sent over all years; None: not counted yet."""
    return Figures.objects.filter(WHOLE).values_list("sent", flat=True).first()


def area_figures(area: Area) -> Figures | None:
    """The figures of an area over all years."""
    its = Q(area=area, year=None)
    rows = {row.area_id: row for row in Figures.objects.filter(its | WHOLE)}
    whole = rows.get(None)
    if whole is None or area.level == Level.REGION:
        return whole
    return rows.get(area.pk) or Figures(area=area, counted_at=whole.counted_at)
