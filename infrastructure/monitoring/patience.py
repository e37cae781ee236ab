"""How long what fell waits: until all that could explain it was asked again, else it would be told
for itself before its cause is known.

Our own checks are asked at once. An engine asks at its own pace, so the patience follows from the
slowest of its checks among what could explain the fall.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import datetime, timedelta

from infrastructure.domain.impact.reach import Graph
from infrastructure.domain.network import current_graph
from infrastructure.monitoring.causes import Hypothesis, chain_up, first_ring, sharing
from infrastructure.monitoring.claiming import ask_now
from infrastructure.monitoring.standing import ENGINE_LAG, Board, Watched
from infrastructure.monitoring.suspects import hypotheses
from infrastructure.vocabulary_monitoring import Runner

LEAST, MOST = timedelta(seconds=45), timedelta(seconds=150)


def patience(awaited: Iterable[Watched]) -> timedelta:
    """How long these are waited for: the slowest that an engine asks, and until it tells of it."""
    engines = [w.interval_s for w in awaited if w.runner == Runner.ENGINE]
    slowest = timedelta(seconds=max(engines)) + ENGINE_LAG if engines else LEAST
    return min(max(slowest, LEAST), MOST)


def decidable(board: Board, fallen: Sequence[Watched], now: datetime) -> list[Watched]:
    """Those of what fell that wait no more; what the others wait for is asked at once."""
    young = [w for w in fallen if now - board.since(w) <= MOST]
    waiting: set[int] = set()
    asked: set[int] = set()
    for causes, members in _by_possible_cause(board, young).items():
        known = [(board.known_until(w), w) for asset in causes for w in board.checks_of(asset)]
        oldest = min((at for at, _ in known), default=now)
        for member in members:
            since = board.since(member)
            if oldest >= since:
                continue
            stale = [w for at, w in known if at < since]
            asked |= {w.of_check for w in stale if w.runner == Runner.OWN and not w.is_failing}
            if now - since <= patience(stale):
                waiting.add(member.of_check)
    ask_now(sorted(asked), now)
    return [w for w in fallen if w.of_check not in waiting]


def _by_possible_cause(
    board: Board, fallen: Sequence[Watched]
) -> Mapping[frozenset[int], list[Watched]]:
    """What fell, by all watched things that could explain it or would have fallen along."""
    if not fallen:
        return {}
    whole, assets = current_graph(), {w.asset for w in fallen}
    ways = hypotheses(whole, assets, board.assets)
    ring = _ring_in_doubt(whole, board, fallen)
    groups: dict[frozenset[int], list[Watched]] = defaultdict(list)
    causes_of = {asset: _causes(whole, ways, asset, board.assets) | ring for asset in assets}
    for watched in fallen:
        groups[causes_of[watched.asset]].append(watched)
    return groups


def _causes(
    whole: Graph, ways: Iterable[Hypothesis], asset: int, watched: Set[int]
) -> frozenset[int]:
    return ((chain_up(whole, [asset]) | sharing(ways, {asset})) & watched) | {asset}


def _ring_in_doubt(whole: Graph, board: Board, fallen: Iterable[Watched]) -> frozenset[int]:
    """While nothing at all has answered since, our own connection may be at fault: then all next
    to the monitor is asked."""
    first = min(board.since(w) for w in fallen)
    return frozenset() if board.alive_since(first) else first_ring(whole, board.assets)
