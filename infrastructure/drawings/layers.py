"""Boxes in layers and the lines between them: topology from the root, current from its source."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from infrastructure.drawings.lettering import fitted

BOX, HIGH = 108, 42
ACROSS, DOWN = 12, 38  # between boxes of a layer, between layers
EDGE = 4


@dataclass(frozen=True)
class Node:
    key: int
    code: str
    words: str
    url: str = ""
    kind: str = ""  # a class of the drawing: "root", "here", "bundle", "ups"


@dataclass(frozen=True)
class Tie:
    """A line between two nodes; `words` say what it is, `label` stands on it in a letter or two."""

    a: int
    b: int
    words: str = ""
    label: str = ""
    backup: bool = False


@dataclass(frozen=True)
class NodeMark:
    node: Node
    x: float
    y: float
    code: str
    words: str
    width: float = BOX
    height: float = HIGH

    @property
    def middle(self) -> float:
        return self.x + BOX / 2

    @property
    def code_y(self) -> float:
        return self.y + 17

    @property
    def words_y(self) -> float:
        return self.y + 33


@dataclass(frozen=True)
class TieMark:
    tie: Tie
    path: str
    label_spot: tuple[float, float]


@dataclass(frozen=True)
class Layers:
    nodes: tuple[NodeMark, ...]
    ties: tuple[TieMark, ...]
    width: float
    height: float

    @property
    def has_backup(self) -> bool:
        return any(mark.tie.backup for mark in self.ties)


def distances(roots: Iterable[int], ties: Iterable[Tie]) -> dict[int, int]:
    """How many lines each node lies from the nearest root; what hangs on none is left out."""
    beside: dict[int, list[int]] = defaultdict(list)
    for tie in ties:
        beside[tie.a].append(tie.b)
        beside[tie.b].append(tie.a)
    depth = dict.fromkeys(roots, 0)
    waiting = deque(depth)
    while waiting:
        node = waiting.popleft()
        for other in beside[node]:
            if other not in depth:
                depth[other] = depth[node] + 1
                waiting.append(other)
    return depth


def layered(nodes: Sequence[Node], ties: Sequence[Tie], depth: Mapping[int, int]) -> Layers:
    """Each node in the layer of its depth, beneath those that it hangs on.

    What has no depth stands in a last layer of its own.
    """
    last = max(depth.values(), default=-1) + 1
    rows: dict[int, list[Node]] = defaultdict(list)
    for node in nodes:
        rows[depth.get(node.key, last)].append(node)
    known = {node.key for node in nodes}
    shown = [tie for tie in ties if {tie.a, tie.b} <= known]
    ordered = _in_order([rows[level] for level in sorted(rows)], shown)
    widest = max((len(row) for row in ordered), default=1)
    width = 2 * EDGE + widest * (BOX + ACROSS) - ACROSS
    marks: dict[int, NodeMark] = {}
    for level, row in enumerate(ordered):
        left = (width - (len(row) * (BOX + ACROSS) - ACROSS)) / 2
        for place, node in enumerate(row):
            marks[node.key] = NodeMark(
                node,
                left + place * (BOX + ACROSS),
                EDGE + level * (HIGH + DOWN),
                fitted(node.code, BOX - 10),
                fitted(node.words, BOX - 10, 10),
            )
    height = 2 * EDGE + max(1, len(ordered)) * (HIGH + DOWN) - DOWN
    lines = tuple(_lines(shown, marks))
    low = any(_same_layer(tie, marks) for tie in shown)
    return Layers(tuple(marks.values()), lines, width, height + (DOWN if low else 0))


def _in_order(rows: list[list[Node]], ties: Sequence[Tie]) -> list[list[Node]]:
    """Each below the middle of what it hangs on, so that few lines cross."""
    beside: dict[int, list[int]] = defaultdict(list)
    for tie in ties:
        beside[tie.a].append(tie.b)
        beside[tie.b].append(tie.a)
    place: dict[int, float] = {}
    ordered = []
    for row in rows:
        weights = {}
        for number, node in enumerate(row):
            above = [place[key] for key in beside[node.key] if key in place]
            weights[node.key] = sum(above) / len(above) if above else number / max(1, len(row))
        line = sorted(row, key=lambda node: (weights[node.key], node.code))
        place |= {node.key: (n + 0.5) / len(line) for n, node in enumerate(line)}
        ordered.append(line)
    return ordered


def _same_layer(tie: Tie, marks: Mapping[int, NodeMark]) -> bool:
    return marks[tie.a].y == marks[tie.b].y


def _lines(ties: Sequence[Tie], marks: Mapping[int, NodeMark]) -> Iterable[TieMark]:
    """Two between the same boxes lie beside each other."""
    pairs = Counter(frozenset((tie.a, tie.b)) for tie in ties)
    drawn: Counter[frozenset[int]] = Counter()
    for tie in ties:
        pair = frozenset((tie.a, tie.b))
        aside = drawn[pair] * 10 - (pairs[pair] - 1) * 5
        drawn[pair] += 1
        above, below = sorted((marks[tie.a], marks[tie.b]), key=lambda mark: (mark.y, mark.x))
        line = _below if above.y == below.y else _straight
        middle = (above.middle + below.middle) / 2 + aside
        spot = (middle, (above.y + HIGH + below.y) / 2 + 4)
        yield TieMark(tie, line(above, below, aside), spot)


def _straight(above: NodeMark, below: NodeMark, aside: int) -> str:
    start, end = above.middle + aside, below.middle + aside
    return f"M{start:g} {above.y + HIGH:g}L{end:g} {below.y:g}"


def _below(left: NodeMark, right: NodeMark, aside: int) -> str:
    """A bow under the boxes of one layer."""
    start, end, low = left.middle + aside, right.middle + aside, left.y + HIGH
    deep = low + DOWN * 0.6 + aside / 2
    return f"M{start:g} {low:g}C{start:g} {deep:g} {end:g} {deep:g} {end:g} {low:g}"


def bundled(
    nodes: Sequence[Node], ties: Sequence[Tie], depth: Mapping[int, int], most: int
) -> tuple[list[Node], list[Tie], dict[int, list[Node]]]:
    """The same with leaves of one parent as one box, where there are more than `most` nodes.

    Gives nodes, ties, and by the key of each bundle (the parent's, negative) what is in it.
    """
    if len(nodes) <= most:
        return list(nodes), list(ties), {}
    beside: dict[int, set[int]] = defaultdict(set)
    for tie in ties:
        beside[tie.a].add(tie.b)
        beside[tie.b].add(tie.a)
    leaves: dict[int, list[Node]] = defaultdict(list)
    for node in nodes:
        ends = beside[node.key]
        if len(ends) == 1 and depth.get(node.key, 0) > depth.get(min(ends), 0):
            leaves[min(ends)].append(node)
    groups = {parent: group for parent, group in leaves.items() if len(group) > 1}
    gone = {node.key for group in groups.values() for node in group}
    kept = [node for node in nodes if node.key not in gone]
    kept += [
        Node(-parent, f"{len(group)} lokasi", f"{group[0].code} …", kind="bundle")
        for parent, group in groups.items()
    ]
    lines = [tie for tie in ties if not {tie.a, tie.b} & gone]
    lines += [Tie(parent, -parent, "cabang") for parent in groups]
    return kept, lines, {-parent: group for parent, group in groups.items()}
