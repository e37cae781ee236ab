"""The reserve of a stage: who waits there for room, in which order."""

from __future__ import annotations

from django.db.models import F, Max, Q

from egov.areas.models import Area
from musrenbang.models import Decision, Proposal, Stage
from musrenbang.models.proposal import ProposalQuerySet
from musrenbang.procedure import LEVELS
from musrenbang.vocabulary import Outcome, State

# who was kept in reserve before there were ranks comes first, the oldest first
ORDER = (F("reserve_rank").asc(nulls_first=True), "id")


def place_of(proposal: Proposal, stage: Stage) -> int | None:
    """The key of the area or agency whose reserve it is; None at the city."""
    reach = LEVELS[stage.tier].reach
    if reach == "region":
        return None
    key: int | None = getattr(proposal, f"{reach}_id")
    return key


def reserve_of(proposal: Proposal, stage: Stage) -> ProposalQuerySet:
    """The reserve of its stage in its place, in no order."""
    rows = Proposal.objects.filter(stage=stage, state=State.RESERVE)
    reach = LEVELS[stage.tier].reach
    return rows if reach == "region" else rows.filter(**{reach: place_of(proposal, stage)})


class Reserves:
    """The ranks that one act gives in reserves; each is read once, under a lock of its list."""

    def __init__(self) -> None:
        self._last: dict[tuple[int, int | None], int] = {}

    def last_for(self, proposal: Proposal, stage: Stage, corrects: Decision | None) -> int:
        """The rank behind all others; the one it has where only its reason is corrected."""
        if corrects is not None and corrects.outcome == Outcome.RESERVE and corrects.rank:
            return corrects.rank
        key = (stage.pk, place_of(proposal, stage))
        if key not in self._last:
            _lock_list(proposal, stage)
            top = reserve_of(proposal, stage).aggregate(top=Max("reserve_rank"))["top"]
            self._last[key] = int(top or 0)
        self._last[key] += 1
        return self._last[key]


def _lock_list(proposal: Proposal, stage: Stage) -> None:
    place = proposal.tier_area
    if place is not None:
        Area.objects.select_for_update(no_key=True).get(pk=place.pk)
    else:
        Stage.objects.select_for_update(no_key=True).get(pk=stage.pk)


def place_in_reserve(proposal: Proposal, stage: Stage) -> tuple[int, int]:
    """(place, of how many): "urutan 3 dari 7"."""
    keys = list(reserve_of(proposal, stage).order_by(*ORDER).values_list("pk", flat=True))
    return keys.index(proposal.pk) + 1, len(keys)


def before_in_reserve(proposal: Proposal, stage: Stage) -> Proposal | None:
    """Who comes first where it is not this one."""
    first = reserve_of(proposal, stage).exclude(Q(pk=proposal.pk)).order_by(*ORDER)
    mine = (proposal.reserve_rank or 0, proposal.pk)
    other = first.first()
    ahead = other is not None and (other.reserve_rank or 0, other.pk) < mine
    return other if ahead else None
