"""Keeping the index right: the queue is drained, the whole is rebuilt, both are compared."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection, transaction

from egov.portal.joining import search_source, search_sources
from egov.portal.searching import SearchSource
from egov.search.models import Entry, Pending
from egov.search.writing import BATCH, TOLD, count_all_words, project, replace, write

COMPARED = (*TOLD, "audience")
_LOCK = """
SELECT pg_advisory_xact_lock(hashtext('search ' || kind), source_id::int)
FROM (SELECT DISTINCT kind, source_id FROM search_pending WHERE id = ANY(%s) ORDER BY 1, 2) AS rows
"""


@dataclass(frozen=True)
class Difference:
    """Where index and source do not say the same."""

    kind: str
    source_id: int
    what: str  # missing, left over, or other


def drain() -> int:
    """Reads again what changed; returns how many changes. Safe to run twice and in parallel."""
    total = 0
    while drained := _drain_some():
        total += drained
    return total


@transaction.atomic
def _drain_some() -> int:
    """One batch. Two workers never write the same row: whoever comes later reads it later."""
    waiting = Pending.objects.select_for_update(skip_locked=True).order_by("id")[:BATCH]
    rows = list(waiting)
    keys = [row.pk for row in rows]
    if not rows:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [keys])
    by_kind: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        by_kind[row.kind].add(row.source_id)
    for kind, ids in sorted(by_kind.items()):
        source = search_source(kind)
        if source is None:
            Entry.objects.filter(kind=kind).delete()  # an app that is no longer there
        else:
            replace(source, sorted(ids))
    Pending.objects.filter(pk__in=keys).delete()
    return len(rows)


def rebuild() -> int:
    """The index anew from every source; what stands in it is found meanwhile. Returns its rows."""
    total = 0
    waiting = list(Pending.objects.values_list("pk", flat=True))
    for source in search_sources():
        ids: set[int] = set()
        indexed = _digests(source)
        for entries in project(source):
            write([entry for entry in entries if indexed.get(entry.source_id) != digest(entry)])
            ids.update(entry.source_id for entry in entries)
        _forget(source.kind, ids)
        total += len(ids)
    kinds = [source.kind for source in search_sources()]
    Entry.objects.exclude(kind__in=kinds).delete()
    Pending.objects.filter(pk__in=waiting).delete()
    count_all_words()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE search_entry")
        cursor.execute("ANALYZE search_word")
    return total


def _forget(kind: str, ids: set[int]) -> None:
    """Takes out what its source tells no longer."""
    indexed = set(Entry.objects.filter(kind=kind).values_list("source_id", flat=True))
    Entry.objects.filter(kind=kind, source_id__in=indexed - ids).delete()


def digest(entry: Entry) -> str:
    """What an entry says, short enough to compare."""
    return _digest([getattr(entry, name) for name in COMPARED])


def _digest(values: Iterable[object]) -> str:
    told = "\x1f".join(map(_told, values))
    return hashlib.md5(told.encode(), usedforsecurity=False).hexdigest()


def _told(value: object) -> str:
    """A value as text; a moment is the same in every time zone."""
    return str(value.astimezone(UTC) if isinstance(value, datetime) else value)


def _digests(source: SearchSource) -> dict[int, str]:
    rows = Entry.objects.filter(kind=source.kind).values_list("source_id", *COMPARED)
    return {pk: _digest(values) for pk, *values in rows.iterator(chunk_size=2000)}


def check() -> Iterator[Difference]:
    """Every difference between the index and its sources, whatever waits in the queue."""
    for source in search_sources():
        indexed = _digests(source)
        for entries in project(source):
            for entry in entries:
                said = indexed.pop(entry.source_id, None)
                if said is None:
                    yield Difference(source.kind, entry.source_id, "missing")
                elif said != digest(entry):
                    yield Difference(source.kind, entry.source_id, "other")
        for source_id in indexed:
            yield Difference(source.kind, source_id, "left over")
    kinds = [source.kind for source in search_sources()]
    orphans = Entry.objects.exclude(kind__in=kinds).values_list("kind", "source_id")
    for kind, source_id in orphans:
        yield Difference(kind, source_id, "left over")


def mend() -> int:
    """Reads again wherever index and source differ; returns how many rows."""
    differences = list(check())
    Pending.objects.bulk_create(
        [Pending(kind=row.kind, source_id=row.source_id) for row in differences], batch_size=BATCH
    )
    drain()
    return len(differences)
