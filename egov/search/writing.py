"""Writing what sources tell into the index, and counting the words of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import batched
from typing import Any

from django.db import connection, transaction

from egov.portal.searching import SearchRow, SearchSource
from egov.search.models import LONGEST, Entry
from egov.search.names import normalise
from egov.search.text import STOP_WORDS

BATCH = 1000
TOLD = (
    "title",
    "lead",
    "url",
    "area",
    "district",
    "agency",
    "year",
    "visible_from",
    "visible_until",
    "ended_on",
    "weight",
    "keywords",
    "text",
)
_COUNT = """
INSERT INTO search_word (word, n)
SELECT word, n FROM unnest(%s::text[], %s::int[]) AS t(word, n) ORDER BY word
ON CONFLICT (word) DO UPDATE SET n = search_word.n + EXCLUDED.n
"""


def plain(text: str, longest: int) -> str:
    """A text without what no column keeps, cut to its length."""
    return " ".join(text.replace("\0", " ").split())[:longest]


def entry_of(source: SearchSource, row: SearchRow) -> Entry:
    """The row of the index."""
    return Entry(
        kind=source.kind,
        source_id=row.source_id,
        title=plain(row.title, 700),
        lead=plain(row.lead, 400),
        url=row.url,
        area=row.area,
        district=row.area[:8] if row.area.count(".") > 1 else "",
        agency=row.agency,
        year=row.year,
        visible_from=row.visible_from,
        visible_until=row.visible_until,
        ended_on=row.ended_on,
        weight=row.weight * source.weight,
        keywords=plain(row.keywords, 2000),
        text=plain(row.text, LONGEST),
    )


def words_in(title: str, keywords: str) -> set[str]:
    """The words that make the vocabulary: of title and keywords, no numbers."""
    every = normalise(f"{title} {keywords}").split()
    return {w for w in every if 2 < len(w) <= 60 and not w.isdigit()} - STOP_WORDS


def project(source: SearchSource, ids: Iterable[int] | None = None) -> Iterator[list[Entry]]:
    """The rows of the index as the source tells them now, some at a time."""
    rows = source.entering().order_by("pk")
    if ids is not None:
        for some in batched(sorted(set(ids)), BATCH, strict=False):
            yield [entry_of(source, row) for row in source.project(list(rows.filter(pk__in=some)))]
        return
    last = 0
    while some_rows := list(rows.filter(pk__gt=last)[:BATCH]):
        last = some_rows[-1].pk
        yield [entry_of(source, row) for row in source.project(some_rows)]


def write(entries: Sequence[Entry]) -> None:
    """Puts entries into the index, in place of what stood there."""
    Entry.objects.bulk_create(
        entries,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["kind", "source_id"],
        update_fields=TOLD,
    )


@transaction.atomic
def replace(source: SearchSource, ids: Sequence[int]) -> None:
    """What the index holds of these rows is what the source tells of them now."""
    before = Entry.objects.filter(kind=source.kind, source_id__in=ids)
    counts: Counter[str] = Counter()
    for entry in before.only("title", "keywords"):
        counts.subtract(words_in(entry.title, entry.keywords))
    entries = [entry for some in project(source, ids) for entry in some]
    for entry in entries:
        counts.update(words_in(entry.title, entry.keywords))
    before.exclude(source_id__in=[entry.source_id for entry in entries]).delete()
    write(entries)
    count_words({word: n for word, n in counts.items() if n})


def count_words(changes: dict[str, int]) -> None:
    """Words stand in so many titles more or fewer; what stands in none goes."""
    if not changes:
        return
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [list(changes), list(changes.values())])
        gone = [word for word, n in changes.items() if n < 0]
        if gone:
            cursor.execute("DELETE FROM search_word WHERE word = ANY(%s) AND n <= 0", [gone])


def count_all_words() -> None:
    """The vocabulary anew, of all that stands in the index."""
    counts: Counter[str] = Counter()
    rows: Any = Entry.objects.order_by().values_list("title", "keywords")
    for title, keywords in rows.iterator(chunk_size=5000):
        counts.update(words_in(title, keywords))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_word")
        count_words(dict(counts))
