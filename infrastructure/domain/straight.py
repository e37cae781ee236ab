"""A cable stretched out: what it passes, how far from its beginning, with its slack in between.

Distances are those of the glass: along the segments, and through every coil on the way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from egov.verbs.permission import Actor
from infrastructure.domain.deriving import length_of
from infrastructure.models import Asset, CableRoute, Enclosure, Slack, visible_assets


@dataclass(frozen=True)
class Span:
    """A segment as the cable runs through it; `line` begins where the cable comes from."""

    asset: Asset
    kind: str
    metres: float | None
    line: tuple[tuple[float, float], ...]  # (longitude, latitude)


@dataclass(frozen=True)
class Station:
    """A pole, chamber or entry on the way; `at`: metres to it, None where a length is missing.

    `slack`: metres coiled up here, of which the light runs through all.
    """

    asset: Asset
    at: float | None
    slack: float = 0
    boxes: tuple[Asset, ...] = ()

    @property
    def leaves_at(self) -> float | None:
        return None if self.at is None else self.at + self.slack


@dataclass(frozen=True)
class Straight:
    """`stations` are one more than `spans`."""

    stations: tuple[Station, ...]
    spans: tuple[Span, ...]

    @property
    def metres(self) -> float | None:
        """Of all the glass; None where a segment's length is not known."""
        return self.stations[-1].leaves_at

    @property
    def slack(self) -> float:
        return sum(station.slack for station in self.stations)

    def turned(self) -> Straight:
        """The same cable from its other end."""
        spans = tuple(
            Span(span.asset, span.kind, span.metres, span.line[::-1]) for span in self.spans[::-1]
        )
        stations = [(s.asset, s.slack, s.boxes) for s in self.stations[::-1]]
        return Straight(_placed(stations, spans), spans)


def straight_of(cable: int, user: Actor) -> Straight | None:
    """None where its way is not recorded, or not all of it is open to this reader. Four queries."""
    routes = CableRoute.objects.filter(cable=cable)
    rows = list(
        routes.select_related("segment__asset", "segment__a__asset", "segment__b__asset").order_by(
            "sequence"
        )
    )
    ends = [(row.segment.a, row.segment.b) for row in rows]
    keys = {row.segment_id for row in rows} | {end.pk for pair in ends for end in pair}
    seen = Asset.objects.visible_to(user).filter(pk__in=keys).count()
    if not rows or seen < len(keys):
        return None
    slack = dict(Slack.objects.filter(cable=cable).values_list("structure", "metres"))
    boxes: dict[int, list[Asset]] = defaultdict(list)
    joined = Enclosure.objects.filter(visible_assets(user, "asset__"), structure__in=keys)
    joined = joined.filter(joints__ends__core__cable=cable).distinct()
    for box in joined.select_related("asset").order_by("asset__code"):
        boxes[box.structure_id or 0].append(box.asset)
    here = _first([(a.pk, b.pk) for a, b in ends])
    stations, spans = [], []
    for row, (a, b) in zip(rows, ends, strict=True):
        begin, end = (a, b) if a.pk == here else (b, a)
        line = row.segment.geometry if begin is a else row.segment.geometry[::-1]
        metres = row.segment.length_m
        if metres is None and len(line) > 1:
            metres = length_of(line)
        spans.append(
            Span(row.segment.asset, row.segment.kind, metres, tuple((x, y) for x, y in line))
        )
        stations.append(begin)
        here = end.pk
    stations.append(end)
    told = [(s.asset, float(slack.get(s.pk, 0)), tuple(boxes[s.pk])) for s in stations]
    return Straight(_placed(told, spans), tuple(spans))


def _first(pairs: Sequence[tuple[int, int]]) -> int:
    """The end of the first segment that the second one does not share."""
    (a, b), *rest = pairs
    return b if rest and a in rest[0] and b not in rest[0] else a


def _placed(
    stations: Sequence[tuple[Asset, float, tuple[Asset, ...]]], spans: Sequence[Span]
) -> tuple[Station, ...]:
    placed = [Station(stations[0][0], 0.0, *stations[0][1:])]
    for span, station in zip(spans, stations[1:], strict=True):
        leaves = placed[-1].leaves_at
        known = leaves is not None and span.metres is not None
        at = leaves + span.metres if known else None  # type: ignore[operator]
        placed.append(Station(station[0], at, *station[1:]))
    return tuple(placed)


def point_on(line: Sequence[tuple[float, float]], share: float) -> tuple[float, float] | None:
    """(longitude, latitude) at a share of a line's length; None where nothing is drawn."""
    if len(line) < 2:
        return line[0] if line else None
    legs = [length_of([list(a), list(b)]) for a, b in pairwise(line)]
    left = share * sum(legs)
    for (a, b), leg in zip(pairwise(line), legs, strict=True):
        if left <= leg and leg:
            part = left / leg
            return (a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part)
        left -= leg
    return line[-1]
