"""What home and area pages count; kept in the cache for some minutes, and shown with their time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Q, Sum
from django.utils import timezone

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
    key = f"figures:{cycle.pk}"
    held: dict[str, Any] | None = cache.get(key)
    if held is None:
        rows = Proposal.objects.filter(channel__cycle=cycle)
        held = rows.aggregate(
            sent=Count("id"),
            accepted=Count("id", filter=Q(state=State.ACCEPTED)),
            ended=Count("id", filter=Q(state__in=[State.REJECTED, State.MERGED, State.NOT_DISCUSSED])),
            waiting=Count("id", filter=Q(state=State.WAITING)),
            rws=Count("rw", distinct=True),
            accepted_cost=Sum("cost", filter=Q(state=State.ACCEPTED)),
        )
        held["by_district"] = dict(rows.order_by().values_list("kecamatan_id").annotate(Count("id")))
        held["at"] = timezone.now()
        cache.set(key, held, SECONDS)
    return held


AREA_COLUMN = {Tier.RW: "rw", Tier.KELURAHAN: "kelurahan", Tier.KECAMATAN: "kecamatan"}


def stage_progress(stages: list[Stage]) -> dict[int, dict[str, int]]:
    """For each stage: how many areas have proposals, and how many of those have nothing left waiting at that tier."""
    key = f"progress:{','.join(str(s.pk) for s in stages)}"
    held: dict[int, dict[str, int]] | None = cache.get(key)
    if held is None:
        held = {}
        for stage in stages:
            column = AREA_COLUMN.get(Tier(stage.tier))
            if column:
                rows = Proposal.objects.filter(channel=stage.channel_id)
                held[stage.pk] = rows.aggregate(
                    all=Count(column, distinct=True),
                    left=Count(column, distinct=True, filter=Q(stage=stage, state=State.WAITING)),
                )
        cache.set(key, held, SECONDS)
    return held


def area_figures(area: Area) -> dict[str, Any]:
    """Counts and rupiah of an area over all years, with the time they were taken."""
    key = f"area-figures:{area.pk}"
    held: dict[str, Any] | None = cache.get(key)
    if held is None:
        held = Proposal.objects.in_area(area).aggregate(
            sent=Count("id"),
            accepted=Count("id", filter=Q(state=State.ACCEPTED)),
            accepted_cost=Sum("cost", filter=Q(state=State.ACCEPTED)),
        )
        held["at"] = timezone.now()
        cache.set(key, held, SECONDS)
    return held
