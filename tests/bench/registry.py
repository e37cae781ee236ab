"""The registry at size: 10,000 regulations, 50,000 pasal, a feed of 10,000 rows.

Prints numbers, asserts none.
"""

from __future__ import annotations

import json
import random
import statistics
import tempfile
import time
from datetime import date, timedelta
from itertools import product
from pathlib import Path

WORDS = (
    "parkir",
    "retribusi",
    "pajak",
    "izin",
    "usaha",
    "lingkungan",
    "sampah",
    "bangunan",
    "jalan",
    "air",
    "limbah",
    "pasar",
    "terminal",
)


def percentile(times: list[float]) -> str:
    cuts = statistics.quantiles(times, n=100)
    return f"p50 {cuts[49]:6.1f} ms   p95 {cuts[94]:6.1f} ms"


def timed(work: object, count: int) -> list[float]:
    work(count)  # type: ignore[operator]  # once unseen: plans and pages are cold after the import
    times = []
    for i in range(count):
        began = time.perf_counter()
        work(i)  # type: ignore[operator]
        times.append((time.perf_counter() - began) * 1000)
    return times


def feed_row(number: int, kind: str, subject: str) -> dict[str, str]:
    year = 1990 + number % 35
    return {
        "jenis": kind,
        "noPeraturan": str(number),
        "judul": f"{kind} Nomor {number} Tahun {year} tentang {subject}",
        "tanggal_penetapan": f"{year}-02-01",
        "tanggal_pengundangan": f"{year}-02-02",
    }


def main() -> None:
    from django.db import connection
    from django.test import Client

    from egov.imports.engine import import_file
    from regulations.domain.exchange.jdihn_import import JdihnImporter
    from regulations.domain.registry import load_kinds
    from regulations.models import LegalEvent, Provision, Regulation

    rng = random.Random(5)
    kinds = [k for k in load_kinds().values() if k.reach == "region"]
    feed = [feed_row(i, kinds[i % len(kinds)].name, rng.choice(WORDS)) for i in range(1, 10_001)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "feed.json"
        path.write_text(json.dumps(feed), encoding="utf-8")
        for name in ("first", "repeat"):
            began = time.perf_counter()
            run = import_file(JdihnImporter(), path)
            print(
                f"JDIHN import, {name:7} {time.perf_counter() - began:6.1f} s   "
                f"{run.created} new, {run.updated} changed, {run.bad} bad"
            )
    rows = list(Regulation.objects.filter(source_note="JDIHN").order_by("id"))
    Provision.objects.bulk_create(
        (
            Provision(
                regulation=r,
                position=n,
                label=f"Pasal {n}",
                path=f"pasal-{n}",
                text=" ".join(rng.choices(WORDS, k=60)),
            )
            for r, n in product(rows, range(1, 6))
        ),
        batch_size=2000,
    )
    LegalEvent.objects.bulk_create(
        (
            LegalEvent(
                kind="repeals", source=rng.choice(rows), target=r, takes_effect_on=date(2015, 1, 1)
            )
            for r in rows
            if rng.random() < 0.3
        ),
        batch_size=2000,
        ignore_conflicts=True,
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "VACUUM ANALYZE"
        )  # what autovacuum does soon after; here it would run beside the measuring
    force = timed(
        lambda i: list(
            Regulation.objects.in_force_on(date(2020, 1, 1) + timedelta(days=i)).values_list("pk")
        ),
        60,
    )
    print(f"in force of {Regulation.objects.count()} on a day      {percentile(force)}")
    client = Client(headers={"host": "localhost"})
    hits = timed(
        lambda i: list(Provision.objects.matching(" ".join(rng.sample(WORDS, 2)))[:20]), 60
    )
    print(f"search over {Provision.objects.count()} pasal          {percentile(hits)}")
    pages = timed(lambda i: client.get("/regulasi/", {"q": " ".join(rng.sample(WORDS, 2))}), 40)
    print(f"the search page                   {percentile(pages)}")


if __name__ == "__main__":
    import django

    django.setup()
    main()
