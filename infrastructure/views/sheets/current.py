"""The power chain above one or more things, read at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

from egov.verbs.permission import Actor
from infrastructure.drawings.layers import Layers, Node
from infrastructure.drawings.power import Feed, Source, power_chain
from infrastructure.models import Asset, PowerFeed, PowerSource
from infrastructure.views.sheets.reading import knows_all, seen
from infrastructure.vocabulary import Side

_ABOVE = """
WITH RECURSIVE above(source, parent) AS (
    SELECT asset_id, parent_id FROM infrastructure_powersource WHERE asset_id = ANY(%s)
    UNION
    SELECT s.asset_id, s.parent_id
    FROM infrastructure_powersource s JOIN above ON s.asset_id = above.parent
)
SELECT source FROM above
"""


@dataclass(frozen=True)
class Line:
    """One way of current, from its first source down to what it feeds, in words and links."""

    side: str
    steps: tuple[Asset, ...]
    words: tuple[str, ...]  # of each step, beside its code
    autonomy_min: int

    @property
    def told(self) -> list[tuple[Asset, str]]:
        return list(zip(self.steps, self.words, strict=True))


@dataclass(frozen=True)
class Current:
    drawing: Layers
    lines: tuple[Line, ...]
    whole: bool  # nothing above may be closed to the reader


def current_of(
    user: Actor, targets: Sequence[Asset], within: Sequence[tuple[int, int, str]] = ()
) -> Current | None:
    """How the targets are fed, as far as the reader may know; None where nothing is known.

    `within`: (from, to, words) of what passes current on without being a source: a rack to what
    stands in it, a switch over PoE.
    """
    rows = PowerFeed.objects.filter(target__in=[t.pk for t in targets]).order_by("side", "id")
    feeds = [Feed(row.source_id, row.target_id, Side(row.side).label) for row in rows]
    sources = sources_above({feed.source for feed in feeds})
    known = seen(user, [*sources, *(t.pk for t in targets)])
    drawn = [_source(row, known) for key, row in sources.items() if key in known]
    feeds = [feed for feed in feeds if feed.source in known]
    if not feeds and not within:
        return None
    passed = [Feed(a, b, "", words) for a, b, words in within]
    nodes = [
        Node(t.pk, t.code, t.get_kind_display(), t.get_absolute_url(), "here" if not n else "")
        for n, t in enumerate(targets)
    ]
    lines = [_line(feed, sources, known) for feed in feeds]
    drawing = power_chain(drawn, [*feeds, *passed], nodes)
    return Current(drawing, tuple(lines), knows_all(user))


def sources_above(keys: Iterable[int]) -> dict[int, PowerSource]:
    """The sources and all that feed them, by id, in two queries."""
    with connection.cursor() as cursor:
        cursor.execute(_ABOVE, [list(keys)])
        above = [row[0] for row in cursor.fetchall()]
    return {row.pk: row for row in PowerSource.objects.filter(pk__in=above)}


def _source(row: PowerSource, known: dict[int, Asset]) -> Source:
    asset = known[row.pk]
    parent = row.parent_id if row.parent_id in known else None
    return Source(row.pk, asset.code, asset.get_absolute_url(), row.kind, parent, row.autonomy_min)


def _line(feed: Feed, sources: dict[int, PowerSource], known: dict[int, Asset]) -> Line:
    steps, words, minutes = [known[feed.target]], [""], 0
    key: int | None = feed.source
    while key in known and key in sources:
        source = sources[key]
        minutes += source.autonomy_min or 0
        steps.insert(0, known[key])
        words.insert(0, _source(source, known).words)
        key = source.parent_id
    return Line(feed.side, tuple(steps), tuple(words), minutes)
