"""Where the current of a thing comes from: sources above, what draws from them below."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from infrastructure.drawings.layers import Layers, Node, Tie, layered
from infrastructure.vocabulary import PowerKind


@dataclass(frozen=True)
class Source:
    key: int
    code: str
    url: str
    kind: str
    parent: int | None = None
    autonomy_min: int | None = None

    @property
    def words(self) -> str:
        kind = PowerKind(self.kind).label
        return f"{kind}, {self.autonomy_min} menit" if self.autonomy_min else kind


@dataclass(frozen=True)
class Feed:
    """`target` draws from `source`: by its A or B inlet, or because it stands in a fed rack."""

    source: int
    target: int
    side: str = ""
    words: str = ""


def power_chain(
    sources: Sequence[Source], feeds: Sequence[Feed], targets: Sequence[Node]
) -> Layers:
    """Each one layer above the highest of what draws from it; the targets lie lowest."""
    nodes = [Node(s.key, s.code, s.words, s.url, s.kind) for s in sources]
    nodes += [target for target in targets if target.key not in {s.key for s in sources}]
    ties = [Tie(s.parent, s.key, "memberi daya") for s in sources if s.parent is not None]
    ties += [
        Tie(feed.source, feed.target, feed.words or f"sisi {feed.side}", feed.side)
        for feed in feeds
    ]
    known = {node.key for node in nodes}
    ties = [tie for tie in ties if {tie.a, tie.b} <= known]
    return layered(nodes, ties, lowest(known, ties))


def lowest(keys: Iterable[int], ties: Iterable[Tie]) -> dict[int, int]:
    """The layer of each, counted from above: right over the highest of what draws from it.

    The database knows no circle of current; one that is drawn all the same comes to an end here.
    """
    below: dict[int, list[int]] = defaultdict(list)
    for tie in ties:
        below[tie.a].append(tie.b)
    height: dict[int, int] = {}

    def of(key: int, above: frozenset[int]) -> int:
        if key not in height:
            ways = [child for child in below[key] if child not in above]
            height[key] = max((of(way, above | {key}) + 1 for way in ways), default=0)
        return height[key]

    heights = {key: of(key, frozenset()) for key in keys}
    top = max(heights.values(), default=0)
    return {key: top - high for key, high in heights.items()}
