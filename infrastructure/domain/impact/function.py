"""Which applications stop or run with less, by what they run on and what they need."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from infrastructure.domain.impact.network import NeedRow, Network


class State(IntEnum):
    """Worse is more."""

    UP = 0
    DEGRADED = 1
    DOWN = 2


@dataclass(frozen=True)
class Because:
    """What an application lost: a device or asset of the inventory, or another application."""

    asset: int | None = None
    application: int | None = None


@dataclass(frozen=True)
class Verdict:
    state: State
    because: Because


def function(network: Network, lost: frozenset[int]) -> dict[int, Verdict]:
    """Every application that does not run as before, when these assets are dark or unreached."""
    verdicts: dict[int, Verdict] = {}
    for group in network.groups:
        missing = [device for device in group.devices if device in lost]
        if not missing:
            continue
        enough = len(group.devices) - len(missing) >= group.min_up
        state = State.DEGRADED if enough else State.DOWN
        _worsen(verdicts, group.application, Verdict(state, Because(asset=missing[0])))
    _spread(_alternatives(network.needs), lost, verdicts)
    return verdicts


def _alternatives(needs: Iterable[NeedRow]) -> list[list[NeedRow]]:
    """Rows that stand in for each other together; a row without a group by itself."""
    groups: dict[object, list[NeedRow]] = defaultdict(list)
    for row in needs:
        key = (row.consumer, row.group) if row.group else row
        groups[key].append(row)
    return list(groups.values())


def _spread(
    groups: list[list[NeedRow]], lost: frozenset[int], verdicts: dict[int, Verdict]
) -> None:
    """Until nothing changes; states only get worse, so circles of needs end too."""
    users: dict[int, list[list[NeedRow]]] = defaultdict(list)
    for group in groups:
        for row in group:
            if row.application is not None:
                users[row.application].append(group)
    waiting = [g for g in groups if any(row.asset in lost for row in g)]
    for application in list(verdicts):
        waiting += users[application]
    while waiting:
        group = waiting.pop()
        verdict = _judge(group, lost, verdicts)
        consumer = group[0].consumer
        if verdict is not None and _worsen(verdicts, consumer, verdict):
            waiting += users[consumer]


def _judge(
    group: list[NeedRow], lost: frozenset[int], verdicts: dict[int, Verdict]
) -> Verdict | None:
    missing = [row for row in group if _is_missing(row, lost, verdicts)]
    if not missing:
        return None
    enough = len(group) - len(missing) >= max(row.min_up for row in group)
    hard = any(row.hard for row in missing)
    state = State.DOWN if hard and not enough else State.DEGRADED
    return Verdict(state, Because(missing[0].asset, missing[0].application))


def _is_missing(row: NeedRow, lost: frozenset[int], verdicts: dict[int, Verdict]) -> bool:
    if row.asset is not None:
        return row.asset in lost
    verdict = verdicts.get(row.application or 0)
    return verdict is not None and verdict.state == State.DOWN


def _worsen(verdicts: dict[int, Verdict], application: int, verdict: Verdict) -> bool:
    known = verdicts.get(application)
    if known is not None and known.state >= verdict.state:
        return False
    verdicts[application] = verdict
    return True
