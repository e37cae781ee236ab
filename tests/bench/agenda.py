"""The agenda at size: a month of 2,000 occurrences beside the list of proposals, a feed of 2,000.

Runs in one transaction that is taken back. Prints numbers, asserts none.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import timedelta

EVENTS = 2_000
TIMES = 15
MONTH = "/agenda/?tampilan=bulan&pada={day}"
PAGES = (
    "/usulan/",
    MONTH,
    "/agenda/?pada={day}",
    "/agenda/?tampilan=minggu&pada={day}",
    "/berita/",
)


def fill() -> str:
    """So many public events in one month; returns a day of it."""
    from django.db import connection
    from django.utils import timezone

    from egov.agencies.models import Agency
    from news.domain.entries import write_entry
    from news.models import Event, Occurrence
    from news.vocabulary import EventKind
    from tests.factories.agencies import AgencyFactory

    now = timezone.now()
    start = (timezone.localtime(now) + timedelta(days=400)).replace(day=1, hour=6, minute=0)
    agency = Agency.objects.first() or AgencyFactory()
    events = [
        Event(
            title=f"Acara uji beban nomor {n}",
            kind=EventKind.GATHERING,
            agency=agency,
            place="Balai contoh",
            text="Keterangan contoh sepanjang satu kalimat biasa.",
            begins_at=start + timedelta(minutes=20 * n),
            ends_at=start + timedelta(minutes=20 * n + 90),
        )
        for n in range(EVENTS)
    ]
    Event.objects.bulk_create(events)
    Occurrence.objects.bulk_create(
        Occurrence(event=e, original_at=e.begins_at, begins_at=e.begins_at, ends_at=e.ends_at)
        for e in events
    )
    for event in events:
        write_entry(event, now, changed=False)
    with connection.cursor() as cursor:  # as autovacuum has done where rows came day by day
        cursor.execute("ANALYZE news_event, news_occurrence")
    return f"{start:%Y-%m-10}"


def median(work: Callable[[], object]) -> float:
    """Milliseconds of CPU and waiting, the middle of some."""
    work()
    took = []
    for _ in range(TIMES):
        began = time.perf_counter()
        work()
        took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took)


def main() -> None:
    from django.db import transaction
    from django.test import Client

    from tests.bench.urls import BYTES

    with transaction.atomic():
        day = fill()
        client = Client(headers={"host": "localhost"})
        for page in PAGES:
            address = page.format(day=day)
            answer = client.get(address)
            assert answer.status_code == 200, address
            took = median(lambda at=address: client.get(at))  # type: ignore[misc]
            print(f"{address:44} {took:8.1f} ms {len(answer.content):9,} B", flush=True)
        packed = Client(headers={"host": "localhost", "accept-encoding": "gzip, br"})
        BYTES.append(client.get("/agenda.ics").content)
        feed = median(lambda: packed.get("/agenda.ics"))
        plain = median(lambda: packed.get("/_bare/bytes/"))
        print(f"feed of {EVENTS:,} events, {len(BYTES[-1]):,} B, sent compressed {feed:8.1f} ms")
        print(f"the same bytes from nowhere {plain:8.1f} ms   ratio {feed / plain:.1f}")
        feed = median(lambda: client.get("/agenda.ics"))
        plain = median(lambda: client.get("/_bare/bytes/"))
        print(f"not compressed {feed:8.1f} ms, {plain:8.1f} ms   ratio {feed / plain:.1f}")
        transaction.set_rollback(True)


if __name__ == "__main__":
    import django

    django.setup()
    main()
