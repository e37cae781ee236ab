"""The database's own history of a table (django-pghistory) as lines, each with its office."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.text import capfirst

from egov.desk.history.pages import Change, Line, Source
from egov.desk.history.values import name_of, names_of, spoken, told_fields
from egov.desk.history.writers import writers_of


@dataclass(frozen=True)
class Happening:
    """A row of the history, the one before it (None for the first), the fields that differ."""

    row: Any
    before: Any
    fields: tuple[Any, ...]

    @property
    def kind(self) -> str:
        """insert, update or delete."""
        return str(self.row.pgh_label)

    def values(self) -> list[tuple[Any, Any]]:
        """(field, value) of what differs, before and after."""
        pairs: list[tuple[Any, Any]] = []
        for field in self.fields:
            pairs += [(field, getattr(row, field.attname)) for row in (self.before, self.row)]
        return pairs

    def changed(self, name: str) -> bool:
        return any(field.name == name for field in self.fields)


@dataclass(frozen=True)
class Said:
    """A sentence of the object's own instead of the general one.

    `by` None: whoever wrote it; "" where the sentence says it.
    """

    sentence: str
    by: str | None = None
    with_changes: bool = False


Say = Callable[[Sequence[Happening]], list[Said | None]]
ENDS = {"insert": "Dibuat", "delete": "Dihapus"}


def nothing_own(happenings: Sequence[Happening]) -> list[Said | None]:
    return [None for _ in happenings]


def tracked(
    rows: QuerySet[Any],
    *,
    say: Say = nothing_own,
    when: Callable[[Any], datetime] = lambda row: row.pgh_created_at,
    owner: int | None = None,
    accounts: bool = False,
    reader: Any = None,
) -> Source:
    """Rows of a history's table as a source.

    `owner` is whose account it is; `accounts`: whether the numbers of accounts are told; `reader`:
    for whom the rows that it names are left unnamed where they may not be read.
    """

    def speak(page: Sequence[Any]) -> list[Line]:
        happenings = _happenings(page)
        people = [_writer(h.row) for h in happenings]
        offices = writers_of(people, owner=owner, accounts=accounts)
        names = names_of(chain.from_iterable(h.values() for h in happenings), reader)
        lines = []
        for h, said in zip(happenings, say(happenings), strict=True):
            sentence = said.sentence if said else _sentence(h)
            by = said.by if said else None
            if by is None:
                by = offices.at(_writer(h.row), h.row.pgh_created_at)
            shown = h.fields if said is None or said.with_changes else ()
            changes = tuple(_change(field, h, names) for field in shown)
            lines.append(Line(when(h.row), sentence, by, changes=changes))
        return lines

    return Source(rows.select_related("pgh_context"), "pgh_id", when, speak)


def _writer(row: Any) -> int | None:
    """Who asked for it, by number; None where nobody did: a task, a command, SQL."""
    user = (row.pgh_context.metadata or {}).get("user") if row.pgh_context else None
    return user if isinstance(user, int) else None


def earlier(events: Any, column: str) -> Subquery:
    """A column of the row before, of the same object."""
    rows = events.filter(pgh_obj=OuterRef("pgh_obj"), pgh_id__lt=OuterRef("pgh_id"))
    return Subquery(rows.order_by("-pgh_id").values(column)[:1])


def _happenings(page: Sequence[Any]) -> list[Happening]:
    model = type(page[0])
    rows = model._base_manager
    pairs = rows.filter(pk__in=[row.pk for row in page]).annotate(earlier=earlier(rows, "pgh_id"))
    before = dict(pairs.values_list("pk", "earlier"))
    known = rows.in_bulk([key for key in before.values() if key is not None])
    labelled = told_fields(model.pgh_tracked_model, model)
    happenings = []
    for row in page:
        previous = known.get(before[row.pk])
        fields = labelled if previous is not None and row.pgh_label == "update" else []
        differing = [f for f in fields if getattr(row, f.attname) != getattr(previous, f.attname)]
        happenings.append(Happening(row, previous, tuple(differing)))
    return happenings


def _sentence(happening: Happening) -> str:
    if happening.kind in ENDS:
        return ENDS[happening.kind]
    labels = [name_of(field) for field in happening.fields]
    if not labels:
        return "Diubah"
    if len(labels) > 3:
        return f"{len(labels)} keterangan diubah"
    text = " dan ".join([", ".join(labels[:-1]), labels[-1]] if labels[1:] else labels)
    return f"{capfirst(text)} diubah"


def _change(field: Any, happening: Happening, names: Any) -> Change:
    before = spoken(field, getattr(happening.before, field.attname), names)
    after = spoken(field, getattr(happening.row, field.attname), names)
    return Change(capfirst(name_of(field)), before, after)
