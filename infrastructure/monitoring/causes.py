"""Why things are down: a pure function of the network, of what is down and of what answers.

The root is what is down while a live way leads up to it; all that lies behind is unreachable.
Where several have such a way and one thing that nobody measures explains them all (a cable, a
pipe, a source of power), that is the root. Where every target next to the monitor is gone, our own
connection is at fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field

from infrastructure.domain.impact.reach import ROOT, Graph, losses
from infrastructure.vocabulary_monitoring import CauseKind

FEW_AT_THE_MONITOR = 2  # of fewer targets next to the monitor nothing can be told of ourselves


@dataclass(frozen=True)
class Hypothesis:
    """If `root` is gone, all of `dark` is. `announced`: somebody planned to cut it now."""

    kind: CauseKind
    root: int
    dark: frozenset[int]
    announced: bool = False


@dataclass(frozen=True)
class Fall:
    """What is down, what answered since (no cause that would have taken it is true), and what fell
    so lately that it may have one cause. `unheard`: of what stood an engine told nothing since."""

    down: frozenset[int]
    alive: frozenset[int]
    lately: frozenset[int]
    unheard: frozenset[int] = frozenset()


@dataclass
class Cause:
    """One thing at fault. `roots`: those whose recovery ends it; `behind`: what fell along."""

    kind: CauseKind
    root: int | None
    roots: set[int] = field(default_factory=set)
    behind: set[int] = field(default_factory=set)


def first_ring(whole: Graph, watched: Set[int]) -> frozenset[int]:
    """The watched things that no other watched thing stands before, on the way from the roots."""
    graph, assets = whole.graph, whole.assets
    seen, waiting, ring = {whole.index[ROOT]}, [whole.index[ROOT]], set()
    while waiting:
        for node in graph.neighbors(waiting.pop()):
            if node in seen:
                continue
            seen.add(node)
            if assets[node] in watched:
                ring.add(assets[node])
            else:
                waiting.append(node)
    return frozenset(ring)


def with_a_live_way(whole: Graph, down: Set[int]) -> frozenset[int]:
    """Those of what is down that something reached leads to; and what is on no network at all."""
    inside = {asset for asset in down if asset in whole.index}
    dead = losses(whole, inside) | inside
    alive = set()
    for asset in inside:
        neighbours = whole.graph.neighbors(whole.index[asset])
        if any(_is_reached(whole, node, dead) for node in neighbours):
            alive.add(asset)
    return frozenset(alive | (down - inside))


def _is_reached(whole: Graph, node: int, dead: Set[int]) -> bool:
    return node not in whole.unreached and whole.assets[node] not in dead


def find_causes(whole: Graph, fall: Fall, hypotheses: Sequence[Hypothesis]) -> list[Cause]:
    """The causes of all that is down; each thing of it belongs to one."""
    if not fall.down:
        return []
    if _is_ourselves(whole, fall):
        return [Cause(CauseKind.MONITOR, None, set(fall.down))]
    candidates = with_a_live_way(whole, fall.down) or fall.down
    causes = _explained(candidates & fall.lately, fall.alive, hypotheses)
    covered: set[int] = set().union(*(cause.roots for cause in causes))
    causes += [Cause(CauseKind.TARGET, asset, {asset}) for asset in sorted(candidates - covered)]
    _place_behind(whole, fall.down - candidates, causes, {h.root: h for h in hypotheses})
    return causes


def _is_ourselves(whole: Graph, fall: Fall) -> bool:
    ring = first_ring(whole, fall.down | fall.alive | fall.unheard)
    return len(ring) >= FEW_AT_THE_MONITOR and ring <= fall.down and not fall.alive


def _explained(
    candidates: Set[int], alive: Set[int], hypotheses: Iterable[Hypothesis]
) -> list[Cause]:
    """The fewest things that explain several candidates at once, the most telling first."""
    possible = [h for h in hypotheses if not h.dark & alive]
    left, causes = set(candidates), []
    while left:
        best = max(possible, key=lambda h: _weight(h, left), default=None)
        if best is None or len(best.dark & left) < (1 if best.announced else 2):
            break
        causes.append(Cause(best.kind, best.root, set(best.dark & left)))
        left -= best.dark
    return causes


def _weight(hypothesis: Hypothesis, left: Set[int]) -> tuple[bool, int, int, int]:
    """An announced one first, then who explains most; of equals who would have taken least."""
    explained = len(hypothesis.dark & left)
    return (
        hypothesis.announced and explained > 0,
        explained,
        -len(hypothesis.dark),
        -hypothesis.root,
    )


def _place_behind(
    whole: Graph, behind: Iterable[int], causes: list[Cause], known: Mapping[int, Hypothesis]
) -> None:
    """What has no live way: with the cause that lies on its way up, else that would take it."""
    of_root = {root: cause for cause in causes for root in cause.roots}
    for asset in sorted(behind):
        cause = _on_the_way(whole, asset, of_root) or _that_takes(whole, asset, causes, known)
        if cause is None:
            cause = causes[0] if causes else None
        if cause is None:
            causes.append(Cause(CauseKind.TARGET, asset, {asset}))
        else:
            cause.behind.add(asset)


def _on_the_way(whole: Graph, asset: int, of_root: Mapping[int, Cause]) -> Cause | None:
    step: int | None = asset
    for _ in range(len(whole.assets)):
        step = whole.way_in(step) if step is not None else None
        if step is None or step == ROOT:
            return None
        if step in of_root:
            return of_root[step]
    return None


def _that_takes(
    whole: Graph, asset: int, causes: Iterable[Cause], known: Mapping[int, Hypothesis]
) -> Cause | None:
    for cause in causes:
        hypothesis = known.get(cause.root or 0)
        if hypothesis is not None and asset in hypothesis.dark:
            return cause
        if asset in losses(whole, cause.roots & set(whole.index)):
            return cause
    return None


def chain_up(whole: Graph, assets: Iterable[int]) -> frozenset[int]:
    """All that stands between these and the roots, on a shortest way."""
    steps: set[int] = set()
    for asset in assets:
        step = whole.way_in(asset)
        while step is not None and step != ROOT and step not in steps:
            steps.add(step)
            step = whole.way_in(step)
    return frozenset(steps)


def sharing(hypotheses: Iterable[Hypothesis], fallen: Set[int]) -> frozenset[int]:
    """All that would have fallen too, if one of these that touch what fell were true."""
    touching = (h.dark for h in hypotheses if h.dark & fallen)
    return frozenset().union(*touching)
