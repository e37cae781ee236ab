"""What an app tells the portal's search, each a frozen value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Model, QuerySet


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
    queryset: Callable[[], QuerySet[Any]]
    visible_to: Callable[[QuerySet[Any], Any], QuerySet[Any]]
    project: Callable[[Sequence[Any]], list[SearchRow]]
    watches: tuple[Watch, ...]
    public: Callable[[QuerySet[Any]], QuerySet[Any]] | None = None  # None: what a stranger may see
    weight: float = 1.0
    read_directly: Callable[[str], str | None] = nothing_directly
    guess: Callable[[str], Sequence[int]] = guess_nothing
    more: str = ""  # a name of the resolver
    more_label: str = ""
    remedy: bool = False

    def entering(self) -> QuerySet[Any]:
        """The rows that stand in the index."""
        rows = self.queryset()
        return self.visible_to(rows, None) if self.public is None else self.public(rows)


@dataclass(frozen=True)
class Places:
    """The places that a text names, and what is left of it; `areas` are codes."""

    areas: tuple[str, ...] = ()
    rest: str = ""
