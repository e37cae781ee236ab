"""The search over 100,000 entries of ten kinds, the commonest word in a fifth of them.

Prints each query's times beside a loop of the same run, and the plans of a common word, a rare
one, two common ones and none; then how fast the index is made anew of REBUILT proposals. Asserts
nothing. Runs in transactions that are taken back:

    DATABASE_URL=... python -m tests.bench.search
"""

from __future__ import annotations

import os
import re
import statistics
import time
from collections.abc import Callable

ROWS = 100_000
REBUILT = int(os.environ.get("REBUILT", ROWS))
TIMES = 15
CALIBRATION = "SELECT sum(i) FROM generate_series(1, 300000) i"
# kinds in the shares of a city; the words of titles from common to rare
_FILL = """
INSERT INTO search_entry (kind, source_id, title, lead, url, area, district, agency, year,
                          audience, weight, keywords, text)
SELECT (ARRAY['usulan','usulan','usulan','usulan','usulan','pasal','pasal','pasal','wilayah',
              'berita','acara','regulasi','aset','aplikasi','kamus','opd'])[1 + k %% 16],
       2000000000 + n,
       concat_ws(' ', CASE WHEN n %% 5 = 0 THEN 'paving' END,
                 CASE WHEN n %% 7 = 0 THEN 'saluran' END,
                 CASE WHEN n %% 9 = 0 THEN 'lampu' END, 'kata' || (k %% 15000), 'gang', k %% 40),
       'Keterangan singkat nomor ' || n, '/uji/' || n || '/',
       '35.78.' || lpad((1 + k %% 31)::text, 2, '0') || '.1001/0' || (1 + k %% 9),
       '35.78.' || lpad((1 + k %% 31)::text, 2, '0'), 'opd' || k %% 20, 2020 + k %% 8,
       'public', 0.5 + (k %% 100) / 100.0, 'kunci' || (k %% 3000),
       'Jalan kampung rusak dan becek saat hujan, warga meminta perbaikan di depan rumah ' || k
FROM (SELECT n, abs(hashint4(n)) AS k FROM generate_series(1, %s) n) AS numbers
ORDER BY k
"""
QUERIES = ["paving", "kata777", "paving saluran", "zeppelinz", "lampu gang 3", "saluran kata12"]


def p95(work: Callable[[], object], times: int = TIMES) -> tuple[float, float]:
    """Milliseconds: the middle, and what one of twenty exceeds."""
    work()
    took = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took), sorted(took)[int(0.95 * (times - 1))]


def measure_rebuild(rows: int) -> None:
    """The index anew from so many proposals, then once more where nothing differs."""
    from django.db import transaction

    from egov.search.indexing import rebuild
    from tests.filling import fill
    from tests.town import build_town

    with transaction.atomic():
        build_town()
        fill(rows)
        for what in ("from nothing", "again"):
            began = time.perf_counter()
            total = rebuild()
            took = time.perf_counter() - began
            print(
                f"rebuild {what}: {total:,} entries in {took:.1f} s, {total / took:,.0f} a second"
            )
        transaction.set_rollback(True)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")
    import django

    django.setup()
    from django.db import connection, transaction
    from django.utils import timezone

    from egov.search import finding
    from egov.search.facets import Facets
    from egov.search.finding import find, read
    from egov.search.guessing import suggestions
    from egov.search.writing import count_all_words
    from tests.bench.plans import explain

    finding.still_visible = lambda hits, user: list(hits)  # the rows have no source
    with transaction.atomic(), connection.cursor() as cursor:
        began = time.perf_counter()
        cursor.execute(_FILL, [ROWS])
        print(f"{ROWS} entries: {time.perf_counter() - began:.1f} s")
        count_all_words()
        cursor.execute("ANALYZE search_entry; ANALYZE search_word")
        middle, slow = p95(lambda: cursor.execute(CALIBRATION))
        print(f"calibration p50 {middle:.0f} ms, p95 {slow:.0f} ms: three times {3 * slow:.0f} ms")
        for text in QUERIES:
            middle, high = p95(lambda text=text: find(read(text), Facets()))
            print(f"{text}: p50 {middle:.0f} ms, p95 {high:.0f} ms ({high / slow:.1f} x)")
        for text in ("pa", "kat", "paving sal"):
            middle, high = p95(lambda text=text: suggestions(text, timezone.now()))
            print(f"suggest {text}: p50 {middle:.1f} ms, p95 {high:.1f} ms")
        for text in QUERIES[:4]:
            for plan in explain(text):
                filtered = [int(n) for n in re.findall(r"Removed by Filter: (\d+)", plan)]
                print(f"--- {text}: Seq Scan {'Seq Scan on search_entry' in plan}, "
                      f"filtered {max(filtered, default=0)}")  # fmt: skip
                print(plan)
        transaction.set_rollback(True)
    measure_rebuild(REBUILT)


if __name__ == "__main__":
    main()
