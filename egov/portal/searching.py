"""What an app tells the portal's search, each a frozen value."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Model


@dataclass(frozen=True)
class SearchRow:
    """What a source tells of one of its rows, as everybody may find it.

    `area` is the code of the smallest area it lies in. `keywords` and `text` are found, not shown.
    It shows from one moment until another; from `ended_on` it is law no longer and stands below.
    `weight` is how much of its like it is: 1 is usual.
    """

    source_id: int
    title: str
    url: str
    lead: str = ""
    area: str = ""
    agency: str = ""  # code of the OPD
    year: int | None = None
    keywords: str = ""
    text: str = ""
    weight: float = 1.0
    visible_from: datetime | None = None
    visible_until: datetime | None = None
    ended_on: date | None = None


@dataclass(frozen=True)
class Watch:
    """A table that a source draws on.

    `columns` are those that are told or decide who may see; a change of others asks for nothing.
    `ids` is SQL that gives the ids of the source's rows, of the rows that changed: `changed`.
    """

    model: type[Model]
    columns: tuple[str, ...]
    ids: str = "SELECT id FROM changed"


class FixedRows:
    """A handful of things that no table holds, asked as the search asks a queryset.

    Each has a `pk`; they stand in its order.
    """

    def __init__(self, rows: Sequence[Any]) -> None:
        self.rows = sorted(rows, key=lambda row: row.pk)

    def filter(self, *, pk__in: Collection[int] | None = None, pk__gt: int = 0) -> FixedRows:
        kept = (row for row in self.rows if pk__in is None or row.pk in pk__in)
        return FixedRows([row for row in kept if row.pk > pk__gt])

    def order_by(self, *_names: str) -> FixedRows:
        return self

    def values_list(self, *_names: str, **_flat: bool) -> list[int]:
        """Of these only the key is asked for."""
        return [row.pk for row in self.rows]

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows)

    def __getitem__(self, part: slice) -> list[Any]:
        return self.rows[part]


def nothing_directly(_text: str) -> str | None:
    """No text leads straight to a page."""
    return None


def guess_nothing(_text: str) -> Sequence[int]:
    """No text is nearly a number."""
    return ()


@dataclass(frozen=True)
class SearchSource:
    """One kind of thing that everybody may find.

    `public(rows)` are those that enter: also what shows later, as its row says. `visible_to(rows,
    user)` is asked again of each page of hits. `project(rows)` tells them in constant queries.
    `watches` are all tables that these draw on. `read_directly(text)` is the address that a number
    or citation leads to, or None; `guess(text)` ids of what a mistyped number may mean. `more`
    names the list that takes ?q=. `weight` is how soon a thing of this kind is meant, against
    others. `remedy`: what can be asked for where something is lacking.
    """

    kind: str
    order: int
    title: str
    queryset: Callable[[], Any]  # a queryset, or FixedRows
    visible_to: Callable[[Any, Any], Any]
    project: Callable[[Sequence[Any]], list[SearchRow]]
    watches: tuple[Watch, ...]
    public: Callable[[Any], Any] | None = None  # None: what a stranger may see
    weight: float = 1.0
    read_directly: Callable[[str], str | None] = nothing_directly
    guess: Callable[[str], Sequence[int]] = guess_nothing
    more: str = ""  # a name of the resolver
    more_label: str = ""
    remedy: bool = False

    def entering(self) -> Any:
        """The rows that stand in the index."""
        rows = self.queryset()
        return self.visible_to(rows, None) if self.public is None else self.public(rows)


@dataclass(frozen=True)
class Places:
    """The places that a text names, and what is left of it; `areas` are codes."""

    areas: tuple[str, ...] = ()
    rest: str = ""
