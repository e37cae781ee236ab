"""What home and area pages count; kept in the cache for some minutes, and shown with their time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils import timezone

from egov.acts.memory import remembered
from egov.areas.models import Area
from musrenbang.models import Channel, Cycle, Proposal, Stage
from musrenbang.table import State, Tier

SECONDS = 300


def current_cycle(now: datetime) -> Cycle | None:
    """The cycle whose first submission began last; else the newest."""
    begun = Channel.objects.filter(submission__startswith__lte=now).order_by("-cycle__year", "id").select_related("cycle").first()
    return begun.cycle if begun else Cycle.objects.first()


def cycle_figures(cycle: Cycle) -> dict[str, Any]:
    """Counts and rupiah of one cycle, with the time they were taken."""
    return remembered(f"figures:{cycle.pk}", SECONDS, lambda: _count_cycle(cycle))


def _count_cycle(cycle: Cycle) -> dict[str, Any]:
    rows = Proposal.objects.filter(channel__cycle=cycle)
    found = rows.aggregate(
        sent=Count("id"),
        accepted=Count("id", filter=Q(state=State.ACCEPTED)),
        ended=Count("id", filter=Q(state__in=[State.REJECTED, State.MERGED, State.NOT_DISCUSSED])),
        waiting=Count("id", filter=Q(state=State.WAITING)),
        rws=Count("rw", distinct=True),
        accepted_cost=Sum("cost", filter=Q(state=State.ACCEPTED)),
    )
    found["by_district"] = dict(rows.order_by().values_list("kecamatan_id").annotate(Count("id")))
    found["at"] = timezone.now()
    return found


AREA_COLUMN = {Tier.RW: "rw", Tier.KELURAHAN: "kelurahan", Tier.KECAMATAN: "kecamatan"}


def stage_progress(stages: list[Stage]) -> dict[int, dict[str, int]]:
    """For each stage: how many areas have proposals, and how many of those have nothing left waiting at that tier."""
    key = f"progress:{','.join(str(s.pk) for s in stages)}"
    return remembered(key, SECONDS, lambda: _count_progress(stages))


def _count_progress(stages: list[Stage]) -> dict[int, dict[str, int]]:
    found = {}
    for stage in stages:
        column = AREA_COLUMN.get(Tier(stage.tier))
        if column:
            rows = Proposal.objects.filter(channel=stage.channel_id)
            found[stage.pk] = rows.aggregate(
                all=Count(column, distinct=True),
                left=Count(column, distinct=True, filter=Q(stage=stage, state=State.WAITING)),
            )
    return found


def area_figures(area: Area) -> dict[str, Any]:
    """Counts and rupiah of an area over all years, with the time they were taken."""
    return remembered(f"area-figures:{area.pk}", SECONDS, lambda: _count_area(area))


def _count_area(area: Area) -> dict[str, Any]:
    found = Proposal.objects.in_area(area).aggregate(
        sent=Count("id"),
        accepted=Count("id", filter=Q(state=State.ACCEPTED)),
        accepted_cost=Sum("cost", filter=Q(state=State.ACCEPTED)),
    )
    return {**found, "at": timezone.now()}
