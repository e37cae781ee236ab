"""What the office over an area acts for: the area, and what it succeeded however long ago."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone

from egov.areas.models import Area, AreaSuccession, Level


@dataclass(frozen=True)
class AreaReach:
    """Keys of areas. Of those in `split` other parts are left: only the RW in `rws` came here."""

    areas: frozenset[int] = frozenset()
    split: frozenset[int] = frozenset()
    rws: frozenset[int] = frozenset()

    def holds(self, place: int | None, rw: int | None) -> bool:
        """Whether it acts for an RW of a place, or for the place itself where none is given."""
        return place in self.areas and (place not in self.split or rw is None or rw in self.rws)


def with_predecessors(areas: Iterable[int]) -> frozenset[int]:
    """The keys of areas and of all that they succeeded."""
    known = newest = frozenset(areas)
    while newest:
        older = AreaSuccession.objects.filter(successor__in=newest)
        newest = frozenset(older.values_list("predecessor_id", flat=True)) - known
        known |= newest
    return known


def villages_today(rws: Iterable[int]) -> dict[int, int | None]:
    """For each RW, however long ago it ended, the kelurahan in which it lies today."""
    newest = {rw: rw for rw in rws}
    while True:
        steps = AreaSuccession.objects.filter(predecessor__in=newest.values())
        step = dict(steps.values_list("predecessor_id", "successor_id"))
        if not step:
            break
        newest = {rw: step.get(now, now) for rw, now in newest.items()}
    rows = Area.objects.filter(pk__in=newest.values())
    parents = dict(rows.values_list("pk", "parent_id"))
    return {rw: parents[now] for rw, now in newest.items()}


def split_areas(areas: Iterable[int]) -> frozenset[int]:
    """Which of these several succeeded."""
    rows = AreaSuccession.objects.filter(predecessor__in=list(areas)).values("predecessor")
    several = rows.annotate(parts=Count("successor")).filter(parts__gt=1)
    return frozenset(several.values_list("predecessor", flat=True))


def reach_of(area: Area) -> AreaReach:
    """What the office over this area acts for today: nothing once others have succeeded it.

    The head of an RW goes with it, however it is called now.
    """
    ended = area.valid.upper is not None and area.valid.upper <= timezone.localdate()
    if ended and area.level != Level.RW and area.successions.exists():
        return AreaReach()
    areas = with_predecessors({area.pk})
    if len(areas) == 1:
        return AreaReach(areas)
    others = AreaSuccession.objects.filter(predecessor__in=areas).exclude(successor__in=areas)
    split = frozenset(others.values_list("predecessor_id", flat=True))
    own = Area.objects.filter(parent=area, level=Level.RW).values_list("pk", flat=True)
    return AreaReach(areas, split, with_predecessors(own) if split else frozenset())
