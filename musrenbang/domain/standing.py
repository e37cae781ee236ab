"""Whether the rows of proposals say what their decisions say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from musrenbang.domain.projection import columns_of, project
from musrenbang.models import Decision, Proposal, Stage

STEP = 2000


@dataclass(frozen=True)
class Deviation:
    """A column of a proposal's row that its decisions do not give."""

    number: str
    column: str
    stands: Any
    follows: Any


def replay_all() -> Iterator[tuple[int, list[Deviation]]]:
    """Replays every proposal, in steps: how many each read, and what differs there.

    Two queries a step, whatever its size.
    """
    stages: dict[int, list[Stage]] = defaultdict(list)
    for stage in Stage.objects.select_related("channel__cycle").order_by("channel", "position"):
        stages[stage.channel_id].append(stage)
    last = 0
    while rows := list(Proposal.objects.filter(pk__gt=last).order_by("pk")[:STEP]):
        last = rows[-1].pk
        yield len(rows), _deviations(rows, stages)


def _deviations(rows: Sequence[Proposal], stages: dict[int, list[Stage]]) -> list[Deviation]:
    made: dict[int, list[Decision]] = defaultdict(list)
    for decision in Decision.objects.filter(proposal__in=rows).order_by("proposal", "sequence"):
        made[decision.proposal_id].append(decision)
    found = []
    for row in rows:
        follows = columns_of(project(row, made[row.pk], stages[row.channel_id]))
        for column, value in follows.items():
            if getattr(row, column) != value:
                found.append(Deviation(row.number, column, getattr(row, column), value))
    return found
